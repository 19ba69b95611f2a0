import { gunzipSync, gzipSync } from "node:zlib";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  QueryCommand,
  type WriteRequest,
} from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { type Contestant, PARALLELISM, type Setting } from "./contestant.js";

/** Rows of more than this go to S3; the library's default. */
const OVERFLOW_ABOVE = 65_536;

/**
 * The AWS SDK as somebody would use it by hand who knows it well: full batches, requests in
 * parallel, connections kept, bodies as buffers, no checksum that is not required, and gzip where
 * the library compresses. It checks and retries less than the library does.
 */
export function createTunedSdk({ table, bucket, compression }: Setting): Contestant<string> {
  const dynamodb = new DynamoDBClient({ maxAttempts: 3 });
  const s3 = new S3Client({
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  let puts = 0;

  async function toItem(data: unknown, index: number, key: string) {
    const text = JSON.stringify(data);
    const address = {
      partition_key: { S: key },
      sort_key: { N: String(index) },
      expires_at: { N: String(Math.floor(Date.now() / 1_000) + 30 * 86_400) },
    };
    if (text.length > OVERFLOW_ABOVE) {
      const Key = `${key}/${index}`;
      const Body = Buffer.from(text);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
      return { ...address, s3_key: { S: Key } };
    }
    if (compression === "none") return { ...address, data: { S: text } };
    return { ...address, data: { B: gzipSync(text) } };
  }

  async function writeBatch(requests: WriteRequest[]): Promise<void> {
    let left: WriteRequest[] = requests;
    while (left.length > 0) {
      const { UnprocessedItems } = await dynamodb.send(
        new BatchWriteItemCommand({ RequestItems: { [table]: left } }),
      );
      left = UnprocessedItems?.[table] ?? [];
    }
  }

  async function fromItem({ data, s3_key }: Record<string, AttributeValue>): Promise<unknown> {
    if (s3_key?.S !== undefined) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: s3_key.S }));
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
      return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
    }
    return JSON.parse(data?.B === undefined ? (data?.S ?? "") : gunzipSync(data.B).toString());
  }

  return {
    async put(items) {
      puts += 1;
      const key = `bench/tuned-sdk:list${puts}`;
      const rows = await inParallel(items, (data, index) => toItem(data, index, key));
      const batches = Array.from({ length: Math.ceil(rows.length / 25) }, (_, batch) =>
        rows.slice(batch * 25, batch * 25 + 25).map((Item) => ({ PutRequest: { Item } })),
      );
      await inParallel(batches, writeBatch);
      return key;
    },

    async get(key) {
      const items: Promise<unknown>[] = [];
      const run = limitParallel();
      let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
      do {
        const page = await dynamodb.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: "partition_key = :key",
            ExpressionAttributeValues: { ":key": { S: key } },
            ConsistentRead: true,
            ExclusiveStartKey,
          }),
        );
        for (const row of page.Items ?? []) items.push(run(() => fromItem(row)));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return Promise.all(items);
    },
  };
}

/** The results in order, of as many workers as requests may be in flight. */
async function inParallel<A, B>(
  values: readonly A[],
  work: (value: A, index: number) => Promise<B>,
): Promise<B[]> {
  const results = new Array<B>(values.length);
  const source = values.entries();
  const worker = async () => {
    for (const [index, value] of source) results[index] = await work(value, index);
  };
  await Promise.all(Array.from({ length: PARALLELISM }, worker));
  return results;
}

/** Runs what it is given, so many at once. */
function limitParallel(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= PARALLELISM) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
