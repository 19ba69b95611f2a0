import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { expectHistory } from "../support/golden-history.js";
import { runMachine } from "../support/run-machine.js";
import { increment, machine } from "./workflow.js";

test.each(["in-process", "http"] as const)(
  "it counts until the limit is passed (%s)",
  async (transport) => {
    await using local = await startLocal({ functions: { increment }, clock: "skip" });
    const run = await runMachine(local, transport, machine, { increment: 3 });
    expect(run).toMatchObject({ status: "SUCCEEDED", output: 12 });
    expectHistory(run.history, import.meta.url);
  },
);
