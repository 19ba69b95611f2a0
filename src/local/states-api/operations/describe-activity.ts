import type { Operation } from "../api.js";
import { readArn } from "../arns.js";
import { refuse } from "../exceptions.js";
import { requiredText } from "../members.js";
import { seconds } from "../time.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export const describeActivity: Operation = (api, input) => {
  const { arn } = readArn(requiredText(input, "activityArn", { min: 1, max: 256 }), ["activity"]);
  const activity = api.engine.activities.find(arn);
  if (activity === undefined) throw refuse.noActivity(arn);
  return {
    activityArn: arn,
    name: activity.name,
    creationDate: seconds(activity.createdAt),
    encryptionConfiguration: activity.encryptionConfiguration,
  };
};
