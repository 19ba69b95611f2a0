import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differenceOf } from "../../../src/state-data/difference.js";

describe("differenceOf", () => {
  test.each([
    [1, 1],
    [-0, 0],
    [{ a: 1, b: undefined }, { a: 1 }],
    [
      { a: [1, { b: null }], c: "x" },
      { c: "x", a: [1, { b: null }] },
    ],
    [Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    [JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}')],
  ])("finds none between %j and %j", (one, other) => {
    expect(differenceOf(one, other)).toBeUndefined();
  });

  test.each([
    [1, "1", "$"],
    [null, {}, "$"],
    [[1, 2], [1], "$[1]"],
    [[], {}, "$"],
    [{ a: { "b c": [1, 2] } }, { a: { "b c": [1, 3] } }, '$.a["b c"][1]'],
    [{ a: 1 }, { a: 1, b: 2 }, "$.b"],
    [{}, JSON.parse('{"__proto__": {"a": 1}}'), "$.__proto__"],
    [{ at: new Date(0) }, { at: new Date(0) }, "$.at"],
    [{ at: new Date(0) }, { at: new Date(0).toJSON() }, "$.at"],
    [{ a: new Map() }, { a: new Map() }, "$.a"],
  ])("finds where %j and %j differ", (one, other, path) => {
    expect(differenceOf(one, other)).toBe(path);
  });

  test("ends on a cycle", () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(differenceOf(cycle, cycle)).toMatch(/^\$\.self/);
  });

  test("agrees with JSON on every JSON value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        expect(differenceOf(one, JSON.parse(JSON.stringify(one)))).toBeUndefined();
        if (JSON.stringify(one) === JSON.stringify(other)) return;
        // Only the order of properties may make texts differ where values do not.
        if (differenceOf(one, other) === undefined) {
          expect(JSON.stringify(one)).toHaveLength(JSON.stringify(other).length);
        }
      }),
    );
  });
});
