import type { StatesApi } from "./api.js";
import { readArn } from "./arns.js";
import { refuse } from "./exceptions.js";

/** The ARN of what may have tags: a machine, not a version of one, or an activity. Throws ResourceNotFound. */
export function taggable(api: StatesApi, arn: string): string {
  readArn(arn, ["stateMachine", "activity"]);
  if (api.machines.find(arn) !== undefined || api.engine.activities.has(arn)) return arn;
  throw refuse.noResource(arn);
}
