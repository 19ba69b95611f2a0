import { deepEqual, equal, match } from "node:assert/strict";
import { SFNClient } from "@aws-sdk/client-sfn";
import {
  ExecutionFailedError,
  type HistoryEvent,
  StepFunctions,
  stateProgress,
  summarizeHistory,
} from "sfn-task-tools/execution";
import { startLocal } from "sfn-task-tools/local";
import { Pass, StateMachine } from "sfn-task-tools/workflow";

const roleArn = "arn:aws:iam::123456789012:role/order-machines";

export default async function () {
  await using local = await startLocal({ clock: "skip" });
  const client = new SFNClient(local.clientConfig());

  // #region start
  const orders = new StateMachine("orders", new Pass("Done", { result: { packed: true } }).end());

  const stepFunctions = new StepFunctions({ client }); // without a client: one from the environment
  await stepFunctions.register(orders, { roleArn });

  const execution = await stepFunctions.start(orders, { order: 17 });
  const { output } = await execution.wait({ timeLimit: 60_000 });
  // #endregion start
  deepEqual(output, { packed: true });

  const changed = new StateMachine("orders", new Pass("Done", { result: { packed: 2 } }).end());
  // #region register
  const planned = await stepFunctions.register(changed, { update: true, dryRun: true });
  console.log(planned.text); // ~ definition.States.Done.Result.packed: true -> 2

  const { change, versionArn } = await stepFunctions.register(changed, {
    update: true,
    publish: "two parcels",
  });
  // #endregion register
  equal(planned.text, "~ definition.States.Done.Result.packed: true -> 2");
  equal(change, "updated");
  match(versionArn ?? "", /:orders:1$/);

  await stepFunctions.register(
    {
      name: "slow",
      definition: { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 1, End: true } } },
    },
    { roleArn },
  );
  // #region wait
  const slow = await stepFunctions.start("slow");
  try {
    await slow.wait({
      timeLimit: 60_000,
      onProgress: ({ status }) => console.log(status),
    });
  } catch (error) {
    if (!(error instanceof ExecutionFailedError)) throw error;
    console.error(error.status, error.error, error.cause);
  }
  // #endregion wait

  // #region list
  for await (const { execution, startDate } of stepFunctions.executions("slow", {
    status: "RUNNING",
  })) {
    console.log(execution.name, startDate);
    await execution.stop({ error: "Superseded", cause: "A newer order came in." });
  }
  // #endregion list

  // #region history
  for await (const event of execution.history()) {
    if (event.type === "ExecutionSucceeded") console.log(event.details.output);
  }
  console.log(await execution.formatHistory());
  // #endregion history
  match(await execution.formatHistory(), /PassStateEntered {2}Done/);

  // #region follow
  const events: HistoryEvent[] = [];
  for await (const event of execution.follow({ timeLimit: 60_000 })) {
    events.push(event);
    if (event.type === "PassStateEntered") console.log(`${event.details.name} …`);
  }
  for (const { name, visits, milliseconds, largestBytes } of summarizeHistory(events)) {
    console.log(`${name}: ${visits} visits, ${milliseconds} ms, ${largestBytes} bytes at most`);
  }
  // #endregion follow
  equal(summarizeHistory(events)[0]?.visits, 1);
  equal(stateProgress(events)[0]?.status, "succeeded");

  // #region deregister
  await stepFunctions.deregister("orders", { wait: true }); // exactly this name
  // #endregion deregister
  equal(await stepFunctions.isRegistered("orders"), false);
}
