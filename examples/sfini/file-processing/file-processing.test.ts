import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SFNClient } from "@aws-sdk/client-sfn";
import { Worker } from "sfn-task-tools/activity";
import { StepFunctions } from "sfn-task-tools/execution";
import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory } from "../support/golden-history.js";
import { writeImage } from "./image.js";
import { activities, machine } from "./workflow.js";

test.each(["in-process", "http"] as const)("images are resized and looked at (%s)", async (by) => {
  await using local = await startLocal();
  const config = by === "http" ? local.clientConfig("states", "http") : local.clientConfig();
  const client = new SFNClient(config);
  const folder = await mkdtemp(join(tmpdir(), "images-"));
  const [imageDir, resizedImageDir] = [join(folder, "large"), join(folder, "small")];
  await mkdir(imageDir);
  for (const [name, centre] of [
    ["a.pgm", 7],
    ["b.pgm", 200],
  ] as const) {
    const pixels = Array.from({ length: 81 }, (_, index) => (index === 40 ? centre : 0));
    await writeImage(join(imageDir, name), { width: 9, height: 9, pixels });
  }

  await activities.register({ client });
  const stepFunctions = new StepFunctions({ client });
  await stepFunctions.register(machine, { roleArn: "arn:aws:iam::123456789012:role/any" });
  await using worker = new Worker(activities, { client, name: "worker" });
  await worker.start();

  const execution = await stepFunctions.start(machine, { imageDir, resizedImageDir });
  const { output } = await execution.wait({ timeLimit: 20_000 });
  expect(output).toEqual({ imageDir, resizedImageDir, centres: [7, 200] });

  const history: string[] = [];
  for await (const { id, previousEventId, type } of execution.history()) {
    history.push(`${previousEventId} → ${id} ${type}`);
  }
  expectHistory(history, import.meta.url);
  await rm(folder, { recursive: true });
});
