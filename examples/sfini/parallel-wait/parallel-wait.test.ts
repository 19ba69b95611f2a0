import { runMachine } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory, linesOf } from "../support/golden-history.js";
import { log, machine, print } from "./workflow.js";

test("both branches run, and one waits until the time that its path leads to", async () => {
  const message = { level: 20, message: "foo" };
  const run = await runMachine(machine, { functions: { log, print }, input: message });
  expect(run.status).toBe("SUCCEEDED");
  expect(run.seconds).toBeGreaterThanOrEqual(15); // on the execution's clock
  expect(run.output).toEqual([message, { ...message, until: expect.stringMatching(/Z$/) }]);
  expectHistory(linesOf(run.events), import.meta.url);
});
