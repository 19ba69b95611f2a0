import type { Operation } from "../api.js";
import { list, requiredText } from "../members.js";
import { taggable } from "../taggable.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export const untagResource: Operation = (api, input) => {
  const arn = taggable(api, requiredText(input, "resourceArn", { min: 1, max: 256 }));
  const tags = new Map(api.tags.get(arn));
  for (const key of list(input, "tagKeys") ?? []) tags.delete(String(key));
  api.tags.set(arn, tags);
  return {};
};
