import { CHOICE_OPERATORS } from "sfn-task-tools/asl";
import * as workflow from "sfn-task-tools/workflow";
import {
  and,
  choiceRules,
  formatRule,
  isPresent,
  isString,
  not,
  numericGreaterThanPath,
  numericLessThan,
  or,
  stringMatches,
  timestampLessThan,
} from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";

describe("choice rules", () => {
  test("there is one for each operator, exported by its name", () => {
    const names = Object.keys(CHOICE_OPERATORS).map(
      (name) => name.charAt(0).toLowerCase() + name.slice(1),
    );
    expect(names).toHaveLength(39);
    expect(Object.keys(choiceRules)).toEqual(names);
    for (const name of names) {
      expect(workflow).toHaveProperty(name, choiceRules[name as keyof typeof choiceRules]);
    }
  });

  test.each(Object.entries(CHOICE_OPERATORS))("%s compares with its argument", (name, operator) => {
    const make = choiceRules[
      (name.charAt(0).toLowerCase() + name.slice(1)) as keyof typeof choiceRules
    ] as (variable: string, argument: unknown) => unknown;
    const good = operator.isPath
      ? "$.other"
      : { boolean: true, number: 1.5, string: "", timestamp: "2026-03-14T01:59:00Z" }[
          operator.argument
        ];
    expect(make("$.value", good)).toEqual({ Variable: "$.value", [name]: good });
    const bad = operator.isPath || operator.argument !== "number" ? 1 : true;
    expect(() => make("$.value", bad)).toThrow(
      new RegExp(`Expected ${name} of \\$\\.value to compare with .+, got `),
    );
    expect(() => make("value", good)).toThrow(/a path that begins with "\$", got "value"/);
  });

  test("tests ask for true unless told, and moments are texts", () => {
    expect(isPresent("$.a")).toEqual({ Variable: "$.a", IsPresent: true });
    expect(isPresent("$.a", false)).toEqual({ Variable: "$.a", IsPresent: false });
    expect(timestampLessThan("$.a", new Date(0))).toEqual({
      Variable: "$.a",
      TimestampLessThan: "1970-01-01T00:00:00.000Z",
    });
    expect(() => timestampLessThan("$.a", new Date(Number.NaN))).toThrow(/a Date, or a text/);
    expect(() => timestampLessThan("$.a", "yesterday")).toThrow(/a Date, or a text/);
    expect(() => numericLessThan("$.a", Number.NaN)).toThrow(/a finite number, got NaN/);
  });

  test("nest in and, or and not", () => {
    const rule = and(numericLessThan("$.a", 1), or(isString("$.b"), not(isPresent("$.c"))));
    expect(rule).toEqual({
      And: [
        { Variable: "$.a", NumericLessThan: 1 },
        {
          Or: [{ Variable: "$.b", IsString: true }, { Not: { Variable: "$.c", IsPresent: true } }],
        },
      ],
    });
    expect(() => and()).toThrow("Expected at least one rule in and(), got none.");
    expect(() => not({ ...isPresent("$.a"), Next: "b" })).toThrow(/one with a Next/);
  });

  test("are read as text", () => {
    expect(formatRule(numericLessThan("$.a", 10))).toBe("$.a < 10");
    expect(formatRule(numericGreaterThanPath("$.a", "$.b"))).toBe("$.a > $.b");
    expect(formatRule(stringMatches("$.a", "x*"))).toBe('$.a matches "x*"');
    expect(formatRule(timestampLessThan("$.a", new Date(0)))).toBe(
      "$.a < 1970-01-01T00:00:00.000Z",
    );
    expect(formatRule(isPresent("$.a", false))).toBe("$.a is not present");
    expect(
      formatRule(and(numericLessThan("$.a", 1), or(isString("$.b"), not(isPresent("$.c"))))),
    ).toBe("$.a < 1 and ($.b is string or not ($.c is present))");
    expect(formatRule("{% $states.input.a < 1 %}")).toBe("$states.input.a < 1");
  });

  test.each(Object.keys(CHOICE_OPERATORS))("%s has a text of its own", (name) => {
    expect(formatRule({ Variable: "$.a", [name]: true })).toMatch(
      /^\$\.a (?:[<>]=?|==|matches|is) /,
    );
  });
});
