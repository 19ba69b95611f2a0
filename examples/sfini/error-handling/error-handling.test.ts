import { runMachine } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory, linesOf } from "../support/golden-history.js";
import { machine, raise } from "./workflow.js";

test("a timeout is retried, and an error caught", async () => {
  const run = await runMachine(machine, { functions: { raise } });
  expect(run).toMatchObject({
    status: "FAILED",
    error: "WorkerError",
    cause: "MyError was raised",
  });
  expect(run.seconds).toBeGreaterThanOrEqual(4); // the timeout, and the interval before the retry
  expectHistory(linesOf(run.events), import.meta.url);
});
