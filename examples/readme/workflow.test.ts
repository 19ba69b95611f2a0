// #region workflow
import { runMachine, startLocal } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { expect, test } from "vitest";
import * as functions from "./handlers.js";
import { cast } from "./workflow.js";

test("the workflow runs, here as on AWS", async () => {
  await using local = await startLocal({ functions });
  Object.assign(process.env, local.environment, { SFN_DATA_TABLE: "state-data" });
  await ensureStateDataStore({ table: "state-data" });

  const run = await runMachine(cast, { local });
  expect(run.output).toEqual({ name: "Elaine", words: 12 });
});
// #endregion workflow
