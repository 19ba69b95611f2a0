import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkIndex,
  checkName,
  headKeyOf,
  keyWithinNamespace,
  listKeyOf,
  nextGeneration,
  partitionKeyOf,
  splitListKey,
} from "../../../src/state-data/keys.js";

const name = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .filter((text) => !/[:~]/.test(text) && text.isWellFormed());

describe("names", () => {
  test.each(["", "a:b", "a~b", "\ud800", undefined, null, 3, {}])("%j is no key", (value) => {
    expect(() => checkName("key", value)).toThrow(/Expected the key/);
  });

  test("two namespaces and keys never meet in one partition key", () => {
    fc.assert(
      fc.property(fc.tuple(name, name), fc.tuple(name, name), (one, other) => {
        const same = one[0] === other[0] && one[1] === other[1];
        expect(partitionKeyOf(...one) === partitionKeyOf(...other)).toBe(same);
      }),
    );
  });

  test("a partition key is counted in bytes, and may have 2,048 of them", () => {
    expect(partitionKeyOf("n", "ü".repeat(1_023))).toHaveLength(1_025);
    expect(() => partitionKeyOf("n", `${"ü".repeat(1_023)}x`)).toThrow(/2049 bytes/);
    // A list's key has a generation as well.
    expect(() => listKeyOf(`n:${"x".repeat(2_040)}`, nextGeneration())).toThrow(/2048 bytes/);
    expect(() => headKeyOf(`n:${"x".repeat(2_045)}`)).toThrow(/2048 bytes/);
  });

  test("a list's key comes apart again, and no other key does", () => {
    fc.assert(
      fc.property(name, name, (namespace, key) => {
        const base = partitionKeyOf(namespace, key);
        const generation = nextGeneration();
        expect(splitListKey(listKeyOf(base, generation))).toEqual({ base, generation });
        expect(splitListKey(base)).toEqual({ base });
        expect(splitListKey(headKeyOf(base))).toEqual({ base: headKeyOf(base) });
        expect(keyWithinNamespace(base)).toBe(key);
      }),
    );
  });
});

describe("generations", () => {
  test("have 16 characters, in the order of time, also within one millisecond", () => {
    const now = Date.now();
    const generations = Array.from({ length: 1_000 }, (_, step) =>
      nextGeneration(now + Math.floor(step / 100)),
    );
    expect(new Set(generations).size).toBe(1_000);
    expect([...generations].sort()).toEqual(generations);
    for (const generation of generations) expect(generation).toMatch(/^[0-9a-v]{16}$/);
  });

  test("do not go back when the clock does", () => {
    const before = nextGeneration();
    expect(nextGeneration(Date.now() - 60_000) > before).toBe(true);
  });
});

describe("indexes", () => {
  test.each([
    [0, 0],
    [7, 7],
    ["0", 0],
    ["42", 42],
  ])("%j is one", (value, index) => {
    expect(checkIndex("index", value)).toBe(index);
  });

  test.each([-1, 1.5, "3a", "-1", "1.0", "", " 1", "01", Number.NaN, Infinity, 2 ** 60, null, {}])(
    "%j is none",
    (value) => {
      expect(() => checkIndex('the "index" option', value)).toThrow(
        /Expected the "index" option to be a non-negative integer, got /,
      );
    },
  );
});
