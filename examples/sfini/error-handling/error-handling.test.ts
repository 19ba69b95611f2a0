import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory } from "../support/golden-history.js";
import { runMachine } from "../support/run-machine.js";
import { machine, raise } from "./workflow.js";

test.each(["in-process", "http"] as const)(
  "a timeout is retried, and an error caught (%s)",
  async (transport) => {
    await using local = await startLocal({ functions: { raise }, clock: "skip" });
    const run = await runMachine(local, transport, machine, {});
    expect(run).toMatchObject({
      status: "FAILED",
      error: "WorkerError",
      cause: "MyError was raised",
    });
    expect(run.seconds).toBeGreaterThanOrEqual(4); // the timeout, and the interval before the retry
    expectHistory(run.history, import.meta.url);
  },
);
