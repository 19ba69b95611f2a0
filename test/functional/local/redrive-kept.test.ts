import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { LocalFunction } from "sfn-task-tools/local";
import { describe, expect, onTestFinished, test } from "vitest";
import { folder, open } from "./data-dir-fixture.js";
import { only } from "./engine-fixture.js";
import { BUCKET, distributed, reader, worker, writer } from "./map-fixture.js";

/** Where an execution that has failed is, when it is redriven. */
const PLACES = ["in memory", "in a folder", "in a folder that another process left"] as const;

/** Beyond what a document holds in itself, with spaces that must come back. */
const LARGE = `{ "text":  "${"as it was sent ".repeat(100)}" }`;

const ITEMS = Array.from({ length: 40 }, (_, item) => item);

/** An engine that may be started again. */
async function placed(place: (typeof PLACES)[number], work: LocalFunction) {
  const dataDir = place === "in memory" ? undefined : await folder();
  const begin = () => open(dataDir, { functions: { work } });
  let engine = await begin();
  onTestFinished(() => engine.local.close());
  const s3 = () => new S3Client({ ...engine.local.clientConfig("s3"), forcePathStyle: true });
  return {
    get engine() {
      return engine;
    },
    async restart() {
      if (place !== "in a folder that another process left") return;
      await engine.local.close();
      engine = await begin();
    },
    async put(Key: string, Body: string) {
      await s3().send(new CreateBucketCommand({ Bucket: BUCKET }));
      await s3().send(new PutObjectCommand({ Bucket: BUCKET, Key, Body }));
    },
    async get(Key: string) {
      const { Body } = await s3().send(new GetObjectCommand({ Bucket: BUCKET, Key }));
      return JSON.parse((await Body?.transformToString()) ?? "") as unknown;
    },
    async redrive(executionArn: string) {
      await engine.sfn.send(new RedriveExecutionCommand({ executionArn }));
      return engine.ended(executionArn);
    },
    async mapRun(executionArn: string) {
      const { mapRuns = [] } = await engine.sfn.send(new ListMapRunsCommand({ executionArn }));
      expect(mapRuns.length).toBe(1);
      return engine.sfn.send(new DescribeMapRunCommand({ mapRunArn: mapRuns[0]?.mapRunArn }));
    },
  };
}

/** Work on items, of which some fail, each so often. */
function picky(fails: Readonly<Record<number, number>>) {
  const calls: number[] = [];
  const work = (item: number) => {
    calls.push(item);
    if (calls.filter((call) => call === item).length <= (fails[item] ?? 0)) {
      throw Object.assign(new Error(`item ${item}`), { name: "Broken" });
    }
    return item * 10;
  };
  const counts = () => ITEMS.map((item) => calls.filter((call) => call === item).length);
  return { work, counts };
}

describe.each(PLACES)("%s, a redrive goes on with", (place) => {
  test("a Task, with what was before it", async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      if (calls === 1) throw new Error("not yet");
      return calls;
    };
    const site = await placed(place, work);
    const { Work } = worker("work").States;
    const machine = {
      StartAt: "Before",
      States: {
        Before: { Type: "Pass", Parameters: { "in.$": "$" }, Next: "Work" },
        Work: { ...Work, ResultPath: "$.calls" },
      },
    };
    const stateMachineArn = await site.engine.create(machine);
    const executionArn = await site.engine.start(stateMachineArn, JSON.parse(LARGE));
    expect((await site.engine.ended(executionArn)).status).toBe("FAILED");
    await site.restart();
    const { status, output = "" } = await site.redrive(executionArn);
    expect([status, JSON.parse(output)]).toEqual([
      "SUCCEEDED",
      { in: JSON.parse(LARGE), calls: 2 },
    ]);
    await site.restart();
    const told = await site.engine.ended(executionArn);
    expect([told.input, told.output]).toEqual([JSON.stringify(JSON.parse(LARGE)), output]);
    const events = await site.engine.eventsOf(executionArn);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(events.filter(({ type }) => type === "ExecutionRedriven")).toHaveLength(1);
  });

  test("the iterations of an inline Map that had not succeeded, again and again", async () => {
    const { work, counts } = picky({ 17: 2 });
    const site = await placed(place, work);
    const stateMachineArn = await site.engine.create(
      only({ Type: "Map", MaxConcurrency: 1, ItemProcessor: worker("work") }),
    );
    const executionArn = await site.engine.start(stateMachineArn, ITEMS);
    for (const redrives of [0, 1]) {
      const { status, redriveCount } = await site.engine.ended(executionArn);
      expect([status, redriveCount]).toEqual(["FAILED", redrives]);
      await site.restart();
      await site.redrive(executionArn);
    }
    await site.restart();
    const { output = "" } = await site.engine.ended(executionArn);
    expect(JSON.parse(output)).toEqual(ITEMS.map((item) => item * 10));
    expect(counts()).toEqual(ITEMS.map((item) => (item === 17 ? 3 : 1)));
  });

  test.each(["STANDARD", "EXPRESS"] as const)(
    "the %s children of a distributed Map",
    async (type) => {
      const { work, counts } = picky({ 17: 1 });
      const site = await placed(place, work);
      const stateMachineArn = await site.engine.create(
        distributed({ MaxConcurrency: 4 }, worker("work"), type),
      );
      const executionArn = await site.engine.start(stateMachineArn, ITEMS);
      expect((await site.engine.ended(executionArn)).status).toBe("FAILED");
      await site.restart();
      const { status, output = "" } = await site.redrive(executionArn);
      expect([status, JSON.parse(output)]).toEqual(["SUCCEEDED", ITEMS.map((item) => item * 10)]);
      // Those that were begun beside the one that failed were aborted, and begin once more.
      expect(Math.min(...counts())).toBe(1);
      expect(counts()[17]).toBe(2);
      expect((await site.mapRun(executionArn)).executionCounts).toMatchObject({
        succeeded: 40,
        total: 40,
      });
    },
  );

  test("a distributed Map that reads from S3 and writes there: each item is in one file", async () => {
    const { work, counts } = picky({ 5: 1, 11: 2, 17: 1 });
    const site = await placed(place, work);
    await site.put("items", ITEMS.map((item) => `${item}\n`).join(""));
    const fields = {
      ...reader("items", { InputType: "JSONL" }),
      ...writer(),
      MaxConcurrency: 1,
      ToleratedFailureCount: 2,
    };
    const stateMachineArn = await site.engine.create(distributed(fields, worker("work")));
    const executionArn = await site.engine.start(stateMachineArn);
    expect((await site.engine.ended(executionArn)).status).toBe("FAILED");
    const failed = await site.mapRun(executionArn);
    for (const counted of [failed.executionCounts, failed.itemCounts]) {
      expect(counted).toMatchObject({ succeeded: 15, failed: 3, pending: 22, resultsWritten: 18 });
    }
    await site.restart();
    const { status, output = "" } = await site.redrive(executionArn);
    expect(status).toBe("SUCCEEDED");
    await site.restart();

    expect(counts()).toEqual(ITEMS.map((item) => ([5, 11, 17].includes(item) ? 2 : 1)));
    const { ResultWriterDetails } = JSON.parse(output) as { ResultWriterDetails: { Key: string } };
    const { ResultFiles } = (await site.get(ResultWriterDetails.Key)) as {
      ResultFiles: Record<"SUCCEEDED" | "FAILED" | "PENDING", { Key: string }[]>;
    };
    const inputsOf = async (files: { Key: string }[]) => {
      const records = await Promise.all(files.map(({ Key }) => site.get(Key)));
      const inputs = (records as { Input: string }[][]).flat().map(({ Input }) => Number(Input));
      return inputs.sort((a, b) => a - b);
    };
    expect(await inputsOf(ResultFiles.SUCCEEDED)).toEqual(ITEMS.filter((item) => item !== 11));
    expect(await inputsOf(ResultFiles.FAILED)).toEqual([11]);
    expect(ResultFiles.PENDING).toEqual([]);
    const succeeded = await site.mapRun(executionArn);
    for (const counted of [succeeded.executionCounts, succeeded.itemCounts]) {
      expect(counted).toMatchObject({ succeeded: 39, failed: 1, total: 40, resultsWritten: 40 });
    }
  });

  test.each(["STANDARD", "EXPRESS"] as const)(
    "a distributed Map that was stopped while %s children ran",
    async (type) => {
      let hold = true;
      let calls = 0;
      const work = async (item: number) => {
        calls += 1;
        if (hold) await new Promise(() => {});
        return item;
      };
      const site = await placed(place, work);
      const stateMachineArn = await site.engine.create(
        distributed({ MaxConcurrency: 3 }, worker("work"), type),
      );
      const executionArn = await site.engine.start(stateMachineArn, ITEMS);
      await expect.poll(() => calls).toBe(3);
      await site.engine.sfn.send(new StopExecutionCommand({ executionArn }));
      await site.restart();
      const stopped = await site.mapRun(executionArn);
      expect(stopped.status).toBe("ABORTED");
      expect(stopped.executionCounts).toMatchObject({ aborted: 3, pending: 37, running: 0 });
      const { mapRunArn } = stopped;
      const listed = await site.engine.sfn.send(new ListExecutionsCommand({ mapRunArn }));
      expect(listed.executions?.map(({ status }) => status)).toEqual([
        "ABORTED",
        "ABORTED",
        "ABORTED",
      ]);
      hold = false;
      const { status, output = "" } = await site.redrive(executionArn);
      expect([status, JSON.parse(output)]).toEqual(["SUCCEEDED", ITEMS]);
    },
  );
});

test("a distributed Map whose execution came to be over time meanwhile is aborted, with its children", async () => {
  const site = await placed("in a folder that another process left", () => new Promise(() => {}));
  const machine = { ...distributed({}, worker("work")), TimeoutSeconds: 1 };
  const executionArn = await site.engine.start(await site.engine.create(machine), [1, 2]);
  await expect
    .poll(async () => (await site.engine.eventsOf(executionArn)).map(({ type }) => type))
    .toContain("MapRunStarted");
  await expect.poll(async () => (await site.mapRun(executionArn)).executionCounts?.running).toBe(2);
  await site.engine.local.close();
  await sleep(1_000);
  await site.restart();
  expect((await site.engine.ended(executionArn)).status).toBe("TIMED_OUT");
  const { status, mapRunArn, executionCounts } = await site.mapRun(executionArn);
  expect([status, executionCounts?.aborted, executionCounts?.running]).toEqual(["ABORTED", 2, 0]);
  const listed = await site.engine.sfn.send(new ListExecutionsCommand({ mapRunArn }));
  expect(listed.executions?.map((child) => child.status)).toEqual(["ABORTED", "ABORTED"]);
});

test("an execution that was redriven keeps its place in lists", async () => {
  const { work } = picky({ 1: 1, 2: 1 });
  const site = await placed("in a folder that another process left", work);
  const stateMachineArn = await site.engine.create(worker("work"));
  const arns: string[] = [];
  for (const item of [1, 2]) arns.push(await site.engine.start(stateMachineArn, item));
  for (const arn of arns) await site.engine.ended(arn);
  expect((await site.redrive(arns[1] ?? "")).status).toBe("SUCCEEDED");
  await site.restart();
  const listed = await site.engine.sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(listed.executions?.map(({ executionArn }) => executionArn)).toEqual(arns.reverse());
});
