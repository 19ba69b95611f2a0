import { CreateStateMachineCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { expect, onTestFinished, test } from "vitest";
import { internalsOf } from "../../../../src/local/local-internals.js";
import { nestedExecutions } from "../../../../src/local/states-api/index.js";

test("a nested execution is redriven once by one task, and found by it however long it runs", async () => {
  let calls = 0;
  const work = () => {
    calls += 1;
    if (calls === 1) throw new Error("not yet");
  };
  let held = false;
  const hold = () => {
    held = true;
    return new Promise(() => {});
  };
  const local = await startLocal({ clock: "skip", functions: { work, hold } });
  onTestFinished(() => local.close());
  const sfn = new SFNClient(local.clientConfig());
  const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "inner",
      roleArn: "arn:aws:iam::123456789012:role/any",
      definition: JSON.stringify({
        StartAt: "Work",
        States: {
          Work: { Type: "Task", Resource: `${FUNCTION}work`, Next: "Long" },
          Long: { Type: "Wait", Seconds: 3_600, Next: "Hold" },
          Hold: { Type: "Task", Resource: `${FUNCTION}hold`, End: true },
        },
      }),
    }),
  );
  const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  const internals = internalsOf(local);
  if (internals === undefined) throw new Error("An engine has internals");
  const nested = nestedExecutions(internals.api);
  await nested.ended(executionArn);
  // The second time an hour later, as by a process that takes the task up before it is known to be under way.
  for (const _ of [1, 2]) {
    const run = await nested.redrive(executionArn, "task");
    expect([run?.arn, run?.status, run?.redrives]).toEqual([executionArn, "RUNNING", 1]);
    await expect.poll(() => held).toBe(true);
  }
  expect(await nested.redrive(executionArn, "another task")).toBe(undefined);
});
