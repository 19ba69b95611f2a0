import type { Operation } from "../api.js";
import { refuse } from "../exceptions.js";
import { list, requiredText } from "../members.js";
import { taggable } from "../taggable.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export const untagResource: Operation = (api, input) => {
  const arn = taggable(api, requiredText(input, "resourceArn", { min: 1, max: 256 }));
  const keys = list(input, "tagKeys");
  if (keys === undefined) throw refuse.constraint(undefined, "tagKeys", "Member must not be null");
  const tags = new Map(api.tags.get(arn));
  for (const key of keys) tags.delete(String(key));
  api.tags.set(arn, tags);
  return {};
};
