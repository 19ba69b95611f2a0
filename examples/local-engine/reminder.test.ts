// #region test
import {
  CreateStateMachineCommand,
  SFNClient,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";

test("a reminder is sent again until somebody answers", async () => {
  let asked = 0;
  const remind = async () => {
    asked += 1;
    if (asked < 3) throw Object.assign(new Error("no answer yet"), { name: "NoAnswer" });
    return "yes";
  };
  await using local = await startLocal({ functions: { remind }, clock: "skip" });
  const sfn = new SFNClient(local.clientConfig());

  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "reminder",
      type: "EXPRESS",
      roleArn: "arn:aws:iam::123456789012:role/any",
      definition: JSON.stringify({
        StartAt: "Remind",
        States: {
          Remind: {
            Type: "Task",
            Resource: `${FUNCTION}remind`,
            Retry: [{ ErrorEquals: ["NoAnswer"], IntervalSeconds: 60 }],
            End: true,
          },
        },
      }),
    }),
  );
  const { status, output } = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));

  expect([status, output, asked]).toEqual(["SUCCEEDED", '"yes"', 3]); // at once, though 180 s later
});
// #endregion test
