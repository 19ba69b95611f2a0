// #region test
import { SFNClient, TestStateCommand } from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";

const charge = {
  Type: "Task",
  QueryLanguage: "JSONata",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "charge", Payload: { cents: "{% $states.input.euros * 100 %}" } },
  Retry: [{ ErrorEquals: ["Declined"], IntervalSeconds: 5, MaxAttempts: 1 }],
  Catch: [{ ErrorEquals: ["States.ALL"], Next: "Apologise" }],
  Next: "Ship",
};

test("a charge that is declined twice leads to an apology", async () => {
  await using local = await startLocal();
  const sfn = new SFNClient(local.clientConfig());
  const declined = (retrierRetryCount: number) =>
    sfn.send(
      new TestStateCommand({
        definition: JSON.stringify(charge),
        input: JSON.stringify({ euros: 9 }),
        inspectionLevel: "DEBUG",
        mock: { errorOutput: { error: "Declined", cause: "no money" } },
        stateConfiguration: { retrierRetryCount },
      }),
    );

  const first = await declined(0);
  expect(first.status).toBe("RETRIABLE");
  expect(first.inspectionData?.afterArguments).toContain('"cents":900');
  expect(first.inspectionData?.errorDetails?.retryBackoffIntervalSeconds).toBe(5);

  const second = await declined(1);
  expect([second.status, second.nextState]).toEqual(["CAUGHT_ERROR", "Apologise"]);
});
// #endregion test
