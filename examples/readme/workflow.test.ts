// #region workflow
import { readFile } from "node:fs/promises";
import { runMachine, startLocal } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { expect, test } from "vitest";
import * as functions from "./handlers.js";

test("the state machine runs, here as on AWS", async () => {
  await using local = await startLocal({ functions });
  Object.assign(process.env, local.environment, { SFN_DATA_TABLE: "state-data" });
  await ensureStateDataStore({ table: "state-data" });

  const definition = await readFile(new URL("state-machine.asl.json", import.meta.url), "utf8");
  const run = await runMachine(definition, { local });
  expect(run.output).toEqual({ name: "Elaine", words: 12 });
});
// #endregion workflow
