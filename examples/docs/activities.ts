import { deepEqual, equal } from "node:assert/strict";
import { SFNClient } from "@aws-sdk/client-sfn";
import { task } from "sfn-task-tools";
import { ActivityGroup, Worker } from "sfn-task-tools/activity";
import { StepFunctions } from "sfn-task-tools/execution";
import { startLocal } from "sfn-task-tools/local";
import { StateMachine, Task } from "sfn-task-tools/workflow";

const shrink = async (path: string, _options: { signal: AbortSignal }) => `${path}.small`;

// #region define
export const activities = new ActivityGroup("images-v1-");

export const resize = activities.define(
  "resize",
  async (input: { path: string }, { signal }) => shrink(input.path, { signal }),
  { heartbeatSeconds: 30 },
);
// #endregion define

// #region task
export const greet = activities.define(
  "greet",
  task(async (input: { who: string }, context) => `${context.execution?.name}: ${input.who}`),
  { envelope: true },
);
// #endregion task

export default async function () {
  await using local = await startLocal();
  const client = new SFNClient(local.clientConfig());
  const roleArn = "arn:aws:iam::123456789012:role/any";
  const stepFunctions = new StepFunctions({ client });

  // #region work
  await activities.register({ client });
  const worker = new Worker(activities, {
    client,
    concurrency: 4,
    drainOn: ["SIGTERM"],
    onEvent: (event) => console.log(event.type, event.activity),
  });
  await worker.start();
  // #endregion work

  const resizing = new StateMachine("resizing", new Task("Resize", resize).end());
  const greeting = new StateMachine("greeting", new Task("Greet", greet).end());
  await stepFunctions.register(resizing, { roleArn });
  await stepFunctions.register(greeting, { roleArn });
  equal((await (await stepFunctions.start(resizing, { path: "a" })).wait()).output, "a.small");
  const execution = await stepFunctions.start(greeting, { who: "Jerry" });
  equal((await execution.wait()).output, `${execution.name}: Jerry`);

  // #region stop
  await worker.stop({ drainSeconds: 10 });
  await activities.deregister({ client });
  // #endregion stop
  deepEqual(await activities.registered({ client }), new Map());
}
