import type { Operation } from "../api.js";
import { requiredText } from "../members.js";
import { taggable } from "../taggable.js";
import { addTags, readTags } from "../tags.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export const tagResource: Operation = (api, input) => {
  const arn = taggable(api, requiredText(input, "resourceArn", { min: 1, max: 256 }));
  addTags(api.tags, arn, readTags(input));
  return {};
};
