import { deepEqual, equal, rejects } from "node:assert/strict";
import { Context, ExecutionStoppedError, type LambdaContext, stopExecution } from "sfn-task-tools";
import { contextObject, taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

const isEnabled = async (_flag: string) => false;
let hasGoneOn = false;
const collect = async () => {
  hasGoneOn = true;
};

// #region stop
export const handler = async (event: unknown, lambda: LambdaContext) => {
  const context = Context.fromEvent(event, { lambda });
  if (!(await isEnabled("collect-shows"))) {
    await context.stopExecution({
      error: "FeatureDisabled",
      cause: "The flag collect-shows is off.",
    });
  }
  return collect(); // is not reached: stopExecution never resolves
};
// #endregion stop

// #region quiet
export const quietHandler = async (event: unknown, lambda: LambdaContext) => {
  try {
    return await handler(event, lambda);
  } catch (error) {
    if (error instanceof ExecutionStoppedError) return; // the execution is over already
    throw error;
  }
};
// #endregion quiet

export default async function (stage: Stage) {
  const event = taskEvent(stage, {});
  await rejects(handler(event, stage.lambda), {
    name: "ExecutionStoppedError",
    stopError: "FeatureDisabled",
    stopCause: "The flag collect-shows is off.",
    status: "ABORTED",
    executionArn: stage.context.execution?.arn,
  });
  equal(await quietHandler(event, stage.lambda), undefined);
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
