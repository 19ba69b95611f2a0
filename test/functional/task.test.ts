import { createHash, randomUUID } from "node:crypto";
import { DeleteBucketCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import {
  type Context,
  type ContextOptions,
  type ItemPointer,
  isOffloaded,
  type ListPointer,
  type MapIterationEvent,
  type Offloaded,
  PayloadTooLargeError,
  task,
} from "sfn-task-tools";
import { describe, expect, test } from "vitest";
import { createBucket } from "../stores/inject.js";
import { noise, useStores } from "./fixture.js";

const stores = useStores();
const MACHINE = "arn:aws:states:us-east-1:123456789012:execution:machine";
const LIMIT = 204_800;

/** What every task of a test is made with. */
const options = () => ({
  table: stores.table,
  bucket: stores.bucket,
  clients: { dynamodb: stores.dynamodb, s3: stores.s3 },
});

/** The event of a Task state in an execution, after a passage over the wire. */
function envelope<T>(
  input: T,
  execution = `${MACHINE}:${randomUUID()}`,
): { input: T; context: unknown } {
  return JSON.parse(JSON.stringify({ input, context: { Execution: { Id: execution } } }));
}

const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const sizeOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** The rejection of a promise, as the class that it should be. */
async function errorOf<E extends Error>(promise: Promise<unknown>): Promise<E> {
  return promise.then(
    () => expect.fail("It resolved."),
    (error: E) => error,
  );
}

/** A value whose JSON text has exactly so many bytes. */
const textOf = (bytes: number) => "x".repeat(bytes - 2);

describe("what a task puts, the next one gets", () => {
  test("a list over a Map, in each other's types", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const collect = task(
      (input: { count: number }, { stateData }: Context) =>
        stateData.putItems(
          "words",
          Array.from({ length: input.count }, (_, n) => `word ${n}`),
        ),
      options(),
    );
    const measure = task(async (event: MapIterationEvent<string>, { stateData }) => {
      const word = await stateData.getItemForMapIteration(event);
      await stateData.putItemForMapIteration(event, word.length, { key: "lengths" });
    }, options());
    const total = task(async (words: ListPointer<string>, { stateData }) => {
      const lengths = await stateData.getMapOutputs<number>(words, "lengths");
      return lengths.reduce((sum, length) => sum + length, 0);
    }, options());

    const words = sent(await collect(envelope({ count: 12 }, execution)));
    for (const index of words.items.keys()) {
      const event = {
        items_result_table_name: words.table_name,
        items_result_partition_key: words.partition_key,
        items_result_key: words.key,
        context_index: index,
      };
      expect(await measure(envelope(event, execution))).toBeUndefined();
    }
    expect(await total(envelope(words, execution))).toBe(10 * 6 + 2 * 7);
  });

  test("a result of any size, where it may be offloaded", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const large = { pages: Array.from({ length: 40 }, () => noise(20_000)), title: "large" };
    const produce = task(() => large, { ...options(), offload: true });
    const consume = task((input: typeof large, context) => {
      expect(context.input).not.toEqual(input);
      return input.pages.length;
    }, options());

    const passed = sent(await produce(envelope({}, execution)));
    expect(isOffloaded(passed)).toBe(true);
    expect(passed).toEqual({
      $state_data: {
        table_name: stores.table,
        partition_key: expect.stringMatching(/^machine\/[^:]+:offloaded-[0-9a-f]{64}$/),
        key: expect.stringMatching(/^offloaded-[0-9a-f]{64}$/),
        size: sizeOf(large),
      },
    });
    expect(await consume(envelope(passed as typeof large, execution))).toBe(40);
  });

  test("what is offloaded is put back wherever the state machine has put it", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const produce = task((text: string) => text, { ...options(), offload: true });
    const [one, other] = await Promise.all([
      produce(envelope(textOf(LIMIT + 1), execution)),
      produce(envelope(noise(LIMIT * 2), execution)),
    ]);
    const input = sent({
      branches: [{ a: one, b: 1 }, other, [one]],
      constructor: { toString: one },
    });
    const echo = task((given: unknown) => JSON.stringify(given).length, options());
    const consume = task((given: { branches: unknown[] }) => given, {
      ...options(),
      maxResultBytes: 10_000_000,
    });
    const got = await consume(envelope(input, execution));
    const whole = textOf(LIMIT + 1);
    expect(got).toMatchObject({
      branches: [{ a: whole, b: 1 }, expect.any(String), [whole]],
      constructor: { toString: whole },
    });
    expect(await echo(envelope(input, execution))).toBeGreaterThan(LIMIT * 5);
    const raw = task((given: typeof input) => given, { ...options(), resolve: false });
    expect(await raw(envelope(input, execution))).toEqual(input);
  });
});

describe("the guard of the result", () => {
  const echo = (more: ContextOptions = {}) =>
    task((input: unknown) => input, { ...options(), offload: false, ...(more as object) });

  test("lets through what has just the size that is safe, counted in bytes of UTF-8", async () => {
    const most = "ü".repeat(LIMIT / 2 - 1);
    expect(sizeOf(most)).toBe(LIMIT);
    expect(await echo()(envelope(most))).toBe(most);
    const error = await errorOf<PayloadTooLargeError>(echo()(envelope(`${most}x`)));
    expect(error).toMatchObject({ name: "PayloadTooLargeError", size: LIMIT + 1, limit: LIMIT });
  });

  test("names the fattest paths with their sizes, and the way out", async () => {
    const result = {
      pages: [{ body: textOf(150_000) }, { body: "short" }],
      rows: Array.from({ length: 10_000 }, () => 12_345),
      "odd name": textOf(100_000),
      small: 1,
    };
    const error = await errorOf<PayloadTooLargeError>(task(() => result, options())(envelope({})));
    expect(error).toBeInstanceOf(PayloadTooLargeError);
    expect(error.paths).toEqual([
      { path: "$.pages[0].body", size: 150_000 },
      { path: '$["odd name"]', size: 100_000 },
      { path: "$.rows", size: 60_001 },
    ]);
    expect(error.message).toContain("$.pages[0].body (150000)");
    expect(error.message).toContain("task(run, { offload: true })");
  });

  test("counts input and result together where the state merges them", async () => {
    const input = textOf(150_000);
    const run = () => textOf(100_000);
    expect(await task(run, options())(envelope(input))).toHaveLength(99_998);
    const merging = task(run, { ...options(), mergesInput: true });
    const error = await errorOf<PayloadTooLargeError>(merging(envelope(input)));
    expect(error.size).toBe(250_000);
    expect(error.message).toContain("150000 of them the input");
    const offloading = task(run, { ...options(), mergesInput: true, offload: true });
    expect(isOffloaded(await offloading(envelope(input)))).toBe(true);
    const hopeless = await errorOf<PayloadTooLargeError>(
      task(run, { ...options(), mergesInput: true, offload: true, maxResultBytes: 150_000 })(
        envelope(input),
      ),
    );
    expect(hopeless.message).toContain("The input alone is too large");
  });

  test("offloads the largest of the named properties, and no more than needed", async () => {
    const result = {
      status: "DONE",
      large: textOf(120_000),
      largest: textOf(150_000),
      other: textOf(50_000),
    };
    const run = task(() => result, {
      ...options(),
      offload: ["other", "large", "largest", "gone"],
    });
    const passed = await run(envelope({}));
    expect(isOffloaded(passed.largest)).toBe(true);
    expect({ ...passed, largest: "" }).toEqual({ ...result, largest: "" });
  });

  test("puts nothing where the named properties are not enough", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const result = { kept: textOf(LIMIT), moved: textOf(100_000) };
    const run = task(() => result, { ...options(), offload: ["moved"] });
    const error = await errorOf<PayloadTooLargeError>(run(envelope({}, execution)));
    expect(error.message).toContain("Even with 1 of the properties offloaded");
    expect(error.paths.map(({ path }) => path)).toEqual(["$.kept", "$.moved"]);
    const hash = createHash("sha256").update(JSON.stringify(result.moved)).digest("hex");
    const namespace = `machine/${execution.split(":").at(-1)}`;
    expect(await stores.rows(`${namespace}:offloaded-${hash}`)).toEqual([]);
    // It would have been there.
    await task(() => result.moved, { ...options(), offload: true, maxResultBytes: 50_000 })(
      envelope({}, execution),
    );
    expect(await stores.rows(`${namespace}:offloaded-${hash}`)).toHaveLength(1);
  });

  test("names what is put by its content, so that attempts and iterations put the same", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const produce = task((text: string) => text, { ...options(), offload: true });
    const text = noise(LIMIT + 10);
    const passed = await Promise.all(
      Array.from({ length: 5 }, () => produce(envelope(text, execution))),
    );
    expect(new Set(passed.map((marker) => JSON.stringify(marker))).size).toBe(1);
    const { partition_key } = (passed[0] as unknown as Offloaded).$state_data;
    expect(await stores.rows(partition_key)).toHaveLength(1);
    const elsewhere = await produce(envelope(text));
    expect(elsewhere).not.toEqual(passed[0]);
  });

  test("says what is missing where it cannot offload", async () => {
    const large = () => textOf(LIMIT + 1);
    const flat = await errorOf<Error>(task(large, { ...options(), offload: true })({}));
    expect(flat.name).toBe("PayloadTooLargeError");
    expect(flat.message).toContain('"context.$": "$$"');
    const noTable = task(large, { ...options(), table: undefined, offload: true, env: {} });
    expect((await errorOf<Error>(noTable(envelope({})))).message).toContain("SFN_DATA_TABLE");
  });
});

describe("an offloaded value that is not what it should be", () => {
  const consume = () => task((input: unknown) => input, options());
  const pointer = (fields: object) => ({ deep: [{ $state_data: fields }] });

  test("is refused in another table or another execution's namespace", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const produce = task(() => textOf(LIMIT + 1), { ...options(), offload: true });
    const { $state_data: own } = (await produce(envelope({}, execution))) as unknown as Offloaded;
    for (const [forged, reader] of [
      [own, `${MACHINE}:${randomUUID()}`],
      [{ ...own, table_name: "other" }, execution],
    ] as const) {
      const error = await errorOf<Error>(consume()(envelope(pointer(forged), reader)));
      expect(error).toMatchObject({ name: "UntrustedPointerError", resource: forged.table_name });
      expect(error.message).toContain("$.deep[0]");
    }
    // The way that the message tells.
    const follow = task(
      async (input: { deep: [Offloaded<string>] }, { stateData }) =>
        (await stateData.getGlobalItem(input.deep[0].$state_data)).length,
      { ...options(), resolve: false },
    );
    expect(await follow(envelope(pointer(own) as { deep: [Offloaded<string>] }))).toBe(LIMIT - 1);
  });

  test.each([
    [{}],
    [null],
    ["text"],
    [[1]],
    [{ table_name: 1, partition_key: "a:b", key: "b" }],
    [{ table_name: "t", partition_key: "a:b" }],
  ])("is refused when it is %j", async (fields) => {
    const error = await errorOf<Error>(consume()(envelope(pointer(fields as object))));
    expect(error).toMatchObject({ name: "InvalidArgumentError" });
    expect(error.message).toContain("$.deep[0]");
  });

  test("is data where it has other properties, too", async () => {
    const input = { $state_data: { table_name: "t" }, more: 1 };
    expect(await consume()(envelope(input))).toEqual(input);
  });

  test("says that it has expired", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const produce = task(() => textOf(LIMIT + 1), {
      ...options(),
      offload: true,
      ttlDays: 1 / 86_400,
    });
    const marker = await produce(envelope({}, execution));
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const error = await errorOf<Error>(consume()(envelope(marker, execution)));
    expect(error).toMatchObject({ name: "StateDataNotFoundError", expired: true });
  });

  test("names the bucket that was replaced", async () => {
    const bucket = await createBucket(stores.s3);
    const execution = `${MACHINE}:${randomUUID()}`;
    const produce = task(() => noise(LIMIT + 1), { ...options(), bucket, offload: true });
    const marker = await produce(envelope({}, execution));
    const { partition_key } = (marker as unknown as Offloaded).$state_data;
    const [row] = await stores.rows(partition_key);
    await stores.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: row?.s3_key?.S ?? "" }));
    await stores.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    const error = await errorOf<Error>(consume()(envelope(marker, execution)));
    expect(error).toMatchObject({
      name: "StateDataAccessError",
      resource: bucket,
      reason: "missing",
    });
  });

  test("cannot be altered unseen where it has overflowed", async () => {
    const execution = `${MACHINE}:${randomUUID()}`;
    const produce = task(() => noise(LIMIT + 1), { ...options(), offload: true });
    const marker = await produce(envelope({}, execution));
    const { partition_key } = (marker as unknown as Offloaded).$state_data;
    const [row] = await stores.rows(partition_key);
    const key = row?.s3_key?.S ?? "";
    await stores.putObject(key, '"forged"');
    const error = await errorOf<Error>(consume()(envelope(marker, execution)));
    expect(error.name).toBe("StateDataIntegrityError");
  });
});

describe("the execution of a task", () => {
  const where = (more: object = {}) =>
    task(
      (_: unknown, { stateData }) => stateData.putItem("here", 1) as Promise<ItemPointer<number>>,
      { ...options(), ...more },
    );

  test("is the envelope's, also of a Map's child and of EXPRESS", async () => {
    const express = MACHINE.replace(":execution:", ":express:");
    for (const [arn, namespace] of [
      [`${MACHINE}:run`, "machine/run"],
      [`${MACHINE}/label:run`, "machine/label/run"],
      [`${express}:run:unique`, "machine/unique"],
    ] as const) {
      const pointer = await where()(envelope({}, arn));
      expect(pointer.partition_key).toBe(`${namespace}:here`);
    }
  });

  test("of a flat event is what the option makes of it", async () => {
    const execution = (event: unknown) => (event as { arn?: string }).arn;
    const pointer = await where({ execution })({ arn: `${MACHINE}:flat` });
    expect(pointer.partition_key).toBe("machine/flat:here");
    await expect(where({ execution })({})).rejects.toThrow('"context.$": "$$"');
  });
});
