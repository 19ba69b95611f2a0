import { setImmediate as nextTurn } from "node:timers/promises";
import {
  DescribeMapRunCommand,
  ListMapRunsCommand,
  type MapRunExecutionCounts,
  UpdateMapRunCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { refusal } from "./engine-fixture.js";
import { distributed, reader, startMapEngine, worker, writer } from "./map-fixture.js";

const STANDINGS = ["pending", "running", "succeeded", "failed", "timedOut", "aborted"] as const;

function sumOf(counts: MapRunExecutionCounts | undefined): number {
  return STANDINGS.reduce((sum, standing) => sum + (counts?.[standing] ?? Number.NaN), 0);
}

test("the counts add up whenever one looks, and end at what happened", async () => {
  const functions = {
    some: async ({ Items: [first = 0] }: { Items: number[] }) => {
      await new Promise(setImmediate);
      if (first % 7 === 0) throw new Error("bad");
      return first;
    },
  };
  const engine = await startMapEngine({ functions });
  const { put, start, mapRun } = engine;
  await put("items", Array.from({ length: 1_500 }, (_, at) => `${at}\n`).join(""));
  const fields = {
    ...reader("items", { InputType: "JSONL" }),
    ...writer(),
    ItemBatcher: { MaxItemsPerBatch: 2 },
    MaxConcurrency: 50,
    ToleratedFailurePercentage: 90,
  };
  const executionArn = await start(distributed(fields, worker("some")));
  await engine.told(executionArn, "MapRunStarted");
  const seen = new Set<string>();
  let described = await mapRun(executionArn);
  while (described.status === "RUNNING") {
    const { executionCounts, itemCounts } = described;
    expect(sumOf(executionCounts)).toBe(executionCounts?.total);
    expect(sumOf(itemCounts)).toBe(itemCounts?.total);
    expect(executionCounts?.running).toBeLessThanOrEqual(50);
    await nextTurn(); // a call in this process leaves no room for others by itself
    for (const standing of STANDINGS) if (executionCounts?.[standing]) seen.add(standing);
    described = await mapRun(executionArn);
  }
  expect([...seen]).toEqual(expect.arrayContaining(["pending", "running", "succeeded", "failed"]));
  // Of the batches 0, 2, 4, …, 1,498 those that seven divides fail.
  const failed = 108;
  const counts = { pending: 0, running: 0, timedOut: 0, aborted: 0, pendingRedrive: 0 };
  expect(described).toMatchObject({
    status: "SUCCEEDED",
    executionCounts: {
      ...counts,
      failed,
      succeeded: 750 - failed,
      total: 750,
      resultsWritten: 750,
    },
    itemCounts: { ...counts, failed: 216, succeeded: 1_284, total: 1_500, resultsWritten: 1_500 },
  });
});

describe("UpdateMapRun", () => {
  /** A Map whose functions wait until they are let go. */
  async function held(fields: object) {
    let running = 0;
    let letGo = () => {};
    const gate = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const functions = {
      wait: async (input: number) => {
        running += 1;
        await gate;
        if (input < 2) throw new Error("bad");
      },
    };
    const engine = await startMapEngine({ functions });
    const executionArn = await engine.start(distributed(fields, worker("wait")), [0, 1, 2, 3, 4]);
    await engine.told(executionArn, "MapRunStarted");
    const { mapRunArn } = await engine.mapRun(executionArn);
    const update = (limits: object) =>
      engine.sfn.send(new UpdateMapRunCommand({ mapRunArn, ...limits }));
    return { ...engine, executionArn, update, letGo, running: () => running };
  }

  test("lets more children run at once", async () => {
    const map = await held({ MaxConcurrency: 1, ToleratedFailureCount: 5 });
    await expect.poll(map.running).toBe(1);
    await map.update({ maxConcurrency: 4 });
    await expect.poll(map.running).toBe(4);
    expect(await map.mapRun(map.executionArn)).toMatchObject({
      maxConcurrency: 4,
      toleratedFailureCount: 5,
      executionCounts: { running: 4, pending: 1 },
    });
    map.letGo();
    expect(await map.ended(map.executionArn)).toMatchObject({ status: "SUCCEEDED" });
  });

  test("tolerates more, or less", async () => {
    const more = await held({});
    await more.update({ toleratedFailureCount: 2 });
    more.letGo();
    expect(await more.ended(more.executionArn)).toMatchObject({ status: "SUCCEEDED" });

    const less = await held({ ToleratedFailurePercentage: 100 });
    await less.update({ toleratedFailurePercentage: 39.5 });
    less.letGo();
    expect(await less.ended(less.executionArn)).toMatchObject({ status: "FAILED" });
  });

  test("is refused for what has ended, for what is none, and for limits that are none", async () => {
    const map = await held({ ToleratedFailureCount: 5 });
    for (const limits of [{}, { maxConcurrency: -1 }, { toleratedFailurePercentage: 101 }]) {
      expect(await refusal(map.update(limits))).toMatchObject({ name: "ValidationException" });
    }
    map.letGo();
    await map.ended(map.executionArn);
    expect(await refusal(map.update({ maxConcurrency: 1 }))).toEqual({
      name: "ValidationException",
      message: expect.stringContaining("SUCCEEDED and cannot be updated"),
    });
    const { mapRunArn = "" } = await map.mapRun(map.executionArn);
    for (const [arn, name] of [
      [mapRunArn.replace(/[^:]+$/, "none"), "ResourceNotFound"],
      [mapRunArn.replace(":mapRun:", ":execution:"), "InvalidArn"],
    ]) {
      const describe = map.sfn.send(new DescribeMapRunCommand({ mapRunArn: arn }));
      expect(await refusal(describe)).toMatchObject({ name });
    }
  });
});

test("ListMapRuns tells of all that an execution has had, in pages", async () => {
  const { sfn, start, ended } = await startMapEngine();
  const inner = { Type: "Map", ItemProcessor: distributed({}), End: true };
  const executionArn = await start({ StartAt: "Outer", States: { Outer: inner } }, [[1], [2], [3]]);
  expect((await ended(executionArn)).output).toEqual([[1], [2], [3]]);
  const first = await sfn.send(new ListMapRunsCommand({ executionArn, maxResults: 2 }));
  expect(first.mapRuns?.[0]).toEqual({
    executionArn,
    mapRunArn: expect.stringMatching(/:mapRun:machine-1\/each:/),
    stateMachineArn: expect.stringMatching(/:stateMachine:machine-1\/each$/),
    startDate: expect.any(Date),
    stopDate: expect.any(Date),
  });
  const { nextToken } = first;
  const second = await sfn.send(new ListMapRunsCommand({ executionArn, nextToken }));
  const arns = [...(first.mapRuns ?? []), ...(second.mapRuns ?? [])].map(
    ({ mapRunArn }) => mapRunArn,
  );
  expect([new Set(arns).size, second.nextToken]).toEqual([3, undefined]);
});
