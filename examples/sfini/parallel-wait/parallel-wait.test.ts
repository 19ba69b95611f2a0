import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory } from "../support/golden-history.js";
import { runMachine } from "../support/run-machine.js";
import { log, machine, print } from "./workflow.js";

test.each(["in-process", "http"] as const)(
  "both branches run, and one waits until the time that its path leads to (%s)",
  async (transport) => {
    await using local = await startLocal({ functions: { log, print }, clock: "skip" });
    const run = await runMachine(local, transport, machine, { level: 20, message: "foo" });
    const message = { level: 20, message: "foo" };
    expect(run.status).toBe("SUCCEEDED");
    expect(run.seconds).toBeGreaterThanOrEqual(15); // on the execution's clock
    expect(run.output).toEqual([message, { ...message, until: expect.stringMatching(/Z$/) }]);
    expectHistory(run.history, import.meta.url);
  },
);
