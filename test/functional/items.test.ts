import { StateDataClient } from "sfn-task-tools";
import { describe, expect, test } from "vitest";
import { denied } from "../faults/index.js";
import { iterationEvent, noise, uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();

describe("single items", () => {
  test("what is put is what is got, by key and by pointer", async () => {
    const client = stores.client();
    for (const data of [null, false, 0, "", [], {}, "text", { a: [1, { b: "ü漢😀" }] }]) {
      const pointer = await client.putItem("thing", data);
      expect(await client.getItem("thing")).toEqual(data);
      expect(await client.getItem(pointer)).toEqual(data);
    }
  });

  test("the pointer has the fields of the Python original, and nothing else", async () => {
    const namespace = uniqueNamespace();
    const client = stores.client({ namespace });
    expect(await client.putItem("thing", 1)).toEqual({
      table_name: stores.table,
      partition_key: `${namespace}:thing`,
      key: "thing",
    });
  });

  test("an index is a place of its own, and the pointer says which", async () => {
    const client = stores.client();
    await client.putItem("thing", "zero");
    const pointer = await client.putItem("thing", "seven", { index: 7 });
    expect(pointer.index).toBe(7);
    expect(await client.getItem("thing")).toBe("zero");
    expect(await client.getItem("thing", { index: 7 })).toBe("seven");
    expect(await client.getItem(pointer)).toBe("seven");
  });

  test("a small item is one plain row of the original's attributes", async () => {
    const namespace = uniqueNamespace();
    await stores.client({ namespace }).putItem("thing", { name: "jerry" });
    expect(await stores.rows(`${namespace}:thing`)).toEqual([
      {
        partition_key: { S: `${namespace}:thing` },
        sort_key: { N: "0" },
        expires_at: { N: expect.stringMatching(/^\d+$/) },
        data: { S: '{"name":"jerry"}' },
      },
    ]);
  });

  test("rows expire after 30 days unless told otherwise", async () => {
    const namespace = uniqueNamespace();
    await stores.client({ namespace }).putItem("default", 1);
    await stores.client({ namespace, ttlDays: 0.5 }).putItem("short", 1);
    const days = async (key: string) => {
      const [row] = await stores.rows(`${namespace}:${key}`);
      return (Number(row?.expires_at?.N) - Date.now() / 1_000) / 86_400;
    };
    expect(await days("default")).toBeCloseTo(30, 2);
    expect(await days("short")).toBeCloseTo(0.5, 2);
  });

  test.each(["gzip", "br"] as const)(
    "what compresses well is kept as %s in the row",
    async (codec) => {
      const namespace = uniqueNamespace();
      const data = Array.from({ length: 500 }, (_, id) => ({ id, name: "a name that repeats" }));
      await stores.client({ namespace, compression: codec }).putItem("thing", data);
      const [row] = await stores.rows(`${namespace}:thing`);
      expect(row).toMatchObject({
        codec: { S: codec },
        size: { N: String(JSON.stringify(data).length) },
        data: { B: expect.any(Uint8Array) },
      });
      expect(await stores.client({ namespace, compression: "none" }).getItem("thing")).toEqual(
        data,
      );
    },
  );

  test("what is large overflows into an object that only this item has", async () => {
    const namespace = uniqueNamespace();
    const client = stores.client({ namespace });
    const data = noise(200_000);
    await client.putItem("large", data);
    await client.putItem("same", data);
    expect(await client.getItem("large")).toBe(data);
    const [large] = await stores.rows(`${namespace}:large`);
    const [same] = await stores.rows(`${namespace}:same`);
    expect(large?.s3_key?.S).toMatch(
      /^state-data\/\d{4}-\d\d-\d\d\/[0-9a-f]{64}\/0\/[0-9a-f]{64}$/,
    );
    expect(large?.s3_bucket?.S).toBe(stores.bucket);
    expect(large?.s3_key?.S).not.toBe(same?.s3_key?.S);
    expect(Buffer.from(await stores.getObject(large?.s3_key?.S ?? "")).toString()).toBe(
      JSON.stringify(data),
    );
  });

  test("overflowAbove decides by the stored bytes", async () => {
    const namespace = uniqueNamespace();
    const client = stores.client({ namespace, overflowAbove: 1_000, compression: "none" });
    await client.putItem("at", "x".repeat(998));
    await client.putItem("above", "x".repeat(999));
    expect((await stores.rows(`${namespace}:at`))[0]?.s3_key).toBeUndefined();
    expect((await stores.rows(`${namespace}:above`))[0]?.s3_key).toBeDefined();
  });

  test("without a bucket, a row takes up to DynamoDB's limit", async () => {
    const client = stores.client({ bucket: undefined });
    const data = noise(300_000);
    await client.putItem("large", data);
    expect(await client.getItem("large")).toBe(data);
  });

  test("the Global methods use the table that they are told", async () => {
    const client = new StateDataClient({ clients: { dynamodb: stores.dynamodb, s3: stores.s3 } });
    const location = { table_name: stores.table, partition_key: "other-project:thing" };
    const pointer = await client.putGlobalItem(location, { from: "elsewhere" }, { index: 2 });
    expect(pointer).toEqual({ ...location, key: "thing", index: 2 });
    expect(await client.getGlobalItem(pointer)).toEqual({ from: "elsewhere" });
    expect(await client.getGlobalItem(location, { index: 2 })).toEqual({ from: "elsewhere" });
    expect(await client.getGlobalItems(location, { allowMissing: true })).toEqual([
      undefined,
      undefined,
      { from: "elsewhere" },
    ]);
  });
});

describe("lists", () => {
  const shows = [{ name: "jerry" }, { name: "elaine" }, { name: "george" }];

  test("a list is got by name and by pointer, whole and in order", async () => {
    const client = stores.client();
    const pointer = await client.putItems("characters", shows);
    expect(pointer.items).toEqual([1, 1, 1]);
    expect(pointer.key).toMatch(/^characters~[0-9a-v]{16}$/);
    expect(await client.getItems("characters")).toEqual(shows);
    expect(await client.getItems(pointer)).toEqual(shows);
    expect(await client.getItem("characters", { index: 1 })).toEqual({ name: "elaine" });
    expect(await client.getItem(pointer, { index: 1 })).toEqual({ name: "elaine" });
  });

  test("a pointer still reads its own list after the name went to another", async () => {
    const client = stores.client();
    const first = await client.putItems("characters", shows);
    const second = await client.putItems("characters", [{ name: "kramer" }]);
    expect(await client.getItems("characters")).toEqual([{ name: "kramer" }]);
    expect(await client.getItems(second)).toEqual([{ name: "kramer" }]);
    expect(await client.getItems(first)).toEqual(shows);
  });

  test("a pointer works after it went through JSON, and with only some of its fields", async () => {
    const client = stores.client();
    const pointer = await client.putItems("characters", shows);
    const copy = JSON.parse(JSON.stringify(pointer));
    expect(await client.getItems(copy)).toEqual(shows);
    const { table_name, partition_key } = copy;
    expect(await client.getGlobalItems({ table_name, partition_key })).toEqual(shows);
  });

  test("a newer list under the same name is put through the pointer of an older one", async () => {
    const client = stores.client();
    const first = await client.putItems("numbers", [1, 2]);
    const second = await client.putItems(first, [3]);
    expect(second.partition_key).not.toBe(first.partition_key);
    expect(await client.getItems<number>("numbers")).toEqual([3]);
  });

  test("an empty list is a list", async () => {
    const client = stores.client();
    const pointer = await client.putItems("nothing", []);
    expect(pointer.items).toEqual([]);
    expect(await client.getItems("nothing")).toEqual([]);
    expect(await client.getItems(pointer)).toEqual([]);
  });

  test("items may come from a generator, and from an asynchronous one", async () => {
    const client = stores.client();
    const numbers = function* () {
      for (let number = 0; number < 60; number++) yield number;
    };
    const later = async function* () {
      for (const number of numbers()) yield number;
    };
    const expected = [...numbers()];
    expect((await client.putItems("sync", numbers())).items).toHaveLength(60);
    expect(await client.getItems("sync")).toEqual(expected);
    expect(await client.getItems(await client.putItems("async", later()))).toEqual(expected);
  });

  test("a long list with overflow objects among its rows keeps its order", async () => {
    const client = stores.client();
    const items = Array.from({ length: 130 }, (_, index) =>
      index % 13 === 0 ? `${index} ${noise(90_000)}` : `${index}`,
    );
    await client.putItems("mixed", items);
    expect(await client.getItems("mixed")).toEqual(items);
  });

  test("iterateItems gives the same, one by one, and may be left early", async () => {
    const client = stores.client();
    const items = Array.from({ length: 300 }, (_, index) => ({ index, text: noise(8_000) }));
    const pointer = await client.putItems("many", items);
    const seen: unknown[] = [];
    for await (const item of client.iterateItems(pointer)) seen.push(item);
    expect(seen).toEqual(items);
    for await (const item of client.iterateItems(pointer)) {
      expect(item).toEqual(items[0]);
      break;
    }
  });

  test("single rows put by index under one name are a list, and a gap is an error unless allowed", async () => {
    const client = stores.client();
    await client.putItem("rows", "a secret", { index: 0 });
    await client.putItem("rows", "d", { index: 3 });
    await expect(client.getItems("rows")).rejects.toMatchObject({
      name: "StateDataNotFoundError",
      missing: [1, 2],
      place: { table: stores.table, partitionKey: expect.stringMatching(/:rows$/) },
    });
    const error = await client.getItems("rows").catch((reason: object) => reason);
    expect(JSON.stringify(error)).not.toContain("secret");
    expect(await client.getItems("rows", { allowMissing: true })).toEqual([
      "a secret",
      undefined,
      undefined,
      "d",
    ]);
    const seen: unknown[] = [];
    await expect(async () => {
      for await (const item of client.iterateItems("rows")) seen.push(item);
    }).rejects.toMatchObject({ name: "StateDataNotFoundError", missing: [1] });
    expect(seen).toEqual(["a secret"]);
  });

  test("a list and single rows of one name are a conflict, and the pointers still work", async () => {
    const client = stores.client();
    const single = await client.putItem("both", "single");
    const list = await client.putItems("both", ["list"]);
    await expect(client.getItems("both")).rejects.toMatchObject({ name: "StateDataConflictError" });
    await expect(client.getItem("both")).rejects.toMatchObject({ name: "StateDataConflictError" });
    expect(await client.getItem(single)).toBe("single");
    expect(await client.getItems(list)).toEqual(["list"]);
  });

  test("an element can be replaced through the list's pointer, but none added", async () => {
    const client = stores.client();
    const pointer = await client.putItems("list", ["a", "b"]);
    await client.putItem(pointer, "B", { index: 1 });
    expect(await client.getItems("list")).toEqual(["a", "B"]);
    await expect(client.putItem(pointer, "C", { index: 2 })).rejects.toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringContaining("which has 2 items, got 2"),
    });
  });

  test("lists go through the Global methods, too", async () => {
    const client = new StateDataClient({ clients: { dynamodb: stores.dynamodb, s3: stores.s3 } });
    const location = { table_name: stores.table, partition_key: `${uniqueNamespace()}:list` };
    const pointer = await client.putGlobalItems(location, [1, 2, 3]);
    expect(pointer.table_name).toBe(stores.table);
    expect(await client.getGlobalItems(pointer)).toEqual([1, 2, 3]);
    expect(await client.getGlobalItems(location)).toEqual([1, 2, 3]);
    const seen: number[] = [];
    for await (const item of client.iterateGlobalItems(pointer)) seen.push(item);
    expect(seen).toEqual([1, 2, 3]);
    expect(await client.deleteGlobalItems(location)).toEqual({ rows: 3, objects: 0 });
    await expect(client.getGlobalItems(location)).rejects.toMatchObject({
      name: "StateDataNotFoundError",
    });
  });
});

describe("Map iterations", () => {
  test("each iteration gets its item, and the outputs come back in order", async () => {
    const client = stores.client();
    const list = await client.putItems("numbers", [1, 2, 3]);
    for (const index of [2, "0", 1]) {
      const event = iterationEvent(list, index);
      const number = await client.getItemForMapIteration<number>(event);
      const pointer = await client.putItemForMapIteration(event, number * 10, { key: "results" });
      expect(pointer.index).toBe(Number(index));
      expect(await client.getItem(pointer)).toBe(number * 10);
    }
    expect(await client.getMapOutputs(list, "results")).toEqual([10, 20, 30]);
    expect(await client.getMapOutputs("numbers", "results")).toEqual([10, 20, 30]);
    expect(await client.getItems(list)).toEqual([1, 2, 3]);
  });

  test("an iteration in a distributed Map's child finds the parent's namespace in its event", async () => {
    const parent = stores.client();
    const list = await parent.putItems("numbers", [7]);
    const child = stores.client({ namespace: "machine/child-label/another" });
    const event = iterationEvent(list, 0);
    expect(await child.getItemForMapIteration(event)).toBe(7);
    await child.putItemForMapIteration(event, 8, { key: "out" });
    expect(await parent.getMapOutputs(list, "out")).toEqual([8]);
  });

  test("missing outputs are told by index, or undefined where that is allowed", async () => {
    const client = stores.client();
    const list = await client.putItems("numbers", [1, 2, 3, 4]);
    await client.putItemForMapIteration(iterationEvent(list, 1), "one", { key: "results" });
    await expect(client.getMapOutputs(list, "results")).rejects.toMatchObject({
      name: "StateDataNotFoundError",
      missing: [0, 2, 3],
      message: expect.stringMatching(/missing: 0, 2, 3\..*\{ key: "results" \}/),
    });
    expect(await client.getMapOutputs(list, "results", { allowMissing: true })).toEqual([
      undefined,
      "one",
      undefined,
      undefined,
    ]);
  });

  test("outputs under the list's own key are refused, since they would replace it", async () => {
    const client = stores.client();
    const list = await client.putItems("numbers", [1]);
    await expect(
      client.putItemForMapIteration(iterationEvent(list, 0), 2, { key: "numbers" }),
    ).rejects.toMatchObject({ name: "InvalidArgumentError" });
    expect(await client.getItems(list)).toEqual([1]);
  });

  test("outputs over single rows are counted by the rows", async () => {
    const client = stores.client();
    await client.putItem("rows", "a", { index: 0 });
    const pointer = await client.putItem("rows", "b", { index: 1 });
    await client.putItemForMapIteration(iterationEvent(pointer, 0), "A", { key: "results" });
    await expect(client.getMapOutputs("rows", "results")).rejects.toMatchObject({ missing: [1] });
    await client.putItemForMapIteration(iterationEvent(pointer, 1), "B", { key: "results" });
    expect(await client.getMapOutputs("rows", "results")).toEqual(["A", "B"]);
  });

  test("the outputs can be deleted, and the list stays", async () => {
    const client = stores.client();
    const list = await client.putItems("numbers", [1, 2]);
    for (const index of [0, 1]) {
      await client.putItemForMapIteration(iterationEvent(list, index), index, { key: "results" });
    }
    expect(await client.deleteMapOutputs(list, "results")).toEqual({ rows: 2, objects: 0 });
    expect(await client.deleteGlobalMapOutputs(list, "results")).toEqual({ rows: 0, objects: 0 });
    await expect(client.getMapOutputs(list, "results")).rejects.toMatchObject({ missing: [0, 1] });
    expect(await client.getItems(list)).toEqual([1, 2]);
  });

  test("the outputs over an empty list are empty", async () => {
    const client = stores.client();
    expect(await client.getMapOutputs(await client.putItems("none", []), "results")).toEqual([]);
  });

  test("another run over another list does not see the outputs of the first", async () => {
    const client = stores.client();
    const first = await client.putItems("numbers", [1, 2]);
    await client.putItemForMapIteration(iterationEvent(first, 0), "old", { key: "results" });
    const second = await client.putItems("numbers", [1, 2]);
    expect(await client.getMapOutputs(second, "results", { allowMissing: true })).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("without a key the input's element is replaced, as the Python original does", async () => {
    const client = stores.client();
    const list = await client.putItems("numbers", [1, 2]);
    await client.putItemForMapIteration(iterationEvent(list, 1), 20);
    expect(await client.getItems(list)).toEqual([1, 20]);
  });

  test("the Global forms work on another project's table", async () => {
    const list = await stores.client().putItems("numbers", [1, 2]);
    const other = stores.client({ table: "some-other-table" });
    const event = iterationEvent(list, 1);
    await expect(other.getItemForMapIteration(event)).rejects.toMatchObject({
      name: "UntrustedPointerError",
    });
    expect(await other.getGlobalItemForMapIteration(event)).toBe(2);
    await other.putGlobalItemForMapIteration(event, "b", { key: "results" });
    await other.putGlobalItemForMapIteration(iterationEvent(list, 0), "a", { key: "results" });
    expect(await other.getGlobalMapOutputs(list, "results")).toEqual(["a", "b"]);
  });
});

describe("deleting", () => {
  test("a list, its objects and its name go, and deleting again is no error", async () => {
    const namespace = uniqueNamespace();
    const client = stores.client({ namespace });
    const pointer = await client.putItems("list", ["small", noise(100_000), noise(100_000)]);
    const keys = (await stores.rows(pointer.partition_key)).flatMap(
      ({ s3_key }) => s3_key?.S ?? [],
    );
    expect(keys).toHaveLength(2);
    expect(await client.deleteItems("list")).toEqual({ rows: 3, objects: 2 });
    expect(await stores.rows(pointer.partition_key)).toEqual([]);
    expect(await stores.rows(`${namespace}:list~head`)).toEqual([]);
    for (const key of keys) await expect(stores.getObject(key)).rejects.toThrow();
    await expect(client.getItems("list")).rejects.toMatchObject({ name: "StateDataNotFoundError" });
    expect(await client.deleteItems("list")).toEqual({ rows: 0, objects: 0 });
  });

  test("deleting by the pointer of an older list leaves the newer one its name", async () => {
    const client = stores.client();
    const first = await client.putItems("list", [1]);
    await client.putItems("list", [2]);
    await client.deleteItems(first);
    expect(await client.getItems("list")).toEqual([2]);
    await expect(client.getItems(first)).rejects.toMatchObject({ name: "StateDataNotFoundError" });
  });

  test("a single item goes by key, and one index of many by its pointer", async () => {
    const client = stores.client();
    await client.putItem("rows", 0, { index: 0 });
    const one = await client.putItem("rows", 1, { index: 1 });
    await client.deleteItems(one);
    expect(await client.getItems("rows")).toEqual([0]);
    await client.deleteItems("rows");
    await expect(client.getItem("rows")).rejects.toMatchObject({ name: "StateDataNotFoundError" });
  });

  test("a deletion that ended half-way has taken the name, and is finished by another", async () => {
    const namespace = uniqueNamespace();
    const { client, dynamodb } = await stores.clientBehindProxy({ namespace });
    const pointer = await client.putItems("list", ["a", noise(100_000)]);
    dynamodb.inject({ operation: "BatchWriteItem", fault: denied() });
    await expect(client.deleteItems("list")).rejects.toMatchObject({
      name: "StateDataAccessError",
    });
    await expect(client.getItems("list")).rejects.toMatchObject({ name: "StateDataNotFoundError" });
    expect(await stores.rows(pointer.partition_key)).toHaveLength(2);
    // By the name, though no reader sees it any more.
    expect(await client.deleteItems("list")).toEqual({ rows: 2, objects: 1 });
    expect(await stores.rows(`${namespace}:list~head`)).toEqual([]);
  });

  test("one index goes, by name as by pointer", async () => {
    const client = stores.client();
    const pointer = await client.putItems("list", ["a", "b", "c"]);
    expect(await client.deleteItems("list", { index: 1 })).toEqual({ rows: 1, objects: 0 });
    expect(await client.deleteItems(pointer, { index: 2 })).toEqual({ rows: 1, objects: 0 });
    await expect(client.getItems(pointer)).rejects.toMatchObject({ missing: [1, 2] });
  });

  test("more than one page of rows goes", async () => {
    const client = stores.client({ compression: "none" });
    const pointer = await client.putItems(
      "pages",
      Array.from({ length: 60 }, () => noise(40_000)),
    );
    expect(await client.deleteItems(pointer)).toEqual({ rows: 60, objects: 0 });
    expect(await stores.rows(pointer.partition_key)).toEqual([]);
  });
});
