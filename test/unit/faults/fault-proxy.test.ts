import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  conflict409,
  cut,
  delay,
  denied,
  type Fault,
  type FaultProxy,
  hang,
  pause,
  precondition412,
  serverError,
  slow,
  startFaultProxy,
  throttle,
  truncate,
  unprocessed,
} from "../../faults/index.js";
import { content, type FakeStore, startFakeStore } from "./fake-store.js";

const account = {
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
};
const row = { partition_key: { S: "p" }, sort_key: { N: "0" } };
const putItem = () => new PutItemCommand({ TableName: "T", Item: row });
const getItem = () => new GetItemCommand({ TableName: "T", Key: row });
const putObject = () => new PutObjectCommand({ Bucket: "b", Key: "folder/k", Body: "body" });
const getObject = () => new GetObjectCommand({ Bucket: "b", Key: "folder/k" });

let store: FakeStore;
let proxy: FaultProxy;
let client: { destroy(): void };

beforeEach(async () => {
  store = await startFakeStore();
});

afterEach(async () => {
  client.destroy();
  await proxy.close();
  await store.close();
});

async function dynamodb(): Promise<DynamoDBClient> {
  proxy = await startFaultProxy({ target: store.target, service: "dynamodb" });
  const dynamodbClient = new DynamoDBClient({ ...account, endpoint: proxy.endpoint });
  client = dynamodbClient;
  return dynamodbClient;
}

async function s3(): Promise<S3Client> {
  proxy = await startFaultProxy({ target: store.target, service: "s3" });
  const s3Client = new S3Client({ ...account, endpoint: proxy.endpoint, forcePathStyle: true });
  client = s3Client;
  return s3Client;
}

/** What a client sees: the status, name and code of the error, or success. */
async function seenBy(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "success";
  } catch (error) {
    const { $metadata, name, code } = error as ServiceException;
    return [$metadata?.httpStatusCode, name, code].filter(Boolean).join(" ");
  }
}

/** What the SDK puts on its errors, and Node on those of the network. */
interface ServiceException extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly code?: string;
}

describe("a proxy without rules", () => {
  it("passes DynamoDB requests on and records them", async () => {
    const client = await dynamodb();
    await client.send(putItem());
    const { Item } = await client.send(getItem());
    expect(Item).toEqual({ data: { S: content } });
    expect(store.effects).toEqual(["PutItem", "GetItem"]);
    expect(store.connections).toBe(1);
    const [first] = proxy.requests;
    expect(first).toMatchObject({
      index: 0,
      operation: "PutItem",
      input: { TableName: "T", Item: row },
      bytes: JSON.stringify({ TableName: "T", Item: row }).length,
      status: 200,
      faults: [],
    });
    expect(first?.ended).toBeGreaterThanOrEqual(first?.started ?? Number.POSITIVE_INFINITY);
    expect(proxy.bytesSent).toBe(proxy.requests.reduce((total, { bytes }) => total + bytes, 0));
    expect(proxy.inFlightMax).toBe(1);
  });

  it("passes S3 requests on and records them", async () => {
    const client = await s3();
    await client.send(putObject());
    const { Body } = await client.send(getObject());
    expect(await Body?.transformToString()).toBe(content);
    expect(store.effects).toEqual(["PUT /b/folder/k", "GET /b/folder/k"]);
    expect(proxy.requests).toMatchObject([
      { operation: "PutObject", bucket: "b", key: "folder/k" },
      { operation: "GetObject", bucket: "b", key: "folder/k", status: 200 },
    ]);
  });

  it("puts the store's own address into the Host header", async () => {
    await dynamodb();
    const { headers } = await fetch(proxy.endpoint, { method: "POST", body: "{}" });
    expect(headers.get("x-host")).toBe(new URL(store.target).host);
  });

  it("notes the write units that the store tells", async () => {
    const client = await dynamodb();
    const input = { TableName: "T", Item: row, ReturnConsumedCapacity: "TOTAL" } as const;
    await client.send(new PutItemCommand(input));
    expect(proxy.requests[0]?.writeUnits).toBe(7);
  });

  it("counts what is under way at once", async () => {
    const client = await dynamodb();
    const held = pause();
    proxy.inject({ fault: held.fault, times: Number.POSITIVE_INFINITY });
    const sending = Promise.all(Array.from({ length: 20 }, () => client.send(getItem())));
    await held.reached(20);
    held.release();
    await sending;
    expect(proxy.inFlightMax).toBe(20);
  });

  it("is a lost connection when the store is gone", async () => {
    const client = await dynamodb();
    await store.close();
    expect(await seenBy(client.send(getItem()))).toMatch(/ECONNRESET/);
    expect(proxy.requests[0]?.error).toMatchObject({ code: "ECONNREFUSED" });
    store = await startFakeStore();
  });
});

describe("what a DynamoDB client sees of", () => {
  it.each<[Fault, string, string[]]>([
    [throttle(), "400 ProvisionedThroughputExceededException", []],
    [denied(), "400 AccessDeniedException", []],
    [serverError(), "500 InternalServerError", []],
    [serverError(503), "503 ServiceUnavailable", []],
    [serverError(500, { after: true }), "500 InternalServerError", ["PutItem"]],
    [cut(), "TimeoutError ECONNRESET", []],
    [cut({ after: true }), "TimeoutError ECONNRESET", ["PutItem"]],
  ])("$name", async (fault, seen, effects) => {
    const client = await dynamodb();
    proxy.inject({ operation: "PutItem", fault });
    expect(await seenBy(client.send(putItem()))).toBe(seen);
    expect(store.effects).toEqual(effects);
    expect(proxy.requests[0]?.faults).toEqual([fault.name]);
    expect(await seenBy(client.send(putItem()))).toBe("success");
  });

  it.each([
    [hang(), []],
    [hang({ after: true }), ["PutItem"]],
  ])("$name", async (fault, effects) => {
    const client = await dynamodb();
    proxy.inject({ fault });
    const giveUp = new AbortController();
    const sending = seenBy(client.send(putItem(), { abortSignal: giveUp.signal }));
    await expect.poll(() => proxy.requests).toHaveLength(1);
    await expect.poll(() => store.effects).toEqual(effects);
    giveUp.abort();
    expect(await sending).toBe("AbortError");
    await expect.poll(() => proxy.requests[0]?.ended).toBeDefined();
    expect(proxy.requests[0]?.status).toBeUndefined();
  });

  it("unprocessed rows", async () => {
    const client = await dynamodb();
    proxy.inject({ fault: unprocessed({ keep: 1 }) });
    const rows = ["0", "1"].map((N) => ({ PutRequest: { Item: { ...row, sort_key: { N } } } }));
    const command = new BatchWriteItemCommand({ RequestItems: { T: rows } });
    const { UnprocessedItems } = await client.send(command);
    expect(UnprocessedItems).toEqual({ T: [rows[1]] });
  });

  it.each([
    [truncate({ keepLength: true }), "200 Error ECONNRESET"],
    [truncate({ keepLength: false }), "200 SyntaxError"],
  ])("$name", async (fault, seen) => {
    const client = await dynamodb();
    proxy.inject({ fault });
    expect(await seenBy(client.send(getItem()))).toBe(seen);
  });

  it("a partition that takes only so much", async () => {
    const client = await dynamodb();
    const limit = proxy.limitPartition({ unitsPerSecond: 1 });
    await client.send(putItem());
    expect(await seenBy(client.send(putItem()))).toBe("400 ProvisionedThroughputExceededException");
    expect(limit.partitions).toMatchObject([{ partitionKey: "p", acceptedUnits: 1 }]);
    limit.remove();
    await client.send(putItem());
  });
});

describe("what an S3 client sees of", () => {
  const put = ["PUT /b/folder/k"];
  it.each<[Fault, string, string[]]>([
    [throttle(), "503 SlowDown", []],
    [denied(), "403 AccessDenied", []],
    [serverError(), "500 InternalError", []],
    [serverError(500, { after: true }), "500 InternalError", put],
    [conflict409(), "409 ConditionalRequestConflict", []],
    [precondition412(), "412 PreconditionFailed", []],
    [precondition412({ after: true }), "412 PreconditionFailed", put],
    [cut(), "TimeoutError ECONNRESET", []],
    [cut({ after: true }), "TimeoutError ECONNRESET", put],
  ])("$name", async (fault, seen, effects) => {
    const client = await s3();
    proxy.inject({ operation: "PutObject", fault });
    expect(await seenBy(client.send(putObject()))).toBe(seen);
    expect(store.effects).toEqual(effects);
  });

  it.each([
    [truncate({ keepLength: true }), "aborted"],
    [truncate({ keepLength: false }), "Checksum mismatch"],
  ])("$name", async (fault, seen) => {
    const client = await s3();
    proxy.inject({ operation: "GetObject", fault });
    const { Body } = await client.send(getObject());
    await expect(Body?.transformToByteArray()).rejects.toThrow(seen);
  });

  it("an answer that is slow and comes in pieces", async () => {
    const client = await s3();
    proxy.inject({ fault: slow({ ms: 30, drip: { pieces: 4, everyMs: 10 } }) });
    const started = performance.now();
    const { Body } = await client.send(getObject());
    expect(performance.now() - started).toBeGreaterThan(25);
    expect(await Body?.transformToString()).toBe(content);
    expect(performance.now() - started).toBeGreaterThan(55);
  });
});

describe("a rule", () => {
  it("skips, then counts down, among the requests that match", async () => {
    const client = await dynamodb();
    proxy.inject({
      operation: "PutItem",
      when: ({ input }) => input?.TableName === "T",
      skip: 1,
      times: 2,
      fault: throttle(),
    });
    await client.send(getItem());
    await client.send(new PutItemCommand({ TableName: "Other", Item: row }));
    const seen: boolean[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      seen.push(
        await client.send(putItem()).then(
          () => true,
          () => false,
        ),
      );
    }
    expect(seen).toEqual([true, false, false, true]);
  });

  it("waits its turn behind the one before, while layers apply as well", async () => {
    const client = await dynamodb();
    proxy.inject({ fault: delay(5), times: Number.POSITIVE_INFINITY });
    proxy.inject({ fault: throttle() });
    proxy.inject({ fault: cut() });
    await seenBy(client.send(putItem()));
    await seenBy(client.send(putItem()));
    expect(proxy.requests.map(({ faults }) => faults)).toEqual([
      ["delay(5)", "throttle"],
      ["delay(5)", "cut"],
    ]);
  });

  it("can be removed, and all of them and what was recorded forgotten", async () => {
    const client = await dynamodb();
    const remove = proxy.inject({ fault: throttle() });
    remove();
    await client.send(putItem());
    proxy.inject({ fault: throttle() });
    proxy.reset();
    expect(proxy.requests).toEqual([]);
    await client.send(putItem());
    expect(proxy.requests).toHaveLength(1);
    expect(proxy.bytesSent).toBe(proxy.requests[0]?.bytes);
  });

  it("must fit the service", async () => {
    await dynamodb();
    expect(() => proxy.inject({ fault: conflict409() })).toThrow(
      "Expected a fault for dynamodb, got conflict409, which is for s3",
    );
  });
});

describe("a pause", () => {
  it("holds a request before the store sees it, until released", async () => {
    const client = await dynamodb();
    const held = pause();
    proxy.inject({ operation: "PutItem", fault: held.fault });
    const sending = client.send(putItem());
    await held.reached();
    await client.send(getItem());
    expect(held.held).toBe(1);
    expect(store.effects).toEqual(["GetItem"]);
    held.release();
    await sending;
    expect(store.effects).toEqual(["GetItem", "PutItem"]);
  });

  it("can hold the answer instead", async () => {
    const client = await dynamodb();
    const held = pause({ after: true });
    proxy.inject({ fault: held.fault });
    const sending = client.send(putItem());
    await held.reached();
    expect(store.effects).toEqual(["PutItem"]);
    held.release();
    await sending;
  });

  it("still lets a request through to the store whose client gave up", async () => {
    const client = await dynamodb();
    const held = pause();
    proxy.inject({ fault: held.fault });
    const giveUp = new AbortController();
    const sending = seenBy(client.send(putItem(), { abortSignal: giveUp.signal }));
    await held.reached();
    giveUp.abort();
    expect(await sending).toBe("AbortError");
    expect(store.effects).toEqual([]);
    held.release();
    await expect.poll(() => store.effects).toEqual(["PutItem"]);
  });

  it("ends with the proxy", async () => {
    const client = await dynamodb();
    const held = pause();
    proxy.inject({ fault: held.fault });
    const sending = seenBy(client.send(putItem()));
    await held.reached();
    await proxy.close();
    expect(await sending).toMatch(/ECONNRESET/);
    expect(store.effects).toEqual([]);
  });
});
