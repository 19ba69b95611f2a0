// #region workflow
import { readFile } from "node:fs/promises";
import {
  CreateStateMachineCommand,
  SFNClient,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { expect, test } from "vitest";
import * as functions from "./handlers.js";

test("the state machine runs, here as on AWS", async () => {
  await using local = await startLocal({ functions });
  Object.assign(process.env, local.environment, { SFN_DATA_TABLE: "state-data" });
  await ensureStateDataStore({ table: "state-data" });

  const sfn = new SFNClient(local.clientConfig());
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "cast",
      type: "EXPRESS",
      definition: await readFile(new URL("state-machine.asl.json", import.meta.url), "utf8"),
      roleArn: "arn:aws:iam::123456789012:role/cast",
    }),
  );
  const { output } = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
  expect(JSON.parse(output ?? "")).toEqual({ name: "Elaine", words: 12 });
});
// #endregion workflow
