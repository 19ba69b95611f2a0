import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { requiredText } from "../members.js";
import { taggable } from "../taggable.js";
import { readTags, withTags } from "../tags.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export const tagResource: Operation = (api, input) => {
  const arn = taggable(api, requiredText(input, "resourceArn", { min: 1, max: 256 }));
  if (input.tags === undefined)
    throw refuse.constraint(undefined, "tags", "Member must not be null");
  api.tags.set(arn, withTags(api.tags, arn, readTags(input)));
  return {};
};
