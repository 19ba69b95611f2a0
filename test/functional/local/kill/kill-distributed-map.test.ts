import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { ROLE } from "../engine-fixture.js";
import { BUCKET, distributed, reader, worker, writer } from "../map-fixture.js";
import { killedLocal } from "./killed-local.js";

const ITEMS = Array.from(
  { length: 120 },
  (_, item) => `${item % 20 === 0 ? "bad" : "good"} ${item}`,
);
const BAD = ITEMS.filter((item) => item.startsWith("bad"));
const CONCURRENCY = 8;

/** The numbers of items that were begun when the engine is killed; the last while results are written. */
const KILLS = [30, 80, 120];

test("a distributed Map whose engine is killed has each item at least once, and each result once", {
  timeout: 60_000,
}, async () => {
  const local = await killedLocal();
  await local.start();
  const Body = ITEMS.map((item) => `${JSON.stringify(item)}\n`).join("");
  await local.s3().send(new CreateBucketCommand({ Bucket: BUCKET }));
  await local.s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: "items", Body }));
  const fields = {
    ...reader("items", { InputType: "JSONL" }),
    ...writer(),
    ItemSelector: { "run.$": "$$.Execution.Name", "did.$": "$$.Map.Item.Value" },
    MaxConcurrency: CONCURRENCY,
    ToleratedFailurePercentage: 50,
  };
  const definition = JSON.stringify(distributed(fields, worker("item")));
  const { stateMachineArn } = await local
    .client()
    .send(new CreateStateMachineCommand({ name: "killed", roleArn: ROLE, definition }));
  const { executionArn } = await local
    .client()
    .send(new StartExecutionCommand({ stateMachineArn }));
  const begun = () => new Set(local.effects().map(({ did }) => did)).size;
  for (const kill of KILLS) {
    await expect.poll(begun, { interval: 5, timeout: 10_000 }).toBeGreaterThanOrEqual(kill);
    await local.kill();
    await local.start();
  }
  const described = () => local.client().send(new DescribeExecutionCommand({ executionArn }));
  await expect.poll(async () => (await described()).status, { timeout: 20_000 }).toBe("SUCCEEDED");

  const effects = local.effects().map(({ did }) => did);
  expect(new Set(effects)).toEqual(new Set(ITEMS));
  expect(effects.length).toBeLessThanOrEqual(ITEMS.length + KILLS.length * CONCURRENCY);

  const { mapRuns: [listed, ...others] = [] } = await local
    .client()
    .send(new ListMapRunsCommand({ executionArn }));
  expect(others).toEqual([]);
  const { mapRunArn } = listed ?? {};
  const mapRun = await local.client().send(new DescribeMapRunCommand({ mapRunArn }));
  expect(mapRun.status).toBe("SUCCEEDED");
  for (const counts of [mapRun.executionCounts, mapRun.itemCounts]) {
    expect(counts).toMatchObject({
      ...{ pending: 0, running: 0, aborted: 0, timedOut: 0 },
      succeeded: ITEMS.length - BAD.length,
      failed: BAD.length,
      total: ITEMS.length,
      resultsWritten: ITEMS.length,
    });
  }

  const get = async (Key: string) => {
    const { Body } = await local.s3().send(new GetObjectCommand({ Bucket: BUCKET, Key }));
    return (await Body?.transformToString()) ?? "";
  };
  expect(await get("items")).toBe(Body);
  const { Contents = [] } = await local.s3().send(new ListObjectsV2Command({ Bucket: BUCKET }));
  const inputsOf = async (kind: string) => {
    const keys = Contents.map(({ Key = "" }) => Key).filter((key) => key.includes(kind));
    const texts = await Promise.all(keys.map(get));
    const records = texts.flatMap((text) => JSON.parse(text) as { Input: string }[]);
    return records.map(({ Input }) => (JSON.parse(Input) as { did: string }).did).sort();
  };
  expect(await inputsOf("SUCCEEDED_")).toEqual(ITEMS.filter((item) => !BAD.includes(item)).sort());
  expect(await inputsOf("FAILED_")).toEqual([...BAD].sort());
  expect(Contents.filter(({ Key }) => Key?.includes("SUCCEEDED_"))).toHaveLength(2);
});
