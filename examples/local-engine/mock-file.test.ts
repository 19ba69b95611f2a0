import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  CreateStateMachineCommand,
  SFNClient,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test("a mock file's test cases are chosen by the ARN", async () => {
  const definition = await readFile(path("orders.asl.json"), "utf8");
  const roleArn = "arn:aws:iam::123456789012:role/any";
  // #region mock-file
  await using local = await startLocal({ mocks: path("MockConfigFile.json"), clock: "skip" });
  const sfn = new SFNClient(local.clientConfig());
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({ name: "orders", type: "EXPRESS", definition, roleArn }),
  );
  const start = (testCase: string) =>
    sfn.send(new StartSyncExecutionCommand({ stateMachineArn: `${stateMachineArn}#${testCase}` }));

  expect((await start("HappyPath")).output).toBe('{"receipt":"a1"}');
  expect((await start("BusyPath")).output).toBe('{"receipt":"a1, late"}');
  // #endregion mock-file
});
