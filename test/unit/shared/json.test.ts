import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringifyStrict } from "../../../src/shared/json.js";

const faultOf = (value: unknown) => {
  try {
    stringifyStrict(value, "The data");
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return undefined;
};

describe("stringifyStrict", () => {
  test("gives back any JSON value unchanged", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(stringifyStrict(value, "It"))).toEqual(JSON.parse(JSON.stringify(value)));
        expect(stringifyStrict(value, "It")).toBe(JSON.stringify(value));
      }),
    );
  });

  const cycle: { self?: unknown } = {};
  cycle.self = [cycle];
  const holes = [1, 2, 3];
  delete holes[1];

  test.each([
    ["NaN", { a: { b: [1, Number.NaN] } }, "$.a.b[1], got NaN"],
    ["Infinity", [-Infinity], "$[0], got -Infinity"],
    ["undefined in an array", { list: [undefined] }, "$.list[0], got undefined"],
    ["a hole", holes, "$[1], got undefined"],
    ["undefined itself", undefined, "$, got undefined"],
    ["a bigint", { n: 10n }, "$.n, got 10n (bigint)"],
    ["a function", { "a b": () => 1 }, '$["a b"], got a function'],
    ["a symbol", [Symbol("s")], "$[0], got a symbol"],
    ["a cycle", cycle, "$.self[0], got a cycle"],
    ["a Map", { m: new Map() }, "$.m, got a Map"],
    ["a Set", new Set([1]), "$, got a Set"],
    ["a promise nobody awaited", { p: Promise.resolve(1) }, "$.p, got a Promise. Await it first."],
    ["bytes", { b: new Uint8Array(3) }, "$.b, got a Uint8Array"],
    ["an error", { e: new Error("x") }, "$.e, got a Error"],
  ])("refuses %s and says where it is", (_name, value, expected) => {
    expect(faultOf(value)).toContain("InvalidArgumentError: The data cannot be written as JSON");
    expect(faultOf(value)).toContain(expected);
  });

  test("refuses what is nested so deeply that reading it may fail", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level++) deep = [deep];
    expect(faultOf(deep)).toContain("more than 1000 levels");
  });

  test("keeps the same object in two places, leaves undefined properties out, honours toJSON", () => {
    const shared = { x: 1 };
    const value = { a: shared, b: shared, gone: undefined, at: new Date(0) };
    expect(stringifyStrict(value, "It")).toBe(
      '{"a":{"x":1},"b":{"x":1},"at":"1970-01-01T00:00:00.000Z"}',
    );
    expect(faultOf({ toJSON: () => ({ n: Number.NaN }) })).toContain("got NaN");
  });

  test("takes prototype keys as plain data", () => {
    const text = '{"__proto__":{"a":1},"constructor":2}';
    expect(stringifyStrict(JSON.parse(text), "It")).toBe(text);
  });
});
