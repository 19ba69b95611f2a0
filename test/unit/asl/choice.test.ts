import { describe, expect, test } from "vitest";
import {
  CHOICE_OPERATORS,
  type ChoiceOperator,
  compileChoiceRule,
  ExpressionSyntaxError,
  isChoiceOperator,
  StatesError,
} from "../../../src/asl/index.js";
import type { JsonValue } from "../../../src/shared/json.js";

const asks = (rule: JsonValue, input: JsonValue) =>
  compileChoiceRule(rule).evaluate({
    input,
    context: { State: { Name: "A" } },
    variables: { v: 1 },
  });

/** A value of each type, and of each kind that might be taken for another. */
const VALUES: JsonValue[] = [
  null,
  true,
  false,
  0,
  1,
  -1.5,
  "",
  "a",
  "b",
  "A",
  "1",
  "true",
  [],
  [1],
  {},
  { a: 1 },
  "2012-10-09T19:00:55Z",
  "2012-10-09T19:00:56Z",
  "2012-10-09T21:00:55+02:00",
  "2012-10-09T19:00:55",
  "2023-02-24",
];

test("there are 39 operators, 16 of them with a path", () => {
  const operators: ChoiceOperator[] = Object.values(CHOICE_OPERATORS);
  expect(operators).toHaveLength(39);
  expect(operators.filter(({ isPath }) => isPath)).toHaveLength(16);
  for (const [name, operator] of Object.entries<ChoiceOperator>(CHOICE_OPERATORS)) {
    expect(name.endsWith("Path")).toBe(operator.isPath);
  }
  expect(isChoiceOperator("toString")).toBe(false);
});

describe("type tests", () => {
  const types: [string, (value: JsonValue) => boolean][] = [
    ["IsBoolean", (value) => typeof value === "boolean"],
    ["IsNull", (value) => value === null],
    ["IsNumeric", (value) => typeof value === "number"],
    ["IsString", (value) => typeof value === "string"],
    ["IsTimestamp", (value) => typeof value === "string" && /T.*(Z|[+-]\d\d:\d\d)$/.test(value)],
    ["IsPresent", () => true],
  ];

  test.each(types)("%s", (operator, is) => {
    for (const value of VALUES) {
      expect(asks({ Variable: "$.x", [operator]: true }, { x: value }), JSON.stringify(value)).toBe(
        is(value),
      );
      expect(
        asks({ Variable: "$.x", [operator]: false }, { x: value }),
        JSON.stringify(value),
      ).toBe(!is(value));
    }
  });

  test("IsPresent bears an absent variable, no other does", () => {
    expect(asks({ Variable: "$.x", IsPresent: true }, {})).toBe(false);
    expect(asks({ Variable: "$.x.y.z", IsPresent: false }, { x: 1 })).toBe(true);
    expect(asks({ Variable: "$.x", IsPresent: true }, { x: null })).toBe(true);
    expect(() => asks({ Variable: "$.x", IsNull: true }, {})).toThrow(StatesError);
  });
});

describe("comparisons", () => {
  const orders: Record<string, readonly boolean[]> = {
    // Of the lesser with the greater, of equals, of the greater with the lesser.
    Equals: [false, true, false],
    GreaterThan: [false, false, true],
    GreaterThanEquals: [false, true, true],
    LessThan: [true, false, false],
    LessThanEquals: [true, true, false],
  };
  const pairs: Record<string, readonly [JsonValue, JsonValue]> = {
    Numeric: [-1.5, 2],
    String: ["A", "AB"],
    Timestamp: ["2012-10-09T19:00:55Z", "2012-10-09T21:00:56+02:00"],
  };

  for (const [type, [less, more]] of Object.entries(pairs)) {
    for (const [order, [ofLess, ofEqual, ofMore]] of Object.entries(orders)) {
      test(`${type}${order}, with a literal and with a path`, () => {
        const operator = `${type}${order}`;
        const both = (left: JsonValue, right: JsonValue) => {
          const withLiteral = asks({ Variable: "$.x", [operator]: right }, { x: left });
          const withPath = asks(
            { Variable: "$.x", [`${operator}Path`]: "$.y" },
            { x: left, y: right },
          );
          expect(withPath).toBe(withLiteral);
          return withLiteral;
        };
        expect([both(less, more), both(less, less), both(more, less)]).toEqual([
          ofLess,
          ofEqual,
          ofMore,
        ]);
      });

      test(`${type}${order} never matches a variable of another type`, () => {
        const fits = (value: JsonValue) =>
          typeof value === (type === "Numeric" ? "number" : "string") &&
          (type !== "Timestamp" || /T.*(Z|[+-]\d\d:\d\d)$/.test(String(value)));
        for (const value of VALUES.filter((each) => !fits(each))) {
          const rule = { Variable: "$.x", [`${type}${order}`]: less };
          expect(asks(rule, { x: value }), JSON.stringify(value)).toBe(false);
        }
      });
    }
  }

  test("BooleanEquals", () => {
    for (const value of VALUES) {
      for (const flag of [true, false]) {
        expect(asks({ Variable: "$.x", BooleanEquals: flag }, { x: value })).toBe(value === flag);
        expect(asks({ Variable: "$.x", BooleanEqualsPath: "$.y" }, { x: value, y: flag })).toBe(
          value === flag,
        );
      }
    }
    expect(asks({ Variable: "$.x", BooleanEqualsPath: "$.y" }, { x: 1, y: 1 })).toBe(false);
  });

  test("a path of another type counts as a number, as in the service", () => {
    expect(asks({ Variable: "$.x", NumericGreaterThanEqualsPath: "$.y" }, { x: 8, y: false })).toBe(
      true,
    );
    expect(asks({ Variable: "$.x", NumericEqualsPath: "$.y" }, { x: 7, y: { value: 7 } })).toBe(
      false,
    );
  });

  test("timestamps are compared as instants, to the nanosecond", () => {
    const rule = { Variable: "$.x", TimestampLessThan: "2020-01-01T00:00:00.000000002Z" };
    expect(asks(rule, { x: "2020-01-01T01:00:00.000000001+01:00" })).toBe(true);
    expect(asks(rule, { x: "2020-01-01T00:00:00.000000002Z" })).toBe(false);
  });

  test("StringMatches", () => {
    expect(asks({ Variable: "$.x", StringMatches: "log-*.txt" }, { x: "log-1.txt" })).toBe(true);
    expect(asks({ Variable: "$.x", StringMatches: "1*" }, { x: 12 })).toBe(false);
  });

  test("variables and the context object can be compared too", () => {
    expect(asks({ Variable: "$v", NumericEquals: 1 }, {})).toBe(true);
    expect(asks({ Variable: "$$.State.Name", StringEqualsPath: "$.x" }, { x: "A" })).toBe(true);
  });

  test.each([
    [{ Variable: "$.x", StringEquals: "a" }, { y: 1 }, "$.x"],
    [{ Variable: "$.x", StringEqualsPath: "$.y.z" }, { x: "a" }, "$.y.z"],
    [{ Variable: "$v.a", IsNull: true }, {}, "$v.a"],
  ])("%j of %j fails", (rule, input, path) => {
    expect(() => asks(rule, input)).toThrow(
      `States.Runtime: Invalid path '${path}': The choice state's condition path references an invalid value.`,
    );
  });
});

describe("And, Or and Not", () => {
  const is = (x: number) => ({ Variable: "$.x", NumericEquals: x });
  const absent = { Variable: "$.absent", IsNull: true };

  test.each<[JsonValue, boolean]>([
    [{ And: [is(1), { Not: is(2) }] }, true],
    [{ And: [is(1), is(2)] }, false],
    [{ Or: [is(2), is(1)] }, true],
    [{ Or: [is(2), is(3)] }, false],
    [{ Not: { And: [is(1), { Or: [is(2), is(3)] }] } }, true],
    // The first that decides is the last that is asked.
    [{ And: [is(2), absent] }, false],
    [{ Or: [is(1), absent] }, true],
  ])("%j", (rule, expected) => {
    expect(asks(rule, { x: 1 })).toBe(expected);
  });
});

describe("what is no rule", () => {
  test.each<[JsonValue, (string | number)[]]>([
    [{ Variable: "$.x" }, []],
    [{ Variable: "$.x", Equals: 1 }, []],
    [{ Variable: "$.x", IsNull: true, IsString: true }, []],
    [{ IsNull: true }, ["Variable"]],
    [{ And: [] }, ["And"]],
    [{ And: [{ Or: 1 }] }, ["And", 0, "Or"]],
    [{ Not: { Variable: "x", IsNull: true } }, ["Not", "Variable"]],
    [{ Variable: "$.x", StringEqualsPath: 1 }, ["StringEqualsPath"]],
    [{ Not: "rule" }, ["Not"]],
  ])("%j is refused, with the fields that lead to it", (rule, at) => {
    expect(() => compileChoiceRule(rule)).toThrow(ExpressionSyntaxError);
    expect(() => compileChoiceRule(rule)).toThrow(expect.objectContaining({ at }));
  });

  test("nor is one of endless levels", () => {
    let rule: JsonValue = { Variable: "$.x", IsNull: true };
    for (let level = 0; level < 100_000; level++) rule = { Not: rule };
    expect(() => compileChoiceRule(rule)).toThrow(/at most 1000 levels/);
  });
});
