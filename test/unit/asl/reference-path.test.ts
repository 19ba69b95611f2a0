import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileReferencePath,
  ExpressionSyntaxError,
  StatesError,
} from "../../../src/asl/index.js";
import type { JsonValue } from "../../../src/shared/json.js";

const insert = (path: string, document: JsonValue, value: JsonValue) =>
  compileReferencePath(path).insert(document, value);

describe("inserting", () => {
  test.each([
    ["$", { a: 1 }, 2],
    ["$.b", { a: 1 }, { a: 1, b: 2 }],
    ["$.a", { a: 1 }, { a: 2 }],
    ["$.a.b.c", {}, { a: { b: { c: 2 } } }],
    ["$.a.b", { a: { c: 1 } }, { a: { c: 1, b: 2 } }],
    ["$['a b']", {}, { "a b": 2 }],
    ["$.a[1]", { a: [1, 1, 1] }, { a: [1, 2, 1] }],
    ["$[0].a", [{ b: 1 }], [{ b: 1, a: 2 }]],
  ])("at %s of %j", (path, document, expected) => {
    const before = structuredClone(document);
    expect(insert(path, document, 2)).toEqual(expected);
    expect(document).toEqual(before);
  });

  test("keeps the order of the fields", () => {
    expect(Object.keys(insert("$.a", { z: 1, a: 1, b: 1 }, 2) as object)).toEqual(["z", "a", "b"]);
  });

  test("sets __proto__ as a field", () => {
    const result = insert("$.__proto__.polluted", {}, true);
    expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test.each([
    ["$.taskResult", "input1", 'Unable to apply step "taskResult" to input "input1"'],
    ["$.a.b", { a: [1] }, 'Unable to apply step "b" to input [1]'],
    ["$.a.b", { a: null }, 'Unable to apply step "b" to input null'],
    ["$.a[1]", { a: [1] }, 'Unable to apply step "1" to input [1]'],
    ["$[0]", {}, 'Unable to apply step "0" to input {}'],
  ])("at %s of %j has something else in the way", (path, document, cause) => {
    expect(() => insert(path, document, 2)).toThrow(StatesError);
    expect(() => insert(path, document, 2)).toThrow(`States.ReferencePathConflict: ${cause}`);
  });

  test("what was inserted is found there again", () => {
    const step = fc.constantFrom(".a", ".b", "['c d']", ".__proto__");
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), fc.jsonValue(), (steps, value) => {
        const path = compileReferencePath(`$${steps.join("")}`);
        // fast-check types JSON as unknown.
        const input = path.insert({}, value as JsonValue);
        expect(path.evaluate({ input, context: {}, variables: {} })).toEqual(value);
      }),
    );
  });
});

test.each(["$.a[*]", "$..a", "$.a[-1]", "$$.a", "$v", "$.a[?(@.b)]"])(
  "%s is no reference path",
  (path) => {
    expect(() => compileReferencePath(path)).toThrow(ExpressionSyntaxError);
  },
);
