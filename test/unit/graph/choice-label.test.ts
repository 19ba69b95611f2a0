import { CHOICE_OPERATORS } from "sfn-task-tools/asl";
import { describe, expect, test } from "vitest";
import { choiceLabel } from "../../../src/graph/choice-label.js";

const a = { Variable: "$.a", NumericEquals: 1 };
const b = { Variable: "$.b", NumericEquals: 2 };
const c = { Variable: "$.c", NumericEquals: 3 };

describe("the label of a choice rule", () => {
  test.each([
    [{ Variable: "$.n", NumericLessThan: 3 }, "$.n < 3"],
    [{ Variable: "$.n", NumericGreaterThanEqualsPath: "$.m" }, "$.n ≥ $.m"],
    [{ Variable: "$.s", StringEquals: "a" }, '$.s = "a"'],
    [{ Variable: "$.s", StringLessThanEquals: "a" }, '$.s ≤ "a"'],
    [{ Variable: "$.s", StringMatches: "log-*" }, '$.s matches "log-*"'],
    [{ Variable: "$.b", BooleanEquals: true }, "$.b = true"],
    [
      { Variable: "$.t", TimestampGreaterThan: "2030-01-01T00:00:00Z" },
      "$.t > 2030-01-01T00:00:00Z",
    ],
    [{ Variable: "$.x", IsPresent: true }, "$.x is present"],
    [{ Variable: "$.x", IsNull: false }, "$.x is not null"],
    [{ Not: a }, "not ($.a = 1)"],
    [{ And: [a, b] }, "$.a = 1 and $.b = 2"],
    [{ Or: [a, { And: [b, c] }] }, "$.a = 1 or ($.b = 2 and $.c = 3)"],
    [{ And: [a, { And: [b, c] }] }, "$.a = 1 and $.b = 2 and $.c = 3"],
    [{ Not: { Or: [a, b] } }, "not ($.a = 1 or $.b = 2)"],
    [{ And: [a] }, "$.a = 1"],
    [{ Condition: "{% $n < 3 %}" }, "$n < 3"],
    [{ Condition: "$n" }, "$n"],
    [{ Condition: true }, "true"],
    [{}, "?"],
    [{ And: [] }, "?"],
    [{ And: 7 }, "?"],
    [{ Not: 7 }, "not (?)"],
    [{ NumericEquals: 1 }, "? = 1"],
  ])("of %j is %s", (rule, label) => {
    expect(choiceLabel(rule)).toBe(label);
  });

  test.each(Object.keys(CHOICE_OPERATORS))("tells %s in words or signs", (operator) => {
    const label = choiceLabel({ Variable: "$.v", [operator]: true });
    expect(label).toMatch(/^\$\.v (?:[=<>≤≥]|matches|is) .+/);
    expect(label).not.toContain(operator);
  });

  test("of rules without end comes to an end", () => {
    let rule: object = a;
    for (let depth = 0; depth < 900; depth++) rule = { Not: rule };
    expect(choiceLabel(rule as { Not: object })).toContain("…");
  });
});
