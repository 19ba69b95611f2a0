import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { MapIterationEvent } from "sfn-task-tools";
import { describe, expect, test } from "vitest";
import { testStores } from "../stores/inject.js";
import { iterationEvent, noise, uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();

const invalid = (message: RegExp) => ({
  name: "InvalidArgumentError",
  message: expect.stringMatching(message),
});
const integrity = (message: RegExp) => ({
  name: "StateDataIntegrityError",
  message: expect.stringMatching(message),
});

describe("arguments", () => {
  test.each([
    ["", /key to be a string that is not empty/],
    ["a:b", /no ":" and no "~"/],
    ["a~b", /no ":" and no "~"/],
    ["x".repeat(2_048), /at most 2048 bytes/],
    [42, /key to be a string that is not empty, got 42 \(number\)/],
    [null, /got null/],
    [undefined, /got undefined/],
  ])("the key %j is refused by every method", async (key, message) => {
    const client = stores.client();
    const bad = key as string;
    for (const call of [
      () => client.putItem(bad, 1),
      () => client.putItems(bad, [1]),
      () => client.getItem(bad),
      () => client.getItems(bad),
      () => client.deleteItems(bad),
      () => client.iterateItems(bad).next(),
      () => client.getMapOutputs(bad, "results"),
    ]) {
      await expect(call()).rejects.toMatchObject(invalid(message));
    }
  });

  test.each([-1, 1.5, "3a", Number.NaN, null])("the index %j is refused", async (index) => {
    const client = stores.client();
    const options = { index: index as number };
    const message = /"index" option to be a non-negative integer/;
    await expect(client.putItem("thing", 1, options)).rejects.toMatchObject(invalid(message));
    await expect(client.deleteItems("thing", options)).rejects.toMatchObject(invalid(message));
    await expect(client.getItem("thing", options)).rejects.toMatchObject(invalid(message));
  });

  test.each([
    [undefined, /Expected the event of a Map iteration/],
    [[], /got an array/],
    [{}, /no "items_result_table_name"/],
    [{ items_result_table_name: "t", items_result_partition_key: "n:k" }, /no "items_result_key"/],
    [
      { items_result_table_name: "t", items_result_partition_key: "n:k", items_result_key: "k" },
      /no "context_index".*\$\$\.Map\.Item\.Index/,
    ],
    [
      {
        items_result_table_name: "t",
        items_result_partition_key: "n:k",
        items_result_key: "k",
        context_index: "1.5",
      },
      /"context_index" to be a non-negative integer, got "1.5"/,
    ],
  ])("the event %j is no Map iteration's, and the error says why", async (event, message) => {
    const client = stores.client();
    const bad = event as unknown as MapIterationEvent;
    await expect(client.getItemForMapIteration(bad)).rejects.toMatchObject(invalid(message));
    await expect(client.putItemForMapIteration(bad, 1)).rejects.toMatchObject(invalid(message));
    await expect(client.getGlobalItemForMapIteration(bad)).rejects.toMatchObject(invalid(message));
    await expect(client.putGlobalItemForMapIteration(bad, 1)).rejects.toMatchObject(
      invalid(message),
    );
  });

  test("what is no list is refused as one", async () => {
    const client = stores.client();
    for (const items of ["text", 5, null, undefined, { length: 2 }, new Map()]) {
      await expect(client.putItems("list", items as never[])).rejects.toMatchObject(
        invalid(/Expected the items to be an array/),
      );
    }
  });

  test.each([
    [{}, /"table_name" to be a table's name/],
    [{ table_name: "t" }, /"partition_key" to be a string/],
    [{ table_name: "t", partition_key: "n:k", items: 3 }, /"items" to be an array/],
    [
      { table_name: "t", partition_key: "n:k", key: "k", index: -2 },
      /"index" to be a non-negative/,
    ],
    [{ table_name: "t", partition_key: "x".repeat(2_049) }, /at most 2048 bytes/],
  ])("the pointer %j is refused", async (pointer, message) => {
    await expect(stores.client().getGlobalItems(pointer as never)).rejects.toMatchObject(
      invalid(message),
    );
  });

  test("a list pointer that lost its items is told to be whole, not guessed at", async () => {
    const client = stores.client();
    const { table_name, partition_key } = await client.putItems("list", [1, 2]);
    await client.putItems("list", [3]);
    await expect(client.getGlobalItems({ table_name, partition_key })).rejects.toMatchObject(
      invalid(/has no "items".*whole pointer/),
    );
  });

  test("data that JSON cannot carry is refused with its path, and the old item stands", async () => {
    const client = stores.client();
    await client.putItem("thing", "before");
    await expect(client.putItem("thing", { a: [1, undefined] })).rejects.toMatchObject(
      invalid(/\$\.a\[1\], got undefined/),
    );
    expect(await client.getItem("thing")).toBe("before");
  });

  test("an index beyond the end of a list is not there, and the error tells the length", async () => {
    const client = stores.client();
    await client.putItems("list", [1, 2]);
    await expect(client.getItem("list", { index: 2 })).rejects.toMatchObject({
      name: "StateDataNotFoundError",
      message: expect.stringContaining("the list has 2 items"),
    });
  });

  test("rows at indexes a world apart are no list, and nothing is filled up between them", async () => {
    const client = stores.client();
    await client.putItem("far", 1, { index: 0 });
    await client.putItem("far", 1, { index: 2_000_000_000 });
    await expect(client.getItems("far", { allowMissing: true })).rejects.toMatchObject({
      name: "StateDataNotFoundError",
    });
  });
});

describe("stores that are not there", () => {
  test("a missing table is named, for every method", async () => {
    const client = stores.client({ table: "no-such-table" });
    const missing = {
      name: "StateDataAccessError",
      reason: "missing",
      resource: "no-such-table",
      message: expect.stringContaining("SFN_DATA_TABLE"),
    };
    for (const call of [
      () => client.putItem("thing", 1),
      () => client.putItems("list", [1]),
      () => client.getItem("thing"),
      () => client.getItems("list"),
      () => client.deleteItems("list"),
    ]) {
      await expect(call()).rejects.toMatchObject(missing);
    }
  });

  test("missing credentials are told as such, with what to set", async () => {
    const { dynamoConfig } = testStores();
    const credentials = async () => {
      throw Object.assign(new Error("Could not load credentials from any providers"), {
        name: "CredentialsProviderError",
      });
    };
    const dynamodb = new DynamoDBClient({ ...dynamoConfig(), credentials });
    await expect(stores.client({ clients: { dynamodb } }).getItem("thing")).rejects.toMatchObject({
      name: "StateDataAccessError",
      reason: "credentials",
      message: expect.stringContaining("AWS_PROFILE"),
    });
  });

  test("a missing bucket is named, and nothing is visible", async () => {
    const client = stores.client({ bucket: "no-such-bucket-here" });
    const missing = {
      name: "StateDataAccessError",
      reason: "missing",
      resource: "no-such-bucket-here",
      message: expect.stringContaining("SFN_DATA_S3_BUCKET"),
    };
    await expect(client.putItem("thing", noise(100_000))).rejects.toMatchObject(missing);
    await expect(client.putItems("list", [noise(100_000)])).rejects.toMatchObject(missing);
    await expect(client.getItem("thing")).rejects.toMatchObject({ name: "StateDataNotFoundError" });
    await expect(client.getItems("list")).rejects.toMatchObject({ name: "StateDataNotFoundError" });
  });
});

describe("rows and objects that are not what was put", () => {
  /** A row as someone else may have left it. */
  async function rowOf(attributes: Record<string, object>) {
    const namespace = uniqueNamespace();
    await stores.putRow({
      partition_key: { S: `${namespace}:thing` },
      sort_key: { N: "0" },
      expires_at: { N: String(Math.floor(Date.now() / 1_000) + 1_000) },
      ...attributes,
    } as never);
    return stores.client({ namespace, maxItemBytes: 1_000_000 });
  }

  test.each([
    [{ data: { B: Buffer.from("x") }, codec: { S: "lzma" } }, /codec "lzma", which this runtime/],
    [{ data: { S: '{"share": NaN}' } }, /holds NaN, which is not JSON \(Python/],
    [{ data: { S: "{" } }, /is not JSON/],
    [{ data: { N: "5" } }, /"data" of type N, expected S/],
    [{}, /neither "data" nor "s3_key"/],
    [
      { data: { B: gzipSync(Buffer.alloc(30_000_000)) }, codec: { S: "gzip" }, size: { N: "50" } },
      /more than the 50 bytes/,
    ],
    [
      { data: { B: gzipSync("[1]") }, codec: { S: "gzip" }, size: { N: "999999999999" } },
      /says it has 999999999999 bytes, above the limit/,
    ],
    [{ s3_key: { S: "../../etc/passwd" } }, /no state data is ever kept under/],
    [{ s3_key: { S: "other/thing" } }, /no state data is ever kept under/],
  ])("%o", async (attributes, message) => {
    const client = await rowOf(attributes);
    await expect(client.getItem("thing")).rejects.toMatchObject(integrity(message));
    await expect(client.getItems("thing")).rejects.toMatchObject(integrity(message));
  });

  test("a row with a forged object key deletes nothing outside the library's own prefix", async () => {
    const client = await rowOf({ s3_key: { S: "other/thing" } });
    await stores.putObject("other/thing", "precious");
    await expect(client.deleteItems("thing")).rejects.toMatchObject(
      integrity(/no state data is ever kept under/),
    );
    expect(Buffer.from(await stores.getObject("other/thing")).toString()).toBe("precious");
  });

  test.each([
    ["truncated", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ["altered", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -2), Buffer.from('!"')])],
    ["emptied", () => Buffer.alloc(0)],
  ])("an overflow object that was %s is an integrity error", async (_how, change) => {
    const client = stores.client();
    const pointer = await client.putItem("large", noise(100_000));
    const [row] = await stores.rows(pointer.partition_key);
    const key = row?.s3_key?.S ?? "";
    await stores.putObject(key, change(Buffer.from(await stores.getObject(key))));
    await expect(client.getItem(pointer)).rejects.toMatchObject(integrity(/its SHA-256 differs/));
  });

  test("an overflow object is bounded by maxItemBytes before it is read", async () => {
    const huge = Buffer.alloc(2_000_000, "1");
    await stores.putObject("state-data/huge", huge);
    const client = await rowOf({
      s3_key: { S: "state-data/huge" },
      s3_bucket: { S: stores.bucket },
      sha256: { B: createHash("sha256").update(huge).digest() },
    });
    await expect(client.getItem("thing")).rejects.toMatchObject(
      integrity(/has 2000000 bytes, above the limit of 1000000/),
    );
  });
});

describe("pointers that may be forged", () => {
  test("a local method leaves its own table only through its Global form", async () => {
    const pointer = await stores.client().putItem("thing", "secret");
    const other = stores.client({ table: "another-table" });
    await expect(other.getItem(pointer)).rejects.toMatchObject({
      name: "UntrustedPointerError",
      resource: stores.table,
      message: expect.stringContaining("Global method"),
    });
    expect(await other.getGlobalItem(pointer)).toBe("secret");
  });

  test("with trusted tables, the Global methods use no other", async () => {
    const list = await stores.client().putItems("list", [1]);
    const careful = stores.client({ table: "mine-only", trusted: { tables: ["a-friend"] } });
    const event = iterationEvent(list, 0);
    for (const call of [
      () => careful.getGlobalItem(list),
      () => careful.getGlobalItems(list),
      () => careful.putGlobalItem(list, 1),
      () => careful.putGlobalItems(list, [1]),
      () => careful.deleteGlobalItems(list),
      () => careful.iterateGlobalItems(list).next(),
      () => careful.getGlobalItemForMapIteration(event),
      () => careful.putGlobalItemForMapIteration(event, 1),
      () => careful.getGlobalMapOutputs(list, "results"),
    ]) {
      await expect(call()).rejects.toMatchObject({
        name: "UntrustedPointerError",
        resource: stores.table,
      });
    }
    const friendly = stores.client({ table: "mine-only", trusted: { tables: [stores.table] } });
    expect(await friendly.getGlobalItems(list)).toEqual([1]);
  });

  test("with trusted buckets, a row that names another is refused", async () => {
    const pointer = await stores.client().putItem("large", noise(100_000));
    const careful = stores.client({ bucket: "my-own-bucket", trusted: { buckets: [] } });
    await expect(careful.getItem(pointer)).rejects.toMatchObject({
      name: "UntrustedPointerError",
      resource: stores.bucket,
    });
    await expect(careful.deleteItems(pointer)).rejects.toMatchObject({
      name: "UntrustedPointerError",
    });
    expect(await stores.rows(pointer.partition_key)).toHaveLength(1);
  });
});
