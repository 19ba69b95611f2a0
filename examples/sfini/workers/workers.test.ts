import { SFNClient } from "@aws-sdk/client-sfn";
import { StepFunctions } from "sfn-task-tools/execution";
import { startLocal } from "sfn-task-tools/local";
import { expect, onTestFinished, test, vi } from "vitest";
import { expectHistory } from "../support/golden-history.js";
import { main } from "./main.js";

test.each(["in-process", "http"] as const)("a worker adds two numbers (%s)", async (by) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  onTestFinished(() => log.mockRestore());
  await using local = await startLocal();
  const config = by === "http" ? local.clientConfig("states", "http") : local.clientConfig();
  const client = new SFNClient(config);

  const { output, history } = await main(client, "arn:aws:iam::123456789012:role/any");

  expect(output).toBe(45);
  expect(log.mock.calls.flat()).toEqual([expect.stringMatching(/^testAdding_/), 45]);
  expect(await new StepFunctions({ client }).isRegistered("testAdding")).toBe(false);
  // Times, and the worker's name, are of this run alone.
  const lines = history.replace(/\d\.\d{3}(?=\b)/g, "0.000").replace(/worker \S+/, "worker …");
  expectHistory(lines.split("\n"), import.meta.url);
});
