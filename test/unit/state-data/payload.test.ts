import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Codec, knownCodecs } from "../../../src/state-data/codecs.js";
import { itemSize, MAX_ITEM_BYTES, writeUnits } from "../../../src/state-data/item-size.js";
import { chooseInRow, type Layout, planRow, readPayload } from "../../../src/state-data/payload.js";
import { type Row, rowFromAttributes, rowToAttributes } from "../../../src/state-data/rows.js";
import { itemSize as independentItemSize } from "../../faults/item-size.js";

const layout: Layout = {
  codec: "gzip",
  overflowAbove: 65_536,
  bucket: "bucket",
  maxItemBytes: 1_000_000,
};
const address = { partitionKey: "machine/run:key", sortKey: 0, expiresAt: 1_800_000_000 };
const plan = (data: unknown, changes: Partial<Layout> = {}) =>
  planRow(data, address, { ...layout, ...changes }, "table");
const sizeOf = (row: Row) => itemSize(rowToAttributes(row));

describe("planRow", () => {
  test("no item ever costs more write units than its plain text would", async () => {
    const texts = fc.oneof(
      fc.jsonValue(),
      fc.string({ maxLength: 5_000 }),
      fc
        .tuple(fc.string({ minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 3_000 }))
        .map(([text, times]) => text.repeat(times)),
    );
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 0, max: 100_000 }), async (data, sortKey) => {
        const place = { ...address, sortKey };
        const plain = { ...place, body: { kind: "row", data: JSON.stringify(data) } } as const;
        const units = writeUnits(sizeOf(plain));
        for (const bucket of ["bucket", undefined]) {
          const { row } = await planRow(data, place, { ...layout, bucket }, "table");
          expect(writeUnits(sizeOf(row))).toBeLessThanOrEqual(units);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("what is planned reads back the same", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue(),
        fc.constantFrom(...(knownCodecs() as Codec[]), undefined),
        async (data, codec) => {
          const { row } = await plan([data, "x".repeat(3_000)], { codec });
          const { body } = rowFromAttributes("table", rowToAttributes(row));
          if (body.kind !== "row") throw new Error("expected no overflow");
          expect(
            await readPayload(body.data, body, 1e6, { table: "t", partitionKey: "p" }),
          ).toEqual(JSON.parse(JSON.stringify([data, "x".repeat(3_000)])));
        },
      ),
    );
  });

  test("compresses only where that saves a write unit", async () => {
    expect((await plan("x".repeat(800))).row.body).not.toHaveProperty("codec");
    expect((await plan("x".repeat(1_100))).row.body).toMatchObject({ codec: "gzip" });
  });

  test("large noise is not compressed in vain", async () => {
    const noise = Array.from({ length: 40_000 }, () => Math.random().toString(36).slice(2)).join(
      "",
    );
    const planned = await plan(noise.slice(0, 300_000));
    expect(planned.row.body).toMatchObject({ kind: "object", codec: undefined });
  });

  test("without a bucket, compressing is what makes it fit", async () => {
    const planned = await plan("abc".repeat(300_000), { bucket: undefined });
    expect(planned.row.body).toMatchObject({ kind: "row", codec: "gzip" });
  });

  test("without a bucket, what does not fit is refused before anything is sent", async () => {
    const noise = Array.from({ length: 80_000 }, () => Math.random().toString(36).slice(2)).join(
      "",
    );
    await expect(plan(noise.slice(0, 650_000), { bucket: undefined })).rejects.toMatchObject({
      name: "PayloadTooLargeError",
      limit: MAX_ITEM_BYTES,
      message: expect.stringContaining("SFN_DATA_S3_BUCKET"),
    });
  });

  test("more text than maxItemBytes is refused", async () => {
    await expect(plan("x".repeat(1_000_000))).rejects.toMatchObject({
      name: "PayloadTooLargeError",
      size: 1_000_002,
      limit: 1_000_000,
    });
  });

  test("an item at the limit of DynamoDB goes into the row, one byte more does not", () => {
    const choose = (bytes: number) =>
      chooseInRow({ bytes, dataBytes: 1 }, undefined, { bucket: undefined, overflowAbove: 1 });
    expect(choose(MAX_ITEM_BYTES)).toBeDefined();
    expect(choose(MAX_ITEM_BYTES + 1)).toBeUndefined();
  });
});

describe("readPayload", () => {
  const place = { table: "table", partitionKey: "n:k", index: 3 };
  const read = (stored: string | Uint8Array, body: { codec?: string; size?: number } = {}) =>
    readPayload(stored, body, 1_000, place);
  const integrity = (message: RegExp) => ({
    name: "StateDataIntegrityError",
    place,
    message: expect.stringMatching(message),
  });

  test("a decompression bomb is stopped at the size that the row tells", async () => {
    const { gzipSync } = await import("node:zlib");
    const bomb = gzipSync(Buffer.alloc(50_000_000, "1"));
    await expect(read(bomb, { codec: "gzip", size: 100 })).rejects.toMatchObject(
      integrity(/more than the 100 bytes/),
    );
    await expect(read(bomb, { codec: "gzip" })).rejects.toMatchObject(
      integrity(/more than the 1000 bytes/),
    );
    await expect(read(bomb, { codec: "gzip", size: 50_000_000 })).rejects.toMatchObject(
      integrity(/above the limit of 1000 .*maxItemBytes/),
    );
  });

  test("a size that is too large is no excuse", async () => {
    const { gzipSync } = await import("node:zlib");
    await expect(read(gzipSync("[1]"), { codec: "gzip", size: 4 })).rejects.toMatchObject(
      integrity(/should have 4 bytes of JSON text and has 3/),
    );
  });

  test.each(["snappy", "constructor", "__proto__"])("the codec %s is unknown", async (codec) => {
    await expect(read(Buffer.from("x"), { codec })).rejects.toMatchObject(
      integrity(/codec ".*", which this runtime does not know \(it knows gzip, br/),
    );
  });

  test("bytes that are not what the codec says", async () => {
    await expect(read(Buffer.from("[1]"), { codec: "gzip", size: 3 })).rejects.toMatchObject(
      integrity(/does not decompress as gzip/),
    );
  });

  test("Python's NaN is told from other text that is no JSON", async () => {
    await expect(read('{"a": NaN}')).rejects.toMatchObject(integrity(/holds NaN, .*allow_nan/));
    await expect(read("[-Infinity]")).rejects.toMatchObject(integrity(/holds -Infinity/));
    await expect(read("{")).rejects.toMatchObject(integrity(/is not JSON/));
  });
});

describe("itemSize", () => {
  test("agrees with an independent count", () => {
    const attributes = fc.dictionary(
      fc.string({ minLength: 1, maxLength: 10 }),
      fc.oneof(
        fc.record({ S: fc.string({ unit: "grapheme", maxLength: 50 }) }),
        fc.record({ N: fc.maxSafeInteger().map(String) }),
        fc.record({ BOOL: fc.boolean() }),
      ),
    );
    fc.assert(
      fc.property(attributes, (item) => {
        expect(itemSize(item)).toBe(independentItemSize(item));
      }),
    );
  });
});

describe("rowFromAttributes", () => {
  const key = { partition_key: { S: "n:k" }, sort_key: { N: "0" } };

  test.each([
    ["no data", key, /neither "data" nor "s3_key"/],
    ["no key", { data: { S: "1" } }, /has no key/],
    [
      "a codec of the wrong type",
      { ...key, data: { S: "1" }, codec: { N: "1" } },
      /"codec" of type N/,
    ],
    [
      "a size that is no number",
      { ...key, data: { S: "1" }, size: { N: "x" } },
      /"size" of type N/,
    ],
  ])("a row with %s is an integrity error", (_name, stored, message) => {
    expect(() => rowFromAttributes("table", stored)).toThrow(message);
  });
});
