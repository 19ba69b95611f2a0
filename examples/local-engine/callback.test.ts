// #region callback
import { SendTaskSuccessCommand, SFNClient } from "@aws-sdk/client-sfn";
import { type LocalOptions, runMachine, startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";

test("an approval comes back over SQS", async () => {
  const queue: { id: string; token: string }[] = [];
  const handlers: LocalOptions["handlers"] = {
    // What the state sends goes to the handler; returning nothing answers as SQS does.
    "sqs:sendMessage": ({ MessageBody }: { MessageBody: (typeof queue)[0] }) => {
      queue.push(MessageBody);
    },
  };
  await using local = await startLocal({ handlers });
  const sfn = new SFNClient(local.clientConfig());

  const running = runMachine(approval, { local, input: { id: "a1" } });
  await expect.poll(() => queue).toHaveLength(1); // the code under test would poll the queue

  const output = JSON.stringify({ approved: queue[0]?.id });
  await sfn.send(new SendTaskSuccessCommand({ taskToken: queue[0]?.token, output }));
  expect((await running).output).toEqual({ approved: "a1" });
});

const approval = {
  StartAt: "Ask",
  States: {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: {
        QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/approvals",
        MessageBody: { "id.$": "$.id", "token.$": "$$.Task.Token" },
      },
      TimeoutSeconds: 3600,
      End: true,
    },
  },
};
// #endregion callback
