import type { ListPointer, StateDataClient } from "sfn-task-tools";
import { describe, expect, test } from "vitest";
import {
  conflict409,
  cut,
  denied,
  type Fault,
  hang,
  precondition412,
  serverError,
  slow,
  throttle,
  truncate,
  unprocessed,
} from "../faults/index.js";
import { iterationEvent, noise, useStores } from "./fixture.js";

const stores = useStores();

const SMALL = Array.from({ length: 60 }, (_, index) => ({ index }));
const LARGE = [noise(80_000), "small", noise(80_000)];

interface Prepared {
  readonly client: StateDataClient;
  readonly small: ListPointer;
  readonly large: ListPointer;
}

/** Every method, used so that both stores are asked, with what it must give whatever happens on the way. */
const METHODS: Record<string, (prepared: Prepared) => Promise<void>> = {
  async putItem({ client }) {
    const pointer = await client.putItem("put", LARGE[0]);
    expect(await client.getItem(pointer)).toBe(LARGE[0]);
  },
  async putItems({ client }) {
    await client.putItems("put", LARGE);
    expect(await client.getItems("put")).toEqual(LARGE);
  },
  async "putItems of many rows"({ client }) {
    await client.putItems("put", SMALL);
    expect(await client.getItems("put")).toEqual(SMALL);
  },
  async "getItem by name"({ client }) {
    expect(await client.getItem("large", { index: 2 })).toBe(LARGE[2]);
  },
  async "getItem by pointer"({ client, large }) {
    expect(await client.getItem(large, { index: 2 })).toBe(LARGE[2]);
  },
  async "getItems by name"({ client }) {
    expect(await client.getItems("small")).toEqual(SMALL);
  },
  async "getItems by pointer"({ client, large }) {
    expect(await client.getItems(large)).toEqual(LARGE);
  },
  async iterateItems({ client, large }) {
    const seen: unknown[] = [];
    for await (const item of client.iterateItems(large)) seen.push(item);
    expect(seen).toEqual(LARGE);
  },
  async deleteItems({ client, large }) {
    await client.deleteItems("large");
    await expect(client.getItems(large)).rejects.toMatchObject({ name: "StateDataNotFoundError" });
  },
  async "the Global forms"({ client, small }) {
    const location = { table_name: small.table_name, partition_key: "other:global" };
    await client.putGlobalItems(location, LARGE);
    expect(await client.getGlobalItems(location)).toEqual(LARGE);
    await client.deleteGlobalItems(location);
    await client.putGlobalItem(location, LARGE[0]);
    expect(await client.getGlobalItem(location)).toBe(LARGE[0]);
    await client.deleteGlobalItems(location);
  },
  async "Map iterations"({ client, large }) {
    for (const index of LARGE.keys()) {
      const event = iterationEvent(large, index);
      const item = await client.getItemForMapIteration(event);
      await client.putItemForMapIteration(event, item, { key: "results" });
    }
    expect(await client.getMapOutputs(large, "results")).toEqual(LARGE);
  },
};

/** What passes by itself, at DynamoDB, at S3, or at both. */
const FAULTS: Record<string, { dynamodb?: Fault; s3?: Fault; operation?: string }> = {
  throttling: { dynamodb: throttle(), s3: throttle() },
  "a 500": { dynamodb: serverError(), s3: serverError() },
  "a 500 after it took effect": {
    dynamodb: serverError(500, { after: true }),
    s3: serverError(500, { after: true }),
  },
  "a 503": { dynamodb: serverError(503), s3: serverError(503) },
  "a cut connection": { dynamodb: cut(), s3: cut() },
  "a connection cut after it took effect": {
    dynamodb: cut({ after: true }),
    s3: cut({ after: true }),
  },
  "no answer": { dynamodb: hang(), s3: hang() },
  "no answer after it took effect": { dynamodb: hang({ after: true }), s3: hang({ after: true }) },
  "a slow answer": {
    dynamodb: slow({ ms: 50, drip: { pieces: 4, everyMs: 10 } }),
    s3: slow({ ms: 50, drip: { pieces: 4, everyMs: 10 } }),
  },
  "a body cut off": {
    dynamodb: truncate({ keepLength: true }),
    s3: truncate({ keepLength: true }),
  },
  "a body that is too short": {
    dynamodb: truncate({ keepLength: false }),
    s3: truncate({ keepLength: false }),
  },
  "unprocessed rows": { dynamodb: unprocessed({ share: 0.5 }), operation: "BatchWriteItem" },
  "a 409 from S3": { s3: conflict409(), operation: "PutObject" },
  "a 412 from S3 for an object that is there": {
    s3: precondition412({ after: true }),
    operation: "PutObject",
  },
};

describe.each(Object.entries(FAULTS))(
  "with %s",
  (_name, { dynamodb: atTable, s3: atBucket, operation }) => {
    test.each(Object.entries(METHODS))("%s does all that it should", async (_method, run) => {
      const { client, dynamodb, s3 } = await stores.clientBehindProxy({ requestTimeout: 400 });
      const small = await client.putItems("small", SMALL);
      const large = await client.putItems("large", LARGE);
      const only = operation === undefined ? {} : { operation };
      // The first request of each kind, and a later one.
      for (const skip of [0, 2]) {
        if (atTable !== undefined) dynamodb.inject({ ...only, skip, times: 2, fault: atTable });
        if (atBucket !== undefined) s3.inject({ ...only, skip, times: 2, fault: atBucket });
      }
      await run({ client, small, large });
    });
  },
);

describe("what does not pass by itself", () => {
  test("a store that never answers well is given up, after ten attempts, as unavailable", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy();
    dynamodb.inject({ times: Number.POSITIVE_INFINITY, fault: serverError() });
    await expect(client.getItem("thing")).rejects.toMatchObject({
      name: "StateDataUnavailableError",
      message: expect.stringMatching(/Gave up after 10 attempts.*InternalServerError/),
    });
    expect(dynamodb.requests.length).toBeLessThanOrEqual(20);
  });

  test("a refusal is not tried again, and says what the role needs", async () => {
    const { client, dynamodb, s3 } = await stores.clientBehindProxy();
    dynamodb.inject({ times: Number.POSITIVE_INFINITY, fault: denied() });
    const refusal = { name: "StateDataAccessError", reason: "denied" };
    await expect(client.putItem("thing", 1)).rejects.toMatchObject({
      ...refusal,
      resource: stores.table,
      message: expect.stringContaining("dynamodb:PutItem"),
    });
    expect(dynamodb.requests).toHaveLength(1);
    dynamodb.reset();
    s3.inject({ times: Number.POSITIVE_INFINITY, fault: denied() });
    await expect(client.putItems("list", LARGE)).rejects.toMatchObject({
      ...refusal,
      resource: stores.bucket,
      message: expect.stringContaining("s3:PutObject"),
    });
    expect(dynamodb.requests).toHaveLength(0);
  });

  test("the first permanent error ends what is still under way", async () => {
    const { client, dynamodb, s3 } = await stores.clientBehindProxy({ concurrency: 4 });
    s3.inject({ skip: 5, fault: denied() });
    const items = Array.from({ length: 200 }, () => noise(70_000));
    await expect(client.putItems("list", items)).rejects.toMatchObject({
      name: "StateDataAccessError",
    });
    expect(s3.requests.length).toBeLessThan(20);
    expect(dynamodb.requests.length).toBeLessThan(3);
  });

  test("a deadline in the middle says how far it came, and the earlier list stands", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy({ concurrency: 1 });
    await client.putItems("list", ["before"]);
    dynamodb.inject({
      operation: "BatchWriteItem",
      times: Number.POSITIVE_INFINITY,
      fault: slow({ ms: 60 }),
    });
    const putting = client.putItems(
      "list",
      Array.from({ length: 2_000 }, (_, index) => index),
      {
        signal: AbortSignal.timeout(400),
      },
    );
    const error: { done: number; total: number; message: string } = await putting.then(
      () => Promise.reject(new Error("expected it to end")),
      (reason) => reason,
    );
    expect(error).toMatchObject({
      name: "StateDataUnavailableError",
      total: 2_000,
      message: expect.stringMatching(
        /The deadline came before it was done \(\d+ of 2000 rows were\)/,
      ),
    });
    expect(error.done).toBeGreaterThan(0);
    expect(error.done).toBeLessThan(2_000);
    expect(await client.getItems("list")).toEqual(["before"]);
  });

  test("the client's own time limit ends a call, and so does the caller", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy({ timeout: 200 });
    dynamodb.inject({ times: Number.POSITIVE_INFINITY, fault: hang() });
    await expect(client.getItem("thing")).rejects.toMatchObject({
      name: "StateDataUnavailableError",
      message: expect.stringContaining("The deadline came"),
    });
    const caller = new AbortController();
    const getting = client.getItem("thing", { signal: caller.signal });
    caller.abort(new Error("no longer wanted"));
    await expect(getting).rejects.toMatchObject({
      name: "StateDataUnavailableError",
      message: expect.stringContaining("was aborted"),
      cause: { message: "no longer wanted" },
    });
  });
});
