import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  Context,
  ExecutionStoppedError,
  type LambdaContext,
  stopExecution,
  task,
} from "sfn-task-tools";
import { contextObject, taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

const isEnabled = async (_flag: string) => false;
let hasGoneOn = false;
const collect = async () => {
  hasGoneOn = true;
};

// #region stop
export const handler = task(async (_input: unknown, context) => {
  if (!(await isEnabled("collect-shows"))) {
    await context.stopExecution({
      error: "FeatureDisabled",
      cause: "The flag collect-shows is off.",
    });
  }
  return collect(); // is not reached: stopExecution never resolves
});
// #endregion stop

// #region by-hand
export const byHand = async (event: unknown, lambda: LambdaContext) => {
  const context = Context.fromEvent(event, { lambda });
  try {
    await context.stopExecution({ error: "FeatureDisabled" });
  } catch (error) {
    if (error instanceof ExecutionStoppedError) return; // the execution is over already
    throw error;
  }
};
// #endregion by-hand

export default async function (stage: Stage) {
  const event = taskEvent(stage, {});
  await rejects(stage.context.stopExecution({ error: "FeatureDisabled", cause: "It is off." }), {
    name: "ExecutionStoppedError",
    stopError: "FeatureDisabled",
    stopCause: "It is off.",
    status: "ABORTED",
    executionArn: stage.context.execution?.arn,
  });
  equal(await handler(event, stage.lambda), undefined);
  equal(await byHand(event, stage.lambda), undefined);
  equal(hasGoneOn, false);

  const executionArn = stage.context.execution?.arn ?? "";
  // #region outside
  const { status, stopDate } = await stopExecution(undefined, executionArn, {
    error: "Superseded",
    cause: "A newer order came in.",
  });
  // #endregion outside
  equal(status, "ABORTED");
  equal(stopDate instanceof Date, true);
  // #region no-wait
  const stopped = await stopExecution(stage.clients.sfn, executionArn, { wait: false });
  // #endregion no-wait
  equal(stopped.status, undefined);

  const express = "arn:aws:states:us-east-1:123456789012:express:machine:name:unique";
  await rejects(stopExecution(undefined, express), { name: "InvalidArgumentError" });
  const context = { ...contextObject(stage), Execution: { Id: express } };
  deepEqual(Context.fromEvent({ context }).execution?.namespace, "machine/unique");
  await rejects(Context.fromEvent({}).stopExecution(), { name: "InvalidArgumentError" });
}
