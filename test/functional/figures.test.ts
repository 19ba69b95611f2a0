import { execFile } from "node:child_process";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { promisify } from "node:util";
import { BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import compatData from "@mdn/browser-compat-data" with { type: "json" };
import type { ListPointer } from "sfn-task-tools";
import { describe, expect, onTestFinished, test } from "vitest";
import { delay, unprocessed } from "../faults/index.js";
import { itemSize, writeUnits } from "../faults/item-size.js";
import { testStores } from "../stores/inject.js";
import { bundleAttempt } from "./attempts/bundle-attempt.js";
import type { Reading, ReadingReport } from "./attempts/read-list.js";
import { noise, uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();
const KIB = Array.from({ length: 2_000 }, (_, id) => `${id}`.padEnd(1_022, "x"));

/**
 * How Lambda starts Node in its smallest function: 5 and 90 hundredths of the memory. With a heap
 * limit of gigabytes, V8 leaves garbage lying about that says nothing of what is held.
 */
const LAMBDA_OF_128_MB = ["--expose-gc", "--max-semi-space-size=6", "--max-old-space-size=115"];

describe("2,000 items of 1 KB", () => {
  test("are put and got with at most 2 requests more than can be", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy({ compression: "none" });
    const pointer = await client.putItems("list", KIB);
    // 80 batches of 25 rows, and the head.
    expect(dynamodb.requests.length).toBeLessThanOrEqual(80 + 1 + 2);
    const puts = dynamodb.requests.length;
    const bytes = dynamodb.requests.reduce((sum, request) => sum + request.bytes, 0);
    dynamodb.reset();
    expect(await client.getItems(pointer)).toEqual(KIB);
    const rowBytes = itemSize({ ...rowOf(pointer.partition_key, 0), data: { S: KIB[0] ?? "" } });
    const pages = Math.ceil((2_000 * rowBytes) / 1_048_576);
    expect(dynamodb.requests.length).toBeLessThanOrEqual(pages + 2);

    const byHand = Array.from({ length: 80 }, (_, batch) =>
      JSON.stringify({
        RequestItems: {
          [stores.table]: KIB.slice(batch * 25, batch * 25 + 25).map((data, offset) => ({
            PutRequest: {
              Item: {
                ...rowOf(pointer.partition_key, batch * 25 + offset),
                data: { S: JSON.stringify(data) },
              },
            },
          })),
        },
      }),
    ).reduce((sum, body) => sum + Buffer.byteLength(body), 0);
    console.log(
      `${puts} requests to put (least 81), ${dynamodb.requests.length} to get (least ${pages}), ${(bytes / byHand).toFixed(3)} of the bytes by hand`,
    );
    expect(bytes).toBeLessThanOrEqual(byHand * 1.05);
  });

  test("reach the parallelism that is allowed, and keep to it", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy({ concurrency: 6 });
    dynamodb.inject({ times: Number.POSITIVE_INFINITY, fault: delay(30) });
    await client.putItems("list", KIB);
    expect(dynamodb.inFlightMax).toBe(6);
  });

  test("are not sent twice, but for what was not processed", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy({ compression: "none" });
    dynamodb.inject({ operation: "BatchWriteItem", times: 8, fault: unprocessed({ keep: 10 }) });
    await client.putItems("list", KIB);
    const sent = dynamodb.requests.flatMap(({ input }) => indexesIn(input));
    expect(sent).toHaveLength(2_000 + 8 * 15);
    expect(new Set(sent).size).toBe(2_000);
  });
});

describe("an overflow object", () => {
  test("is hashed once: the SDK signs with the hash that the row keeps", async () => {
    let hashed = 0;
    class CountingHash {
      readonly #hash: Hash | Hmac;
      constructor(secret?: SourceData) {
        this.#hash =
          secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
      }
      update(data: SourceData): void {
        const bytes = bytesOf(data);
        hashed += bytes.byteLength;
        this.#hash.update(bytes);
      }
      reset(): void {}
      async digest(): Promise<Uint8Array> {
        return this.#hash.digest();
      }
    }
    const s3 = new S3Client({
      ...testStores().s3Config(),
      requestChecksumCalculation: "WHEN_REQUIRED",
      sha256: CountingHash,
    });
    onTestFinished(() => s3.destroy());
    const client = stores.client({ clients: { dynamodb: stores.dynamodb, s3 } });
    const item = noise(500_000);
    const pointer = await client.putItem("large", item);
    expect(hashed).toBeGreaterThan(0);
    expect(hashed).toBeLessThan(10_000);
    expect(await client.getItem(pointer)).toBe(item);
  });
});

describe("the 1,109 web APIs of browser-compat-data", () => {
  test("cost at most 0.15 of the plain layout's write units, head included", async () => {
    const entries = Object.values(compatData.api as Record<string, unknown>);
    const { client, dynamodb } = await stores.clientBehindProxy();
    const pointer = await client.putItems("apis", entries);
    const ours = dynamodb.requests.reduce((sum, { writeUnits: units = 0 }) => sum + units, 0);
    const plain = entries
      .map((entry, index) =>
        itemSize({ ...rowOf(pointer.partition_key, index), data: { S: JSON.stringify(entry) } }),
      )
      .reduce((sum, bytes) => sum + writeUnits(bytes), 0);
    console.log(
      `write units: ${ours} of the plain layout's ${plain} (${(ours / plain).toFixed(3)})`,
    );
    expect(entries.length).toBeGreaterThan(1_100);
    expect(ours).toBeGreaterThan(entries.length);
    expect(ours / plain).toBeLessThanOrEqual(0.15);
    expect(await client.getItems(pointer)).toEqual(entries);
  });
});

describe("a partition key that takes 1,000 write units a second", () => {
  test("takes 5,000 items of 1 KB in 1.2 of the ideal time, with 1.5 of the least requests", {
    timeout: 60_000,
  }, async () => {
    const { client, dynamodb } = await stores.clientBehindProxy({ compression: "none" });
    const limit = dynamodb.limitPartition({ unitsPerSecond: 1_000 });
    const items = Array.from({ length: 5_000 }, (_, id) => `${id}`.padEnd(1_022, "x"));
    const pointer = await client.putItems("list", items);
    const partition = limit.partitions.find(
      ({ partitionKey }) => partitionKey === pointer.partition_key,
    );
    const { acceptedUnits = 0, firstAccept = 0, lastAccept = 0 } = partition ?? {};
    // The first second's units were there at the start.
    const ideal = (acceptedUnits - 1_000) / 1_000;
    const seconds = (lastAccept - firstAccept) / 1_000;
    const requests = dynamodb.requests.length;
    console.log(
      `${acceptedUnits} units in ${seconds.toFixed(2)} s (ideal ${ideal} s), ${requests} requests (least 201)`,
    );
    expect(acceptedUnits).toBe(10_000);
    expect(seconds).toBeLessThanOrEqual(ideal * 1.2);
    expect(requests).toBeLessThanOrEqual(201 * 1.5);
    limit.remove();
    expect(await client.getItems(pointer)).toEqual(items);
  });
});

describe("a list of 1 GB", () => {
  test("is read by iterateItems in the memory of its window and 60 MB", {
    timeout: 120_000,
  }, async () => {
    const pointer = await putGigabyte();
    const { dynamoConfig, s3Config } = testStores();
    const reading: Reading = {
      dynamodb: dynamoConfig(),
      s3: s3Config(),
      table: stores.table,
      pointer,
    };
    const script = await bundleAttempt("read-list");
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...LAMBDA_OF_128_MB, script, JSON.stringify(reading)],
      { env: { ...process.env, NODE_NO_WARNINGS: "1" } },
    );
    const report: ReadingReport = JSON.parse(stdout);
    const window = 16 * 500_000;
    console.log(
      `${(report.growth / 1e6).toFixed(0)} MB more than before, ${window / 1e6} MB of it the window`,
    );
    expect(report.items).toBe(2_000);
    expect(report.characters).toBe(2_000 * 499_998);
    expect(report.growth).toBeLessThanOrEqual(window + 60e6);
  });

  /** 2,000 rows whose objects have 500 KB each. They share one object, to save the disk a gigabyte. */
  async function putGigabyte(): Promise<ListPointer> {
    const body = JSON.stringify(noise(499_998));
    const key = "state-data/2099-01-01/shared/0/object";
    await stores.putObject(key, body);
    const partitionKey = `${uniqueNamespace()}:gigabyte`;
    const sha256 = createHash("sha256").update(body).digest();
    for (let from = 0; from < 2_000; from += 25) {
      await stores.dynamodb.send(
        new BatchWriteItemCommand({
          RequestItems: {
            [stores.table]: Array.from({ length: 25 }, (_, offset) => ({
              PutRequest: {
                Item: {
                  ...rowOf(partitionKey, from + offset),
                  s3_key: { S: key },
                  s3_bucket: { S: stores.bucket },
                  sha256: { B: sha256 },
                  size: { N: String(body.length) },
                },
              },
            })),
          },
        }),
      );
    }
    return {
      table_name: stores.table,
      partition_key: partitionKey,
      key: "gigabyte",
      items: Array.from({ length: 2_000 }, () => 1 as const),
    };
  }
});

type SourceData = string | ArrayBuffer | ArrayBufferView;

function bytesOf(data: SourceData): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

function rowOf(partitionKey: string, index: number) {
  return {
    partition_key: { S: partitionKey },
    sort_key: { N: String(index) },
    expires_at: { N: String(Math.floor(Date.now() / 1_000) + 30 * 86_400) },
  };
}

/** The sort keys of the rows that a BatchWriteItem puts. */
function indexesIn(input: unknown): string[] {
  const { RequestItems = {} } = (input ?? {}) as {
    RequestItems?: Record<string, { PutRequest: { Item: { sort_key: { N: string } } } }[]>;
  };
  return Object.values(RequestItems)
    .flat()
    .map(({ PutRequest }) => PutRequest.Item.sort_key.N);
}
