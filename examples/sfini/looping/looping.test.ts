import { runMachine } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory, linesOf } from "../support/golden-history.js";
import { increment, machine } from "./workflow.js";

test("it counts until the limit is passed", async () => {
  const run = await runMachine(machine, { functions: { increment }, input: { increment: 3 } });
  expect(run).toMatchObject({ status: "SUCCEEDED", output: 12 });
  expectHistory(linesOf(run.events), import.meta.url);
});
