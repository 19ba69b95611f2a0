import type { Operation } from "../api.js";
import { runOf } from "../executions.js";
import { requiredText, text } from "../members.js";
import { seconds } from "../time.js";

/** One that has ended stays as it is: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html. */
export const stopExecution: Operation = (api, input) => {
  const run = runOf(api, requiredText(input, "executionArn", { min: 1, max: 256 }));
  const error = text(input, "error", { max: 256 });
  const cause = text(input, "cause", { max: 32_768 });
  api.engine.stop(run.arn, {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  });
  return { stopDate: seconds(run.stoppedAt ?? api.engine.clock.now()) };
};
