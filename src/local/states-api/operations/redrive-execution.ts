import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { runOf } from "../executions.js";
import { requiredText, text } from "../members.js";
import { redriveExecution as redrive } from "../redrive-execution.js";
import { seconds } from "../time.js";

/** From where it failed, by the definition that it started with: https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html. */
export const redriveExecution: Operation = async (api, input) => {
  const run = runOf(api, requiredText(input, "executionArn", { min: 1, max: 256 }));
  const token = text(input, "clientToken", { min: 1, max: 64 });
  const reason = await redrive(api, run, token);
  if (reason !== undefined) throw refuse.notRedrivable(reason);
  return { redriveDate: seconds(run.redrivenAt ?? api.engine.clock.now()) };
};
