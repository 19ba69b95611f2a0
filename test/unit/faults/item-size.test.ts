import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { itemSize, writeUnits } from "../../faults/item-size.js";

describe("the size of an item", () => {
  it.each([
    ["a string", { ab: { S: "abc" } }, 2 + 3],
    ["a string beyond ASCII, in UTF-8", { é: { S: "日本" } }, 2 + 6],
    ["zero", { n: { N: "0" } }, 1 + 1],
    ["one digit", { n: { N: "7" } }, 1 + 2],
    ["a negative number", { n: { N: "-7" } }, 1 + 3],
    ["a Unix time", { n: { N: "1790000123" } }, 1 + 6],
    ["a number with trailing zeros", { n: { N: "1790000000" } }, 1 + 3],
    ["a fraction", { n: { N: "0.0012" } }, 1 + 2],
    ["a number whose digits pair up across the decimal point", { n: { N: "0.0554773" } }, 1 + 5],
    ["an exponent", { n: { N: "12E+30" } }, 1 + 2],
    ["the most digits there are", { n: { N: "9".repeat(38) } }, 1 + 20],
    ["a binary, by its bytes and not its base64", { b: { B: "AAECAw==" } }, 1 + 4],
    ["a boolean", { t: { BOOL: true } }, 1 + 1],
    ["a null", { t: { NULL: true } }, 1 + 1],
    ["an empty list", { l: { L: [] } }, 1 + 3],
    ["a list", { l: { L: [{ S: "ab" }, { BOOL: false }] } }, 1 + 3 + (1 + 2) + (1 + 1)],
    ["a map", { m: { M: { key: { S: "value" } } } }, 1 + 3 + (1 + 3 + 5)],
    ["a set of strings", { s: { SS: ["a", "bc"] } }, 1 + 3],
    ["a set of numbers", { s: { NS: ["1", "234"] } }, 1 + 2 + 3],
    ["a set of binaries", { s: { BS: ["AAE=", "AA=="] } }, 1 + 3],
    ["nothing", {}, 0],
  ])("counts %s", (_title, item, size) => {
    expect(itemSize(item)).toBe(size);
  });

  it("makes a row with 390,000 bytes of data 381 write units, as DynamoDB Local and dynalite do", () => {
    const row = {
      partition_key: { S: "machine/execution:key" },
      sort_key: { N: "12" },
      expires_at: { N: "1790000123" },
      data: { S: "x".repeat(390_000) },
    };
    expect(writeUnits(itemSize(row))).toBe(381);
  });

  it("is the sum of the attributes' sizes", () => {
    const attribute = fc.oneof(
      fc.record({ S: fc.string() }),
      fc.record({ N: fc.integer().map(String) }),
      fc.record({ B: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("base64")) }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), attribute), (item) => {
        const alone = Object.entries(item).map(([name, value]) => itemSize({ [name]: value }));
        expect(itemSize(item)).toBe(alone.reduce((total, size) => total + size, 0));
      }),
    );
  });

  it("refuses what is no attribute value", () => {
    expect(() => itemSize({ a: "text" })).toThrow(
      'Expected an attribute value such as {"S": "text"}',
    );
  });
});

describe("write units", () => {
  it.each([
    [0, 1],
    [1, 1],
    [1_024, 1],
    [1_025, 2],
    [409_600, 400],
  ])("of %d bytes are %d", (bytes, units) => {
    expect(writeUnits(bytes)).toBe(units);
  });
});
