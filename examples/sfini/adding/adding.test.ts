import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory } from "../support/golden-history.js";
import { runMachine } from "../support/run-machine.js";
import { add, machine } from "./workflow.js";

test.each(["in-process", "http"] as const)("two numbers are added (%s)", async (transport) => {
  await using local = await startLocal({ functions: { add }, clock: "skip" });
  const run = await runMachine(local, transport, machine, { a: 3, b: 42 });
  expect(run).toMatchObject({ status: "SUCCEEDED", output: 45 });
  expectHistory(run.history, import.meta.url);
});
