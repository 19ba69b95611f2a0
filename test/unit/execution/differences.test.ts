import fc from "fast-check";
import { expect, test } from "vitest";
import { differences, formatDifferences } from "../../../src/execution/differences.js";

test("two values differ exactly where their JSON does, whatever the order of keys", () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reversed(item)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(differences(value, reversed(JSON.parse(JSON.stringify(value))), "it")).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const isSame = JSON.stringify(reversed(one)) === JSON.stringify(reversed(other));
      if (isSame) return;
      expect(differences(one, { ...[other], other }, "it").length).toBeGreaterThan(0);
    }),
  );
});

test("what is new, gone and changed reads as such", () => {
  const found = differences(
    { a: 1, list: [1, 2], gone: true, "odd name": null },
    { a: "1", list: [1], constructor: "new", "odd name": {} },
    "definition",
  );
  expect(formatDifferences(found)).toBe(
    [
      '~ definition.a: 1 -> "1"',
      "- definition.list[1]: 2",
      "- definition.gone: true",
      '~ definition["odd name"]: null -> {}',
      '+ definition.constructor: "new"',
    ].join("\n"),
  );
});
