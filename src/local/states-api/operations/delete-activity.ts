import type { Operation } from "../api.js";
import { readArn } from "../arns.js";
import { requiredText } from "../members.js";

/** One that is not there counts as deleted: https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html. */
export const deleteActivity: Operation = (api, input) => {
  const { arn } = readArn(requiredText(input, "activityArn", { min: 1, max: 256 }), ["activity"]);
  api.engine.activities.delete(arn);
  api.tags.delete(arn);
  return {};
};
