import { describe, expect, test } from "vitest";
import { refusal } from "./engine-fixture.js";
import {
  BUCKET,
  distributed,
  gzip,
  type MapEngine,
  reader,
  startMapEngine,
} from "./map-fixture.js";

const CSV = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW" };
const RATINGS = '\uFEFFid,says\r\n1,"a ""good"" one, really"\r\n2,"two\nlines"\r\n3,\r\n';
const ROWS = [
  { id: "1", says: 'a "good" one, really' },
  { id: "2", says: "two\nlines" },
  { id: "3", says: "" },
];
const LIST = "arn:aws:states:::s3:listObjectsV2";

/** What a Map over such items gives. */
async function mapped(engine: MapEngine, fields: object, input: unknown = {}): Promise<unknown> {
  const { ended, start } = engine;
  const { status, output, error, cause } = await ended(await start(distributed(fields), input));
  return status === "SUCCEEDED" ? output : { error, cause };
}

describe("items from an object", () => {
  test.each<[what: string, body: string | Buffer, config: object, items: unknown]>([
    ["a JSON array", ' [1, {"a": [2]}, "]"] ', { InputType: "JSON" }, [1, { a: [2] }, "]"]],
    ["JSON is what is read when nothing is said", "[1]", {}, [1]],
    ["an empty array", "[ ]", { InputType: "JSON" }, []],
    [
      "an array within a document",
      '{"skip":{"rows":[9]},"of":[0,{"rows":[1,2]}]}',
      { InputType: "JSON", ItemsPointer: "/of/1/rows" },
      [1, 2],
    ],
    [
      "the entries of an object within a document",
      '{"by/name":{"ann":{"age":1},"bob":2}}',
      { InputType: "JSON", ItemsPointer: "/by~1name" },
      [
        { Key: "ann", Value: { age: 1 } },
        { Key: "bob", Value: 2 },
      ],
    ],
    ["JSON lines", '{"a":1}\r\n\n[2]\n"three"', { InputType: "JSONL" }, [{ a: 1 }, [2], "three"]],
    ["CSV with quotes, CRLF and a byte order mark", RATINGS, CSV, ROWS],
    ["CSV that gzip packed", gzip(RATINGS), CSV, ROWS],
    [
      "JSON lines that gzip packed",
      gzip('{"a":1}\n{"a":2}\n'),
      { InputType: "JSONL" },
      [{ a: 1 }, { a: 2 }],
    ],
    [
      "CSV whose header is given",
      "1|x|beyond\n2\n",
      {
        InputType: "CSV",
        CSVHeaderLocation: "GIVEN",
        CSVHeaders: ["id", "of"],
        CSVDelimiter: "PIPE",
      },
      [
        { id: "1", of: "x" },
        { id: "2", of: "" },
      ],
    ],
    ["CSV with tabs", "a\tb\n1\t2\n", { ...CSV, CSVDelimiter: "TAB" }, [{ a: "1", b: "2" }]],
    [
      "CSV with semicolons",
      "a;b\n1,5;2\n",
      { ...CSV, CSVDelimiter: "SEMICOLON" },
      [{ a: "1,5", b: "2" }],
    ],
    ["CSV with spaces", "a b\n1 2\n", { ...CSV, CSVDelimiter: "SPACE" }, [{ a: "1", b: "2" }]],
    ["no more than MaxItems", "[1,2,3]", { InputType: "JSON", MaxItems: 2 }, [1, 2]],
    [
      "characters that two pieces of the object share",
      `["${"é𝄞".repeat(30_000)}"]`,
      {},
      ["é𝄞".repeat(30_000)],
    ],
  ])("%s", async (_what, body, config, items) => {
    const engine = await startMapEngine();
    await engine.put("items", body);
    expect(await mapped(engine, reader("items", config))).toEqual(items);
  });

  test("MaxItemsPath counts, and ItemSelector sees index, key, value and source", async () => {
    const engine = await startMapEngine();
    await engine.put("folder/items.json", '{"at":{"a":1,"b":2,"c":3}}');
    const config = { InputType: "JSON", ItemsPointer: "/at", MaxItemsPath: "$.most" };
    const ItemSelector = {
      "index.$": "$$.Map.Item.Index",
      "key.$": "$$.Map.Item.Key",
      "value.$": "$$.Map.Item.Value",
      "source.$": "$$.Map.Item.Source",
      "of.$": "$.of",
    };
    const fields = { ...reader("folder/items.json", config), ItemSelector };
    const source = `S3://${BUCKET}/folder/items.json`;
    expect(await mapped(engine, fields, { most: 2, of: "input" })).toEqual([
      { index: 0, key: "a", value: 1, source, of: "input" },
      { index: 1, key: "b", value: 2, source, of: "input" },
    ]);
  });

  test.each<[what: string, body: string | Buffer, config: object, cause: RegExp]>([
    ["an object at the top", '{"a":1}', {}, /^Attempting to map over non-iterable node\.$/],
    ["a pointer that leads nowhere", '{"a":1}', { ItemsPointer: "/b" }, /non-iterable/],
    ["a pointer without its slash", "[1]", { ItemsPointer: "b" }, /begin with \//],
    ["JSON that ends too early", "[1,", {}, /ends before its items/],
    ["a line that is not JSON", '{"a":1}\n{"a":\n', { InputType: "JSONL" }, /^Line 2 is not JSON/],
    ["two columns of one name", "a,a\n1,2\n", CSV, /^CSV headers cannot contain duplicates\.$/],
    ["a header beyond 10 KiB", `${"a".repeat(10_241)}\n1\n`, CSV, /10241 bytes/],
    ["an item beyond 8 MiB", `["${"a".repeat(8 * 1_048_576)}"]`, {}, /may have more than 8388608/],
    ["gzip that ends too early", gzip("[1]").subarray(0, 15), {}, /unexpected end of file/],
    ["bytes that are no text", Buffer.from([0x5b, 0xff, 0x5d]), {}, /encoded data was not valid/],
  ])("%s fails the Map", async (_what, body, config, cause) => {
    const engine = await startMapEngine();
    await engine.put("items", body);
    expect(await mapped(engine, reader("items", config))).toEqual({
      error: "States.ItemReaderFailed",
      cause: expect.stringMatching(cause),
    });
  });

  test("an object that is not there fails the Map, and a catcher takes over", async () => {
    const engine = await startMapEngine();
    expect(await mapped(engine, reader("nowhere"))).toEqual({
      error: "States.ItemReaderFailed",
      cause: expect.stringContaining("key does not exist"),
    });
  });

  test("what fails late ends the children that have begun", async () => {
    const engine = await startMapEngine();
    const lines = Array.from({ length: 2_000 }, (_, id) => `{"id":${id}}`);
    await engine.put("items", `${lines.join("\n")}\nbroken`);
    const executionArn = await engine.start(distributed(reader("items", { InputType: "JSONL" })));
    expect(await engine.ended(executionArn)).toMatchObject({ error: "States.ItemReaderFailed" });
    const { executionCounts } = await engine.mapRun(executionArn);
    expect(executionCounts?.running).toBe(0);
    expect(executionCounts?.succeeded).toBeGreaterThan(1_000);
  });
});

describe("items from several objects", () => {
  test("a list tells of the objects, page by page", async () => {
    const engine = await startMapEngine();
    for (const key of ["in/a", "in/b", "in/c", "other"]) await engine.put(key, key);
    const Parameters = { Bucket: BUCKET, Prefix: "in/", MaxKeys: 2 };
    const fields = {
      ItemReader: { Resource: LIST, Parameters },
      ItemSelector: { "object.$": "$$.Map.Item.Value", "source.$": "$$.Map.Item.Source" },
    };
    const object = (Key: string) => ({
      object: {
        Key,
        Etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
        LastModified: expect.any(Number),
        Size: Key.length,
        StorageClass: "STANDARD",
      },
      source: `S3://${BUCKET}`,
    });
    expect(await mapped(engine, fields)).toEqual(["in/a", "in/b", "in/c"].map(object));
  });

  test("LOAD_AND_FLATTEN gives what is in the objects of a list, but for folders", async () => {
    const engine = await startMapEngine();
    await engine.put("in/", "");
    await engine.put("in/1.jsonl", '{"a":1}\n{"a":2}\n');
    await engine.put("in/2.jsonl.gz", gzip('{"a":3}\n'));
    const ReaderConfig = { InputType: "JSONL", Transformation: "LOAD_AND_FLATTEN", MaxItems: 3 };
    const Parameters = { Bucket: BUCKET, Prefix: "in/" };
    const fields = {
      ItemReader: { Resource: LIST, ReaderConfig, Parameters },
      ItemSelector: { "a.$": "$$.Map.Item.Value.a", "of.$": "$$.Map.Item.Source" },
    };
    expect(await mapped(engine, fields)).toEqual([
      { a: 1, of: `S3://${BUCKET}/in/1.jsonl` },
      { a: 2, of: `S3://${BUCKET}/in/1.jsonl` },
      { a: 3, of: `S3://${BUCKET}/in/2.jsonl.gz` },
    ]);
  });

  test("what the console makes for a folder is no JSON, and is not read", async () => {
    const engine = await startMapEngine();
    await engine.put("in/", "");
    await engine.put("in/1.json", "[1]");
    const ReaderConfig = { InputType: "JSON", Transformation: "LOAD_AND_FLATTEN" };
    const Parameters = { Bucket: BUCKET, Prefix: "in/" };
    expect(
      await mapped(engine, { ItemReader: { Resource: LIST, ReaderConfig, Parameters } }),
    ).toEqual([1]);
  });

  test.each([{ InputType: "MANIFEST" }, { ManifestType: "S3_INVENTORY" }])(
    "%j reads the files of an S3 inventory by its schema",
    async (config) => {
      const engine = await startMapEngine();
      const files = [{ key: "data/1.csv.gz" }, { key: "data/2.csv" }];
      const manifest = {
        destinationBucket: `arn:aws:s3:::${BUCKET}`,
        fileFormat: "CSV",
        fileSchema: "Bucket, Key, Size",
        files,
      };
      await engine.put("manifest.json", JSON.stringify(manifest));
      await engine.put("data/1.csv.gz", gzip('"b","one","1"\n"b","two","2"\n'));
      await engine.put("data/2.csv", '"b","three","3"\n');
      expect(await mapped(engine, reader("manifest.json", config))).toEqual([
        { Bucket: "b", Key: "one", Size: "1" },
        { Bucket: "b", Key: "two", Size: "2" },
        { Bucket: "b", Key: "three", Size: "3" },
      ]);
    },
  );

  test.each([
    [{ files: [] }, /no fileSchema/],
    [{ fileSchema: "Key", fileFormat: "ORC", files: [] }, /CSV, and is of ORC/],
  ])("an inventory %j is refused", async (manifest, cause) => {
    const engine = await startMapEngine();
    await engine.put("manifest.json", JSON.stringify(manifest));
    expect(await mapped(engine, reader("manifest.json", { InputType: "MANIFEST" }))).toEqual({
      error: "States.ItemReaderFailed",
      cause: expect.stringMatching(cause),
    });
  });

  test("an Athena manifest leads to the objects of an UNLOAD", async () => {
    const engine = await startMapEngine();
    await engine.put("manifest.csv", `s3://${BUCKET}/u/1.gz\ns3://${BUCKET}/u/2\n`);
    await engine.put("u/1.gz", gzip("a,1\n"));
    await engine.put("u/2", "b,2\n");
    const given = { CSVHeaderLocation: "GIVEN", CSVHeaders: ["name", "count"] };
    const config = { ManifestType: "ATHENA_DATA", InputType: "CSV", ...given };
    expect(await mapped(engine, reader("manifest.csv", config))).toEqual([
      { name: "a", count: "1" },
      { name: "b", count: "2" },
    ]);
    await engine.put("wrong.csv", "here/there\n");
    expect(await mapped(engine, reader("wrong.csv", config))).toMatchObject({
      cause: expect.stringContaining('got "here/there"'),
    });
  });
});

describe("items from the state's input", () => {
  test("an array gives its members, an object its entries", async () => {
    const engine = await startMapEngine();
    const source = {
      ItemSelector: { "source.$": "$$.Map.Item.Source", "v.$": "$$.Map.Item.Value" },
    };
    expect(await mapped(engine, source, [1])).toEqual([{ source: "STATE_DATA", v: 1 }]);
    expect(await mapped(engine, { ItemsPath: "$.by" }, { by: { a: 1 } })).toEqual([
      { Key: "a", Value: 1 },
    ]);
  });
});

test.each<[fields: object, location: string, wayOut: string]>([
  [reader("x", { InputType: "PARQUET" }), "InputType", "as JSON, JSONL or CSV"],
  [reader("x", { ManifestType: "ATHENA_DATA" }), "ReaderConfig", "need the InputType"],
  [{ ItemReader: { Resource: "arn:aws:states:::s3:headObject" } }, "Resource", "by s3:getObject"],
  [
    { ResultWriter: { Resource: "arn:aws:states:::s3:copyObject" } },
    "Resource",
    "by s3:putObject only",
  ],
])("%j is refused when the machine is created", async (fields, location, wayOut) => {
  const { create } = await startMapEngine();
  const { name, message } = await refusal(create(distributed(fields)));
  expect(name).toBe("InvalidDefinition");
  expect(message).toMatch(new RegExp(`${wayOut}.* at /States/Only/.*${location}`));
});
