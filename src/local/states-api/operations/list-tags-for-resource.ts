import type { Operation } from "../api.js";
import { requiredText } from "../members.js";
import { taggable } from "../taggable.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html */
export const listTagsForResource: Operation = (api, input) => {
  const arn = taggable(api, requiredText(input, "resourceArn", { min: 1, max: 256 }));
  const tags = [...(api.tags.get(arn) ?? [])].map(([key, value]) => ({ key, value }));
  return { tags };
};
