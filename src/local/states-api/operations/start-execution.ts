import type { Operation } from "../api.js";
import { startRun, toStart } from "../executions.js";
import { requiredText, text } from "../members.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Operation = (api, input) => {
  const asked = toStart(api, requiredText(input, "stateMachineArn", { min: 1, max: 256 }));
  const run = startRun(api, {
    ...asked,
    name: text(input, "name", { min: 1, max: 80 }),
    input: text(input, "input"),
  });
  return { executionArn: run.arn, startDate: seconds(run.startedAt) };
};
