import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  type Context,
  type ItemPointer,
  type ListPointer,
  type MapIterationEvent,
  task,
} from "sfn-task-tools";
import { createTestContext } from "sfn-task-tools/local";
import { describe, expect, test } from "vitest";

const noise = (bytes: number) =>
  Array.from({ length: bytes / 10 }, () => Math.random().toString(36).slice(2, 12).padEnd(10)).join(
    "",
  );

/** Handlers as users write them: they make their Context from the environment. */
const collect = task((words: readonly string[], { stateData }: Context) =>
  stateData.putItems("words", words),
);
const measure = task(async (event: MapIterationEvent<string>, { stateData }) => {
  const word = await stateData.getItemForMapIteration(event);
  await stateData.putItemForMapIteration(event, word.length, { key: "lengths" });
});
const total = task(async (words: ListPointer<string>, { stateData }) => {
  const lengths = await stateData.getMapOutputs<number>(words, "lengths");
  return lengths.reduce((sum, length) => sum + length, 0);
});

describe("a test context", () => {
  test("runs handlers as a state machine would, one execution's tasks after each other", async () => {
    await using test = await createTestContext();
    const words = await collect(test.event(["a", "bc", "def"]), test.lambda);
    for (const event of test.mapEvents(words)) await measure(event, test.lambda);
    expect(await total(test.event(words), test.lambda)).toBe(6);
    expect(await test.stateData.getItems("words")).toEqual(["a", "bc", "def"]);
  });

  test("has a Context of its own, with the options that are given", async () => {
    await using test = await createTestContext({ context: { ttlDays: 2, maxResultBytes: 10 } });
    const pointer = await test.context.stateData.putItem("item", 1);
    expect(pointer.partition_key).toBe(`${test.context.execution?.namespace}:item`);
    await expect(test.context.guardResult("x".repeat(20))).rejects.toThrow("at most 10");
    const { DynamoDBClient } = await import("@aws-sdk/client-dynamodb");
    const client = new DynamoDBClient(test.stores.clientConfig("dynamodb"));
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: pointer.table_name,
        Key: { partition_key: { S: pointer.partition_key }, sort_key: { N: "0" } },
      }),
    );
    client.destroy();
    expect(Number(Item?.expires_at?.N) - Date.now() / 1_000).toBeCloseTo(2 * 86_400, -2);
  });

  test("tells handlers all that the context object tells", async () => {
    await using test = await createTestContext({ timeLimit: 5_000 });
    const seen = task((input: unknown, { execution, lambda }: Context) => ({
      input,
      execution: { ...execution },
      remaining: lambda?.getRemainingTimeInMillis(),
    }));
    const event = test.event(
      { at: new Date(0) },
      { state: "Collect", retryCount: 2, mapIndex: 3, taskToken: "token" },
    );
    const { execution, input, remaining } = await seen(event, test.lambda);
    expect(input).toEqual({ at: "1970-01-01T00:00:00.000Z" });
    expect(execution).toMatchObject({
      arn: test.context.execution?.arn,
      stateMachine: { name: "test", arn: expect.stringContaining(":stateMachine:test") },
      startTime: expect.any(String),
      redriveCount: 0,
      state: { name: "Collect", retryCount: 2 },
      mapIndex: 3,
      taskToken: "token",
    });
    expect(remaining).toBeGreaterThan(3_000);
    expect(remaining).toBeLessThanOrEqual(5_000);
  });

  test("sets the environment for as long as it is open, and only then", async () => {
    const before = { ...process.env, AWS_PROFILE: "somebody" };
    process.env.AWS_PROFILE = "somebody";
    const test = await createTestContext();
    expect(process.env).toMatchObject(test.environment);
    expect(process.env.AWS_PROFILE).toBeUndefined();
    await test.close();
    await test.close();
    expect({ ...process.env }).toEqual(before);
    delete process.env.AWS_PROFILE;

    await using silent = await createTestContext({ setEnvironment: false });
    expect(process.env.SFN_DATA_TABLE).toBeUndefined();
    await silent.stateData.putItem("item", 1);
  });

  test("takes down what tasks say to Step Functions", async () => {
    await using test = await createTestContext();
    const stop = task((_: unknown, context: Context) => context.stopExecution({ error: "Enough" }));
    expect(await stop(test.event({}), test.lambda)).toBeUndefined();
    const report = task(async (_: unknown, context: Context) => {
      await context.sendTaskHeartbeat();
      await context.sendTaskSuccess([1]);
      await context.sendTaskFailure({ error: "Late" });
    });
    await report(test.event({}, { taskToken: "token" }), test.lambda);
    const executionArn = test.context.execution?.arn;
    expect(test.stepFunctionsCalls).toEqual([
      { operation: "StopExecution", input: { executionArn, error: "Enough" } },
      { operation: "DescribeExecution", input: { executionArn } },
      { operation: "SendTaskHeartbeat", input: { taskToken: "token" } },
      { operation: "SendTaskSuccess", input: { taskToken: "token", output: "[1]" } },
      { operation: "SendTaskFailure", input: { taskToken: "token", error: "Late" } },
    ]);
  });
});

describe("the switches for faults", () => {
  const put = task((input: unknown, { stateData }: Context) => stateData.putItem("item", input));
  const list = task((input: readonly unknown[], { stateData }: Context) =>
    stateData.putItems("list", input),
  );
  const get = task((pointer: ItemPointer<unknown>, { stateData }) => stateData.getItem(pointer));

  test("that pass are not noticed", async () => {
    await using test = await createTestContext();
    test.faults.throttle({ operation: "PutItem" });
    test.faults.fail({ operation: "PutItem" });
    test.faults.cut({ operation: "PutItem" });
    test.faults.loseAnswer({ operation: "PutItem" });
    const pointer = await put(test.event(1), test.lambda);
    test.faults.delay(50, { operation: "GetItem" });
    const start = performance.now();
    expect(await get(test.event(pointer), test.lambda)).toBe(1);
    expect(performance.now() - start).toBeGreaterThan(45);

    test.faults.unprocessed({ times: 3 });
    const pointers = await list(test.event(Array.from({ length: 60 }, (_, n) => n)), test.lambda);
    expect(await test.stateData.getItems(pointers)).toHaveLength(60);
  });

  test("of S3 are S3's", async () => {
    await using test = await createTestContext();
    for (const operation of ["PutObject", "GetObject"] as const) {
      test.faults.throttle({ operation });
      test.faults.fail({ operation });
      test.faults.cut({ operation });
      test.faults.loseAnswer({ operation });
    }
    const data = noise(100_000);
    const pointer = await put(test.event(data), test.lambda);
    expect(await get(test.event(pointer), test.lambda)).toBe(data);
    test.faults.deny({ operation: "GetObject" });
    await expect(get(test.event(pointer), test.lambda)).rejects.toMatchObject({
      name: "StateDataAccessError",
      resource: "state-data",
    });
  });

  test("that last fail the task under the name that Retry and Catch see", async () => {
    await using test = await createTestContext({ timeLimit: 1_500 });
    test.faults.fail({ times: Number.POSITIVE_INFINITY });
    await expect(put(test.event(1), test.lambda)).rejects.toMatchObject({
      name: "StateDataUnavailableError",
    });

    await using another = await createTestContext();
    another.faults.fail({ times: Number.POSITIVE_INFINITY });
    another.faults.clear();
    await another.stateData.putItem("item", 1);
  });

  test("that lose an answer leave what the request has done", async () => {
    await using test = await createTestContext({ timeLimit: 1_500 });
    test.faults.loseAnswer({ operation: "PutItem", times: Number.POSITIVE_INFINITY });
    await expect(put(test.event(1), test.lambda)).rejects.toMatchObject({
      name: "StateDataUnavailableError",
    });
    await using reader = await createTestContext({ setEnvironment: false });
    const { Context } = await import("sfn-task-tools");
    const { stateData } = new Context({ execution: test.context.execution, env: test.environment });
    expect(await stateData.getItem("item")).toBe(1);
    await expect(reader.stateData.getItem("item")).rejects.toThrow("is not there");
  });

  test("between an object and its row leave nothing that a reader sees", async () => {
    await using test = await createTestContext();
    test.faults.deny({ operation: "PutItem" });
    await expect(put(test.event(noise(100_000)), test.lambda)).rejects.toMatchObject({
      name: "StateDataAccessError",
    });
    await expect(test.stateData.getItem("item")).rejects.toMatchObject({
      name: "StateDataNotFoundError",
      expired: false,
    });
    expect(await test.deleteObjects()).toBe(1);
  });

  test("of time and of lifecycle rules meet what was put until then", async () => {
    await using test = await createTestContext();
    const expired = await put(test.event("old"), test.lambda);
    await test.expireAll();
    await expect(get(test.event(expired), test.lambda)).rejects.toMatchObject({
      name: "StateDataNotFoundError",
      expired: true,
    });
    const pointer = await put(test.event(noise(100_000)), test.lambda);
    test.faults.fail({ times: 3 }); // meets the task's requests, not those of the next line
    expect(await test.deleteObjects()).toBe(1);
    await expect(get(test.event(pointer), test.lambda)).rejects.toMatchObject({
      name: "StateDataIntegrityError",
    });
  });

  test("of Step Functions are met, too", async () => {
    await using test = await createTestContext();
    test.faults.deny({ operation: "DescribeExecution" });
    const stop = task((_: unknown, context: Context) => context.stopExecution());
    expect(await stop(test.event({}), test.lambda)).toBeUndefined();
    test.faults.deny({ operation: "StopExecution" });
    await expect(stop(test.event({}), test.lambda)).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });
});
