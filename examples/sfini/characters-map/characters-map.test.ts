import { runMachine, startLocal } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { afterEach, expect, test, vi } from "vitest";
import { expectHistory, linesOf } from "../support/golden-history.js";
import { collect, gather, greet } from "./handlers.js";
import { machine } from "./machine.js";

afterEach(() => vi.unstubAllEnvs());

test("each of a list is greeted", async () => {
  await using local = await startLocal({ functions: { collect, greet, gather }, clock: "skip" });
  const variables = { ...local.environment, SFN_DATA_TABLE: "state-data" };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  await ensureStateDataStore({ table: "state-data" });

  const run = await runMachine(machine, { local, input: { show: "Seinfeld" } });

  expect(run).toMatchObject({
    status: "SUCCEEDED",
    output: ["Hello Jerry of Seinfeld", "Hello Elaine of Seinfeld", "Hello George of Seinfeld"],
  });
  expectHistory(linesOf(run.events), import.meta.url);
});
