import { runMachine } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory, linesOf } from "../support/golden-history.js";
import { add, machine } from "./workflow.js";

test("two numbers are added", async () => {
  const run = await runMachine(machine, { functions: { add }, input: { a: 3, b: 42 } });
  expect(run).toMatchObject({ status: "SUCCEEDED", output: 45 });
  expectHistory(linesOf(run.events), import.meta.url);
});
