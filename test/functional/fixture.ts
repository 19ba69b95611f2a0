import { randomBytes, randomUUID } from "node:crypto";
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { StateDataClient, type StateDataClientOptions } from "sfn-task-tools";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { type FaultProxy, startFaultProxy } from "../faults/index.js";
import { createBucket, createTable, testStores } from "../stores/inject.js";

export type Row = Record<string, AttributeValue>;

/** A table and a bucket of the test file's own, and what tests do with them behind the library's back. */
export interface Fixture {
  readonly table: string;
  readonly bucket: string;
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  /** A client of the library, in a namespace of its own unless one is given. */
  client(options?: StateDataClientOptions): StateDataClient;
  /** A client whose requests go through a fault-injecting proxy; it closes with the test. */
  clientBehindProxy(
    options?: StateDataClientOptions,
  ): Promise<{ client: StateDataClient; dynamodb: FaultProxy; s3: FaultProxy }>;
  rows(partitionKey: string): Promise<Row[]>;
  putRow(row: Row): Promise<void>;
  objectKeys(prefix?: string): Promise<string[]>;
  putObject(key: string, body: string | Uint8Array): Promise<void>;
  getObject(key: string): Promise<Uint8Array>;
  deleteObject(key: string): Promise<void>;
}

/** Sets up a table and a bucket before the tests of a file. */
export function useStores(): Fixture {
  const stores = testStores();
  const dynamodb = new DynamoDBClient(stores.dynamoConfig());
  const s3 = new S3Client(stores.s3Config());
  const names = { table: "", bucket: "" };

  beforeAll(async () => {
    [names.table, names.bucket] = await Promise.all([createTable(dynamodb), createBucket(s3)]);
  });
  afterAll(() => {
    dynamodb.destroy();
    s3.destroy();
  });

  const client = (options: StateDataClientOptions = {}) =>
    new StateDataClient({
      table: names.table,
      bucket: names.bucket,
      namespace: uniqueNamespace(),
      clients: { dynamodb, s3 },
      ...options,
    });

  return {
    get table() {
      return names.table;
    },
    get bucket() {
      return names.bucket;
    },
    dynamodb,
    s3,
    client,
    async clientBehindProxy(options = {}) {
      const [dynamodbProxy, s3Proxy] = await Promise.all([
        startFaultProxy({ target: stores.dynamodb, service: "dynamodb" }),
        startFaultProxy({ target: stores.s3, service: "s3" }),
      ]);
      const clients = {
        dynamodb: new DynamoDBClient({
          ...stores.dynamoConfig(),
          endpoint: dynamodbProxy.endpoint,
          maxAttempts: 1,
        }),
        s3: new S3Client({
          ...stores.s3Config(),
          endpoint: s3Proxy.endpoint,
          maxAttempts: 1,
          requestChecksumCalculation: "WHEN_REQUIRED",
          responseChecksumValidation: "WHEN_REQUIRED",
        }),
      };
      onTestFinished(async () => {
        clients.dynamodb.destroy();
        clients.s3.destroy();
        await Promise.all([dynamodbProxy.close(), s3Proxy.close()]);
      });
      return {
        client: client({ clients, ...options }),
        dynamodb: dynamodbProxy,
        s3: s3Proxy,
      };
    },
    async rows(partitionKey) {
      const output = await dynamodb.send(
        new QueryCommand({
          TableName: names.table,
          KeyConditionExpression: "partition_key = :key",
          ExpressionAttributeValues: { ":key": { S: partitionKey } },
          ConsistentRead: true,
        }),
      );
      return output.Items ?? [];
    },
    async putRow(row) {
      await dynamodb.send(new PutItemCommand({ TableName: names.table, Item: row }));
    },
    async objectKeys(prefix) {
      const output = await s3.send(
        new ListObjectsV2Command({ Bucket: names.bucket, Prefix: prefix }),
      );
      return (output.Contents ?? []).map(({ Key = "" }) => Key);
    },
    async putObject(key, body) {
      await s3.send(new PutObjectCommand({ Bucket: names.bucket, Key: key, Body: body }));
    },
    async getObject(key) {
      const output = await s3.send(new GetObjectCommand({ Bucket: names.bucket, Key: key }));
      return (await output.Body?.transformToByteArray()) ?? new Uint8Array();
    },
    async deleteObject(key) {
      await s3.send(new DeleteObjectCommand({ Bucket: names.bucket, Key: key }));
    },
  };
}

export function uniqueNamespace(): string {
  return `machine/${randomUUID()}`;
}

/** Text that compresses to three quarters at best. */
export function noise(characters: number): string {
  return randomBytes(Math.ceil((characters * 3) / 4))
    .toString("base64")
    .slice(0, characters);
}

/** Writes as the Python original does: plain text, no codec, no size, no bucket. */
export async function putAsPython(
  { dynamodb, table }: Pick<Fixture, "dynamodb" | "table">,
  partitionKey: string,
  texts: readonly string[],
  expiresAt = Math.floor(Date.now() / 1_000) + 7 * 86_400,
): Promise<void> {
  for (let from = 0; from < texts.length; from += 25) {
    await dynamodb.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table]: texts.slice(from, from + 25).map((text, offset) => ({
            PutRequest: {
              Item: {
                partition_key: { S: partitionKey },
                sort_key: { N: String(from + offset) },
                expires_at: { N: String(expiresAt) },
                data: { S: text },
              },
            },
          })),
        },
      }),
    );
  }
}

/** Reads as the Python original does, which knows neither codecs nor heads. */
export async function getAsPython(
  { dynamodb, table, getObject }: Pick<Fixture, "dynamodb" | "table" | "getObject">,
  partitionKey: string,
  index: number,
): Promise<unknown> {
  const { Item } = await dynamodb.send(
    new GetItemCommand({
      TableName: table,
      Key: { partition_key: { S: partitionKey }, sort_key: { N: String(index) } },
      ConsistentRead: true,
    }),
  );
  if (Item === undefined) throw new Error(`NoItemFound ${partitionKey} ${index}`);
  const key = Item.s3_key?.S;
  const text =
    key === undefined ? Item.data?.S : Buffer.from(await getObject(key)).toString("utf8");
  return JSON.parse(text ?? "");
}

/** The event of a Map iteration over a list, as the Map state's ItemSelector makes it. */
export function iterationEvent(
  pointer: { table_name: string; partition_key: string; key: string },
  index: number | string,
) {
  return {
    items_result_table_name: pointer.table_name,
    items_result_partition_key: pointer.partition_key,
    items_result_key: pointer.key,
    context_index: index,
    context_value: 1,
  };
}
