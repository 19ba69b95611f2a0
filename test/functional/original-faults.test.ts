import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { StateDataClient } from "sfn-task-tools";
import { describe, expect, test } from "vitest";
import { pause, throttle, unprocessed } from "../faults/index.js";
import { createBucket, createTable } from "../stores/inject.js";
import {
  getAsPython,
  iterationEvent,
  noise,
  putAsPython,
  uniqueNamespace,
  useStores,
} from "./fixture.js";

/**
 * What the Python original, py2sfn-task-tools, gets wrong, each shown to be right here. Faults of its
 * documents (its claim of 32K characters, its tox.ini that is not there) have no test.
 */
const stores = useStores();

describe("wrong data", () => {
  test("a global list goes to the table that was asked for, and its pointer says so", async () => {
    const other = await createTable(stores.dynamodb);
    const client = stores.client();
    const location = { table_name: other, partition_key: `${uniqueNamespace()}:list` };
    const pointer = await client.putGlobalItems(location, [1, noise(90_000)]);
    expect(pointer.table_name).toBe(other);
    expect(await client.getGlobalItems({ ...location })).toHaveLength(2);
    expect(await stores.rows(pointer.partition_key)).toEqual([]);
  });

  test("a shorter list has no tail of the longer one before it, and an empty one is empty", async () => {
    for (const options of [{}, { interop: "py2sfn" as const }]) {
      const client = stores.client(options);
      await client.putItems("list", [1, 2, 3, 4, 5]);
      await client.putItems("list", [10, 20]);
      expect(await client.getItems("list")).toEqual([10, 20]);
    }
    const client = stores.client();
    await client.putItems("list", [1]);
    await client.putItems("list", []);
    expect(await client.getItems("list")).toEqual([]);
  });

  test("new overflow bytes are not visible before their row is", async () => {
    const namespace = uniqueNamespace();
    const { client, dynamodb } = await stores.clientBehindProxy({ namespace });
    const before = noise(100_000);
    await client.putItem("large", before);
    const held = pause();
    dynamodb.inject({ operation: "PutItem", fault: held.fault });
    const putting = client.putItem("large", noise(100_000));
    await held.reached();
    expect(await stores.client({ namespace }).getItem("large")).toBe(before);
    held.release();
    await putting;
    expect(await client.getItem("large")).not.toBe(before);
  });

  test("a row is written once its object is there, and not before", async () => {
    const namespace = uniqueNamespace();
    const { client, dynamodb, s3 } = await stores.clientBehindProxy({ namespace });
    await client.putItem("large", "before");
    await client.putItems("list", ["before"]);
    dynamodb.reset();
    const held = pause();
    s3.inject({ operation: "PutObject", times: 2, fault: held.fault });
    const putting = Promise.all([
      client.putItem("large", noise(100_000)),
      client.putItems("list", [noise(100_000)]),
    ]);
    await held.reached(2);
    expect(dynamodb.requests).toEqual([]);
    expect(await stores.client({ namespace }).getItem("large")).toBe("before");
    expect(await stores.client({ namespace }).getItems("list")).toEqual(["before"]);
    held.release();
    await putting;
    expect(await client.getItems("list")).toHaveLength(1);
  });

  test("an object, once written, is never written over, and S3 is told its hash", async () => {
    const { client, s3 } = await stores.clientBehindProxy();
    const data = noise(100_000);
    const pointer = await client.putItem("large", data);
    const [row] = await stores.rows(pointer.partition_key);
    const key = row?.s3_key?.S ?? "";
    expect(s3.requests[0]?.headers).toMatchObject({
      "if-none-match": "*",
      "x-amz-checksum-sha256": Buffer.from(row?.sha256?.B ?? []).toString("base64"),
    });
    // Were it written again, this would be gone.
    await stores.putObject(key, "someone else's");
    await client.putItem("large", data);
    expect(Buffer.from(await stores.getObject(key)).toString()).toBe("someone else's");
  });

  test("a Map's output does not overwrite its input: a retried iteration reads the input again", async () => {
    const client = stores.client();
    const list = await client.putItems("numbers", [1, 2]);
    const event = iterationEvent(list, 0);
    for (let attempt = 0; attempt < 2; attempt++) {
      const number = await client.getItemForMapIteration<number>(event);
      expect(number).toBe(1);
      await client.putItemForMapIteration(event, number + 100, { key: "results" });
    }
  });

  test("a list with an item that cannot be stored changes nothing that a reader sees", async () => {
    const client = stores.client();
    await client.putItems("list", ["before"]);
    const items = Array.from({ length: 100 }, (_, index) => (index === 60 ? Number.NaN : index));
    await expect(client.putItems("list", items)).rejects.toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringMatching(/index 60 .*got NaN/),
    });
    expect(await client.getItems("list")).toEqual(["before"]);
  });

  test("every read is consistent", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy();
    const pointer = await client.putItems("list", [1, 2]);
    await client.putItem("single", 1);
    dynamodb.reset();
    await client.getItems("list");
    await client.getItems(pointer);
    await client.getItem("single");
    const reads = dynamodb.requests.filter(({ operation }) => /Get|Query/.test(operation));
    expect(reads.length).toBeGreaterThan(4);
    for (const { input } of reads) expect(input).toMatchObject({ ConsistentRead: true });
  });

  test("a list that was never put is an error, an empty one is not", async () => {
    const client = stores.client();
    await expect(client.getItems("never")).rejects.toMatchObject({
      name: "StateDataNotFoundError",
    });
    await client.putItems("empty", []);
    expect(await client.getItems("empty")).toEqual([]);
  });

  test("namespaces and keys cannot collide", async () => {
    expect(() => stores.client({ namespace: "a:b" })).toThrow(/no ":"/);
    await expect(stores.client({ namespace: "a" }).putItem("b:c", 1)).rejects.toThrow(/no ":"/);
  });

  test("NaN is refused, with its path, instead of stored as what is no JSON", async () => {
    await expect(stores.client().putItem("nan", { deep: [Number.NaN] })).rejects.toThrow(
      /\$\.deep\[0\], got NaN/,
    );
  });
});

describe("lost data", () => {
  test("a row names its bucket, so that a reader with another bucket finds the object", async () => {
    const data = noise(100_000);
    const pointer = await stores.client().putItem("large", data);
    const elsewhere = stores.client({ bucket: await createBucket(stores.s3) });
    expect(await elsewhere.getGlobalItem(pointer)).toBe(data);
  });

  test("objects can be deleted, and stand under a day of expiry for a lifecycle rule", async () => {
    const client = stores.client({ ttlDays: 3 });
    const pointer = await client.putItem("large", noise(100_000));
    const [row] = await stores.rows(pointer.partition_key);
    const day = new Date(Number(row?.expires_at?.N) * 1_000).toISOString().slice(0, 10);
    expect(await stores.objectKeys(`state-data/${day}/`)).toContain(row?.s3_key?.S);
    expect(await client.deleteItems(pointer)).toEqual({ rows: 1, objects: 1 });
    expect(await stores.objectKeys(row?.s3_key?.S)).toEqual([]);
  });

  test("an object that is gone is an error of this library that names it", async () => {
    const client = stores.client();
    const pointer = await client.putItem("large", noise(100_000));
    const [row] = await stores.rows(pointer.partition_key);
    await stores.deleteObject(row?.s3_key?.S ?? "");
    await expect(client.getItem(pointer)).rejects.toMatchObject({
      name: "StateDataIntegrityError",
      message: expect.stringMatching(/state-data\/.* is gone/),
    });
  });

  test("expired rows are not found, though DynamoDB still has them", async () => {
    const client = stores.client({ ttlDays: 0.4 / 86_400 });
    const single = await client.putItem("single", 1);
    const list = await client.putItems("list", [1, 2]);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await stores.rows(single.partition_key)).toHaveLength(1);
    const expired = { name: "StateDataNotFoundError", expired: true };
    for (const read of [
      () => client.getItem("single"),
      () => client.getItem(single),
      () => client.getItems("single"),
      () => client.getItems(list),
      () => client.getItem(list, { index: 1 }),
    ]) {
      await expect(read()).rejects.toMatchObject(expired);
    }
    await expect(client.getItems("list")).rejects.toMatchObject({ name: "StateDataNotFoundError" });
  });

  test("an index that arrives as text is a number's", async () => {
    const client = stores.client();
    const list = await client.putItems("list", ["a", "b"]);
    expect(await client.getItemForMapIteration(iterationEvent(list, "1"))).toBe("b");
  });
});

describe("retries and speed", () => {
  test("throttling, which is HTTP 400, is retried", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy();
    dynamodb.inject({ operation: "PutItem", times: 3, fault: throttle() });
    const pointer = await client.putItem("thing", 1);
    dynamodb.inject({ operation: "GetItem", times: 3, fault: throttle() });
    expect(await client.getItem(pointer)).toBe(1);
  });

  test("only what was not processed is sent again: no object is uploaded twice, no page read twice", async () => {
    const { client, dynamodb, s3 } = await stores.clientBehindProxy();
    dynamodb.inject({ operation: "BatchWriteItem", times: 2, fault: unprocessed({ share: 0.5 }) });
    const items = Array.from({ length: 30 }, () => noise(70_000));
    const pointer = await client.putItems("objects", items);
    expect(s3.requests).toHaveLength(30);
    dynamodb.reset();
    dynamodb.inject({ operation: "Query", skip: 1, fault: throttle() });
    const rows = Array.from({ length: 60 }, () => noise(45_000));
    const pages = await client.putItems("pages", rows);
    dynamodb.reset();
    dynamodb.inject({ operation: "Query", skip: 1, fault: throttle() });
    expect(await client.getItems(pages)).toEqual(rows);
    const starts = dynamodb.requests.map(({ input }) => JSON.stringify(input?.ExclusiveStartKey));
    expect(starts.filter((start) => start === undefined)).toHaveLength(1);
    expect(starts.length - new Set(starts).size).toBe(1);
    expect(await client.getItems(pointer)).toEqual(items);
  });

  test("rows that stay unprocessed are tried with waits between, and not for ever", async () => {
    const { client, dynamodb } = await stores.clientBehindProxy({ timeout: 1_500 });
    dynamodb.inject({
      operation: "BatchWriteItem",
      times: Number.POSITIVE_INFINITY,
      fault: unprocessed({ keep: 0 }),
    });
    await expect(client.putItems("list", [1, 2, 3])).rejects.toMatchObject({
      name: "StateDataUnavailableError",
      done: 0,
      total: 3,
    });
    expect(dynamodb.requests.length).toBeLessThanOrEqual(10);
  });

  test("objects are put and got in parallel", async () => {
    const { client, s3 } = await stores.clientBehindProxy({ concurrency: 8 });
    const items = Array.from({ length: 40 }, () => noise(70_000));
    const pointer = await client.putItems("objects", items);
    expect(s3.inFlightMax).toBeGreaterThan(4);
    expect(s3.inFlightMax).toBeLessThanOrEqual(8);
    s3.reset();
    expect(await client.getItems(pointer)).toEqual(items);
    expect(s3.inFlightMax).toBeGreaterThan(4);
    expect(s3.inFlightMax).toBeLessThanOrEqual(8);
  });

  test("text is kept in UTF-8, not as ASCII escapes", async () => {
    const client = stores.client({ compression: "none" });
    const pointer = await client.putItem("cjk", "漢字");
    expect((await stores.rows(pointer.partition_key))[0]?.data).toEqual({ S: '"漢字"' });
  });
});

describe("shape", () => {
  test("no bucket is needed", async () => {
    const client = new StateDataClient({
      table: stores.table,
      namespace: uniqueNamespace(),
      clients: { dynamodb: stores.dynamodb },
    });
    await client.putItem("small", 1);
    expect(await client.getItem("small")).toBe(1);
  });

  test("an event that is no Map iteration's is told what it lacks", async () => {
    await expect(
      stores.client().getItemForMapIteration({ items_result_table_name: "t" } as never),
    ).rejects.toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringMatching(/no "items_result_partition_key".*ItemSelector/),
    });
  });

  test("importing needs no region and no credentials", () => {
    const project = fileURLToPath(new URL("../..", import.meta.url));
    const source = `import("./src/index.ts").then(({ Context }) => { new Context(); console.log("fine") })`;
    const output = execFileSync(process.execPath, ["--import", "tsx", "--eval", source], {
      cwd: project,
      env: { PATH: process.env.PATH ?? "" },
      encoding: "utf8",
    });
    expect(output).toContain("fine");
  });
});

describe("beside the Python original", () => {
  test("all that it wrote is readable, by name and by its pointers, without a switch", async () => {
    const client = stores.client({ namespace: "execution-1" });
    const place = `execution-1:${crypto.randomUUID()}`;
    const key = place.split(":")[1] ?? "";
    await putAsPython(stores, place, ['{"name": "jerry"}', '"\\u6f22"']);
    expect(await client.getItems(key)).toEqual([{ name: "jerry" }, "漢"]);
    expect(await client.getItem(key, { index: 1 })).toBe("漢");
    const pointer = { table_name: stores.table, partition_key: place, items: [1, 1] as 1[] };
    expect(await client.getGlobalItems(pointer)).toEqual([{ name: "jerry" }, "漢"]);
    expect(
      await client.getGlobalItemForMapIteration(iterationEvent({ ...pointer, key }, 0)),
    ).toEqual({ name: "jerry" });
  });

  test("its overflow objects are read from this client's bucket", async () => {
    const client = stores.client({ namespace: "execution-2" });
    const key = crypto.randomUUID();
    const data = noise(400_000);
    const objectKey = `workflow_state_data/${stores.table}/execution-2:${key}/0`;
    await stores.putObject(objectKey, JSON.stringify(data));
    await stores.putRow({
      partition_key: { S: `execution-2:${key}` },
      sort_key: { N: "0" },
      expires_at: { N: String(Math.floor(Date.now() / 1_000) + 1_000) },
      s3_key: { S: objectKey },
    });
    expect(await client.getItem(key)).toBe(data);
    await expect(
      stores.client({ namespace: "execution-2", bucket: undefined }).getItem(key),
    ).rejects.toThrow(/SFN_DATA_S3_BUCKET/);
  });

  test("a stale tail that it left is not read through its pointer", async () => {
    const place = `execution-3:${crypto.randomUUID()}`;
    await putAsPython(stores, place, ["1", "2", "3", "4", "5"]);
    await putAsPython(stores, place, ["10", "20"]);
    const pointer = { table_name: stores.table, partition_key: place, items: [1, 1] as 1[] };
    expect(await stores.client().getGlobalItems(pointer)).toEqual([10, 20]);
  });

  test('interop: "py2sfn" writes what it reads, by name, overflow included', async () => {
    const namespace = crypto.randomUUID();
    const client = stores.client({ namespace, interop: "py2sfn" });
    const items = [{ name: "jerry" }, "x".repeat(100_000), noise(400_000)];
    const pointer = await client.putItems("list", items);
    expect(pointer).toEqual({
      table_name: stores.table,
      partition_key: `${namespace}:list`,
      key: "list",
      items: [1, 1, 1],
    });
    for (const [index, item] of items.entries()) {
      expect(await getAsPython(stores, `${namespace}:list`, index)).toEqual(item);
    }
    const rows = await stores.rows(`${namespace}:list`);
    expect(rows.map(({ s3_key }) => s3_key !== undefined)).toEqual([false, false, true]);
    expect(await client.getItems("list")).toEqual(items);
    await client.putItems("list", [1]);
    expect(await stores.rows(`${namespace}:list`)).toHaveLength(1);
  });
});
