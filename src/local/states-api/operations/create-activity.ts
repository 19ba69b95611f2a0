import type { Operation } from "../api.js";
import { requiredText } from "../members.js";
import { checkName } from "../names.js";
import { addTags, readTags } from "../tags.js";
import { seconds } from "../time.js";

/** Idempotent by name: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html. */
export const createActivity: Operation = (api, input) => {
  const name = checkName(requiredText(input, "name"));
  const tags = readTags(input);
  const activityArn = `arn:${api.partition}:states:${api.region}:${api.account}:activity:${name}`;
  const { createdAt } = api.engine.activities.create(activityArn, name);
  addTags(api.tags, activityArn, tags);
  return { activityArn, creationDate: seconds(createdAt) };
};
