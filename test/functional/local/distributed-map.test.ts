import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { only, refusal } from "./engine-fixture.js";
import { distributed, reader, startMapEngine, worker } from "./map-fixture.js";

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const STATES = "arn:aws:states:us-east-1:123456789012";

const failsOn = (bad: unknown) => ({
  picky: (input: unknown) => {
    if (input === bad) throw Object.assign(new Error("not this one"), { name: "Picky" });
    return input;
  },
});

describe("the children of a distributed Map", () => {
  test("are executions with names, inputs, histories and a definition of their own", async () => {
    const engine = await startMapEngine();
    const { sfn, start, ended, mapRun, children } = engine;
    const executionArn = await start(distributed({}), [{ a: 1 }, { a: 2 }]);
    await ended(executionArn);
    const { mapRunArn } = await mapRun(executionArn);
    expect(mapRunArn).toMatch(new RegExp(`^${STATES}:mapRun:machine-1/each:${UUID}$`));

    const [second, first] = await children(mapRunArn);
    expect(second).toMatchObject({ status: "SUCCEEDED", mapRunArn, itemCount: 1 });
    const arn = first?.executionArn;
    expect(arn).toMatch(new RegExp(`^${STATES}:execution:machine-1/each:${UUID}$`));
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    expect(described).toMatchObject({
      name: arn?.split(":").at(-1),
      stateMachineArn: `${STATES}:stateMachine:machine-1/each`,
      mapRunArn,
      input: '{"a":1}',
      output: '{"a":1}',
      status: "SUCCEEDED",
    });
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    expect(events.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "PassStateEntered",
      "PassStateExited",
      "ExecutionSucceeded",
    ]);
    const machine = await sfn.send(
      new DescribeStateMachineForExecutionCommand({ executionArn: arn }),
    );
    expect(machine.mapRunArn).toBe(mapRunArn);
    expect(JSON.parse(machine.definition ?? "")).toEqual({
      QueryLanguage: "JSONPath",
      StartAt: "Echo",
      States: { Echo: { Type: "Pass", End: true } },
    });
  });

  test("see an execution of their own in the context object, and no Map", async () => {
    const { start, ended, children, mapRun } = await startMapEngine();
    const Parameters = { "context.$": "$$" };
    const echo = { StartAt: "Echo", States: { Echo: { Type: "Pass", Parameters, End: true } } };
    const executionArn = await start(distributed({}, echo), ["item"]);
    const [{ context }] = (await ended(executionArn)).output as [{ context: object }];
    const [child] = await children((await mapRun(executionArn)).mapRunArn);
    expect(context).toMatchObject({
      Execution: { Id: child?.executionArn, Name: child?.name, Input: "item" },
      StateMachine: { Id: `${STATES}:stateMachine:machine-1/each`, Name: "machine-1/each" },
    });
    expect(context).not.toHaveProperty("Map");
  });

  test("of type EXPRESS are described and listed, and have no history", async () => {
    const { sfn, start, ended, children, mapRun } = await startMapEngine();
    const executionArn = await start(distributed({}, undefined, "EXPRESS"), [1]);
    await ended(executionArn);
    const [child] = await children((await mapRun(executionArn)).mapRunArn);
    const arn = child?.executionArn;
    expect(arn).toMatch(new RegExp(`^${STATES}:express:machine-1/each:${UUID}:${UUID}$`));
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
    expect(described).toMatchObject({
      status: "SUCCEEDED",
      name: arn?.split(":").slice(7).join(":"),
    });
    const history = sfn.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    expect(await refusal(history)).toMatchObject({ name: "InvalidArn" });
  });

  test("are listed by their Map Run only, by status, in pages", async () => {
    const { sfn, start, ended, mapRun } = await startMapEngine({ functions: failsOn(2) });
    const fields = { ToleratedFailureCount: 1, MaxConcurrency: 1 };
    const executionArn = await start(distributed(fields, worker("picky")), [1, 2, 3]);
    await ended(executionArn);
    const { mapRunArn } = await mapRun(executionArn);
    const list = (input: object) => sfn.send(new ListExecutionsCommand(input));
    const failed = await list({ mapRunArn, statusFilter: "FAILED" });
    expect(failed.executions).toHaveLength(1);
    const page = await list({ mapRunArn, maxResults: 2 });
    const rest = await list({ mapRunArn, maxResults: 2, nextToken: page.nextToken });
    expect([page.executions?.length, rest.executions?.length]).toEqual([2, 1]);
    const stateMachineArn = `${STATES}:stateMachine:machine-1`;
    expect((await list({ stateMachineArn })).executions).toHaveLength(1);
    expect(await refusal(list({ stateMachineArn, mapRunArn }))).toMatchObject({
      name: "ValidationException",
    });
    expect(await refusal(list({}))).toMatchObject({ name: "ValidationException" });
    const unknown = mapRunArn?.replace(/[^:]+$/, "nothing");
    expect(await refusal(list({ mapRunArn: unknown }))).toMatchObject({ name: "ResourceNotFound" });
  });
});

describe("batches", () => {
  test("have as many items as they may, and what all of them get beside", async () => {
    const { start, ended, mapRun, children } = await startMapEngine();
    const ItemBatcher = { MaxItemsPerBatchPath: "$.most", BatchInput: { "of.$": "$.of" } };
    const ItemSelector = { "n.$": "$$.Map.Item.Value" };
    const fields = { ItemsPath: "$.items", ItemBatcher, ItemSelector };
    const executionArn = await start(distributed(fields), { items: [1, 2, 3], most: 2, of: "b" });
    expect((await ended(executionArn)).output).toEqual([
      { BatchInput: { of: "b" }, Items: [{ n: 1 }, { n: 2 }] },
      { BatchInput: { of: "b" }, Items: [{ n: 3 }] },
    ]);
    const { mapRunArn, executionCounts, itemCounts } = await mapRun(executionArn);
    expect([executionCounts?.total, itemCounts?.total]).toEqual([2, 3]);
    expect((await children(mapRunArn)).map(({ itemCount }) => itemCount)).toEqual([1, 2]);
  });

  test("fill up from one part of an object that is read to the next", async () => {
    const engine = await startMapEngine();
    await engine.put("items", Array.from({ length: 700 }, (_, id) => `${id}\n`).join(""));
    const ItemBatcher = { MaxItemsPerBatch: 300 };
    const fields = { ...reader("items", { InputType: "JSONL" }), ItemBatcher };
    const executionArn = await engine.start(distributed(fields));
    const batches = (await engine.ended(executionArn)).output as { Items: number[] }[];
    expect(batches.map(({ Items }) => [Items.length, Items[0]])).toEqual([
      [300, 0],
      [300, 300],
      [100, 600],
    ]);
  });
});

test("of an input of more items than are read at once none is lost", async () => {
  const { start, ended } = await startMapEngine();
  const items = Array.from({ length: 257 }, (_, at) => at);
  expect((await ended(await start(distributed({}), items))).output).toEqual(items);
});

test("the first thousand children that succeeded are kept, and all that failed", async () => {
  const { sfn, start, ended, mapRun } = await startMapEngine({ functions: failsOn(1_050) });
  const items = Array.from({ length: 1_100 }, (_, at) => at);
  const fields = { ToleratedFailureCount: 1, ResultPath: null };
  const executionArn = await start(distributed(fields, worker("picky"), "EXPRESS"), items);
  expect((await ended(executionArn)).status).toBe("SUCCEEDED");
  const { mapRunArn, executionCounts } = await mapRun(executionArn);
  expect(executionCounts).toMatchObject({ succeeded: 1_099, failed: 1, total: 1_100 });
  const kept = async (statusFilter: "SUCCEEDED" | "FAILED") => {
    const list = new ListExecutionsCommand({ mapRunArn, statusFilter, maxResults: 1000 });
    const { executions, nextToken } = await sfn.send(list);
    return [executions?.length, nextToken];
  };
  expect([await kept("SUCCEEDED"), await kept("FAILED")]).toEqual([
    [1_000, undefined],
    [1, undefined],
  ]);
});

describe("limits of data", () => {
  test("all children run though their outputs are more than a state may give", async () => {
    let runs = 0;
    const large = () => {
      runs += 1;
      return "x".repeat(100_000);
    };
    const { start, ended, mapRun } = await startMapEngine({ functions: { large } });
    const executionArn = await start(distributed({}, worker("large")), [1, 2, 3, 4]);
    expect(await ended(executionArn)).toMatchObject({
      status: "FAILED",
      error: "States.DataLimitExceeded",
      cause: expect.stringContaining("'Only'"),
    });
    expect(runs).toBe(4);
    expect(await mapRun(executionArn)).toMatchObject({
      status: "SUCCEEDED",
      executionCounts: { succeeded: 4, total: 4 },
    });
  });

  test.each([
    [262_143 - 2, "SUCCEEDED"],
    [262_143 - 1, "FAILED"],
  ])("outputs are counted to the byte: %i characters of one", async (length, status) => {
    const { start, ended } = await startMapEngine({
      functions: { large: () => "x".repeat(length - 1) },
    });
    const executionArn = await start(distributed({}, worker("large")), [1]);
    expect((await ended(executionArn)).status).toBe(status);
  });

  test("a child gets no more than 256 KiB", async () => {
    const { put, start, ended, mapRun } = await startMapEngine();
    await put("items", JSON.stringify(["a", "x".repeat(262_143)]));
    const executionArn = await start(distributed(reader("items")));
    expect(await ended(executionArn)).toMatchObject({ error: "States.DataLimitExceeded" });
    expect(await mapRun(executionArn)).toMatchObject({ status: "FAILED" });
  });
});

describe("failures", () => {
  const threshold = "States.ExceedToleratedFailureThreshold";

  test("one too many ends the Map and the children that run", async () => {
    const functions = {
      picky: async (input: unknown) => {
        if (input === "bad") throw new Error("bad");
        await new Promise(() => {});
      },
    };
    const { start, ended, mapRun, children } = await startMapEngine({ functions });
    const fields = { MaxConcurrency: 3 };
    const executionArn = await start(distributed(fields, worker("picky")), ["a", "b", "bad", "c"]);
    expect(await ended(executionArn)).toMatchObject({ status: "FAILED", error: threshold });
    const { mapRunArn, status, executionCounts } = await mapRun(executionArn);
    expect(status).toBe("FAILED");
    expect(executionCounts).toMatchObject({
      failed: 1,
      aborted: 2,
      pending: 1,
      running: 0,
      total: 4,
    });
    const statuses = (await children(mapRunArn)).map(({ status }) => status);
    expect(statuses.sort()).toEqual(["ABORTED", "ABORTED", "FAILED"]);
  });

  test.each<[fields: object, bad: number, status: string]>([
    [{ ToleratedFailureCount: 2 }, 2, "SUCCEEDED"],
    [{ ToleratedFailureCount: 2 }, 3, "FAILED"],
    [{ ToleratedFailurePercentage: 25 }, 2, "SUCCEEDED"],
    [{ ToleratedFailurePercentage: 25 }, 3, "FAILED"],
    [{ ToleratedFailurePercentage: 25, ToleratedFailureCount: 1 }, 2, "FAILED"],
    [{ ToleratedFailurePercentage: 100 }, 8, "SUCCEEDED"],
  ])("of eight items %j tolerates %i: %s", async (fields, bad, status) => {
    const functions = {
      picky: (input: number) => (input < bad ? Promise.reject(new Error("bad")) : 0),
    };
    const { put, start, ended } = await startMapEngine({ functions });
    await put("items", "[0,1,2,3,4,5,6,7]");
    const machine = distributed({ ...fields, ...reader("items") }, worker("picky"));
    expect((await ended(await start(machine))).status).toBe(status);
  });

  test("in batches it is items that are tolerated", async () => {
    const functions = { picky: () => Promise.reject(new Error("bad")) };
    const { start, ended } = await startMapEngine({ functions });
    const ItemBatcher = { MaxItemsPerBatch: 3 };
    const machine = (ToleratedFailureCount: number) =>
      distributed({ ItemBatcher, ToleratedFailureCount }, worker("picky"));
    expect((await ended(await start(machine(2), [1, 2, 3]))).status).toBe("FAILED");
    expect((await ended(await start(machine(3), [1, 2, 3]))).status).toBe("SUCCEEDED");
  });

  test("a retry is another Map Run, and a timeout of a child is told as one", async () => {
    const slow = { StartAt: "Slow", States: { Slow: { Type: "Wait", Seconds: 400, End: true } } };
    const engine = await startMapEngine({ clock: "skip" });
    const fields = { Retry: [{ ErrorEquals: [threshold], MaxAttempts: 1 }] };
    const executionArn = await engine.start(distributed(fields, slow, "EXPRESS"), [1]);
    expect(await engine.ended(executionArn)).toMatchObject({ error: threshold });
    const { executionCounts } = await engine.mapRun(executionArn);
    expect(executionCounts).toMatchObject({ timedOut: 1, total: 1 });
    const starts = (await engine.told(executionArn, "ExecutionFailed")).filter(
      ({ type }) => type === "MapRunStarted",
    );
    expect(starts).toHaveLength(2);
  });
});

test("no more children run at a time than MaxConcurrency", async () => {
  let running = 0;
  let most = 0;
  const functions = {
    count: async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(1);
      running -= 1;
    },
  };
  const { start, ended } = await startMapEngine({ functions });
  const items = Array.from({ length: 40 }, (_, at) => at);
  const machine = distributed(
    { MaxConcurrencyPath: "$.at", ItemsPath: "$.items" },
    worker("count"),
  );
  expect((await ended(await start(machine, { at: 3, items }))).status).toBe("SUCCEEDED");
  expect(most).toBe(3);
});

test("a parent that is stopped aborts its Map Run and the children", async () => {
  const wait = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 60, End: true } } };
  const { sfn, start, mapRun, children, told } = await startMapEngine();
  const executionArn = await start(distributed({ MaxConcurrency: 2 }, wait), [1, 2, 3]);
  await told(executionArn, "MapRunStarted");
  await sfn.send(new StopExecutionCommand({ executionArn }));
  const { mapRunArn, status, stopDate, executionCounts } = await mapRun(executionArn);
  expect([status, stopDate]).toEqual(["ABORTED", expect.any(Date)]);
  expect(executionCounts).toMatchObject({ aborted: 2, pending: 1, running: 0, total: 3 });
  const statuses = (await children(mapRunArn)).map(({ status }) => status);
  expect(statuses).toEqual(["ABORTED", "ABORTED"]);
});

test("a branch that fails aborts the Map Run of another", async () => {
  const wait = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 60, End: true } } };
  const map = distributed({}, wait) as { States: object };
  const fail = {
    StartAt: "Soon",
    States: {
      Soon: { Type: "Wait", Seconds: 1, Next: "Fail" },
      Fail: { Type: "Fail", Error: "E" },
    },
  };
  const engine = await startMapEngine({ clock: "skip" });
  const both = { Type: "Parallel", Branches: [map, fail], End: true };
  const executionArn = await engine.start({ StartAt: "Both", States: { Both: both } }, [1]);
  expect(await engine.ended(executionArn)).toMatchObject({ error: "E" });
  expect((await engine.mapRun(executionArn)).status).toBe("ABORTED");
  const events = await engine.told(executionArn, "ExecutionFailed");
  expect(events.map(({ type }) => type)).toContain("MapRunAborted");
});

test("in JSONata the items, limits and batches are expressions", async () => {
  const engine = await startMapEngine();
  const state = {
    ...(
      distributed({
        Items: "{% $states.input.of %}",
        MaxConcurrency: "{% 1 + 1 %}",
        ToleratedFailurePercentage: "{% 50 %}",
        ItemSelector: { key: "{% $states.context.Map.Item.Key %}" },
        ItemBatcher: {
          MaxItemsPerBatch: "{% 2 %}",
          BatchInput: { all: "{% $count($states.input.of.*) %}" },
        },
        Output: "{% $states.result.Items %}",
      }) as { States: { Only: object } }
    ).States.Only,
    QueryLanguage: "JSONata",
  };
  const executionArn = await engine.start(only(state), { of: { a: 1, b: 2, c: 3 } });
  expect((await engine.ended(executionArn)).output).toEqual([
    { key: "a" },
    { key: "b" },
    { key: "c" },
  ]);
  expect(await engine.mapRun(executionArn)).toMatchObject({
    maxConcurrency: 2,
    toleratedFailurePercentage: 50,
    executionCounts: { total: 2 },
  });
});
