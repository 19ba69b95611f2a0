import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonItem, jsonItems } from "../../../../../src/local/resources/items/json-items.js";
import type { JsonValue } from "../../../../../src/shared/json.js";

function itemsOf(pieces: readonly string[], pointer: readonly string[] = []): JsonItem[] {
  const items = jsonItems(pointer);
  const found = pieces.flatMap((piece) => items.push(piece));
  items.end();
  return found;
}

function pieces(text: string, at: readonly number[]): string[] {
  const ends = [0, ...at.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
  return ends.slice(1).map((end, index) => text.slice(ends[index], end));
}

const cuts = fc.array(fc.nat(200), { maxLength: 8 });
const spaces = fc.constantFrom(undefined, 1, "\t");

describe("jsonItems", () => {
  test("an array gives its members, wherever its text is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), spaces, cuts, (array, space, at) => {
        const text = JSON.stringify(array, undefined, space);
        const values = itemsOf(pieces(text, at)).map(({ value }) => value);
        expect(values).toEqual(JSON.parse(text));
      }),
    );
  });

  test("a pointer leads to an array or to the entries of an object, whatever is beside the way", () => {
    const beside = fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { maxKeys: 3 });
    const found = fc.oneof(fc.array(fc.jsonValue(), { maxLength: 4 }), beside);
    fc.assert(
      fc.property(beside, beside, found, cuts, (before, after, items, at) => {
        const document = {
          a: before,
          "": [before, { ...before, "to/it": items, z: 1 }, 3],
          ...after,
        };
        fc.pre(!("" in after) && !("to/it" in before) && !("z" in before) && !("a" in after));
        const text = JSON.stringify(document);
        const entries = itemsOf(pieces(text, at), ["", "1", "to/it"]);
        const parsed = JSON.parse(JSON.stringify(items)) as JsonValue;
        const expected: JsonItem[] = Array.isArray(parsed)
          ? parsed.map((value: JsonValue) => ({ value }))
          : Object.entries(parsed ?? {}).map(([key, value]) => ({ key, value }));
        const sorted = (list: readonly JsonItem[]) =>
          [...list].sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));
        expect(sorted(entries)).toEqual(sorted(expected));
      }),
    );
  });

  test("no text passes that JSON.parse refuses, and none that it takes is refused", () => {
    const characters = fc.constantFrom(
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      '"',
      "\\",
      "1",
      "t",
      "null",
      " ",
    );
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 8 }), (parts) => {
        const text = `[${parts.join("")}]`;
        let parsed: unknown;
        try {
          parsed = JSON.parse(text);
        } catch {
          expect(() => itemsOf([text])).toThrow();
          return;
        }
        expect(itemsOf([text]).map(({ value }) => value)).toEqual(parsed);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["a text", '"abc"', []],
    ["an object at the top", '{"a":[1]}', []],
    ["nothing", "  ", []],
    ["a pointer that leads nowhere", '{"a":[1]}', ["b"]],
    ["a pointer to a number", '{"a":1}', ["a"]],
    ["a pointer into a number", '{"a":1}', ["a", "b"]],
    ["a pointer beyond an array", '{"a":[[1]]}', ["a", "1"]],
  ])("%s is nothing to map over", (_what, text, pointer) => {
    expect(() => itemsOf([text], pointer)).toThrow("Attempting to map over non-iterable node.");
  });

  test.each([
    ["[1, 2", /ends before/],
    ["[1] 2", /Unexpected "2"/],
    ["[1}", /Unexpected "}"/],
  ])("%s is refused", (text, message) => {
    expect(() => itemsOf([text])).toThrow(message);
  });

  test("an item that is there is told before the text is over", () => {
    const items = jsonItems([]);
    expect(items.push('[{"a":1},{"b"')).toEqual([{ value: { a: 1 } }]);
  });
});
