import { textOf } from "../../engine/index.js";
import type { Operation } from "../api.js";
import { readArn } from "../arns.js";
import { refuse } from "../exceptions.js";
import { requiredText, text } from "../members.js";

/** How long a worker waits for a task, in milliseconds as they pass. */
const POLL_MS = 60_000;

/** Answers at once when there is a task, else when one comes: https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html. */
export const getActivityTask: Operation = async (api, input, signal) => {
  const { arn } = readArn(requiredText(input, "activityArn", { min: 1, max: 256 }), ["activity"]);
  if (!api.engine.activities.has(arn)) throw refuse.noActivity(arn);
  const workerName = text(input, "workerName", { min: 1, max: 80 });
  const patience = AbortSignal.any([signal, AbortSignal.timeout(POLL_MS)]);
  const task = await api.engine.activities.poll(arn, workerName, patience);
  return task === undefined ? {} : { taskToken: task.token, input: textOf(task.parameters) };
};
