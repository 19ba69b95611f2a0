import type { Operation } from "../api.js";
import { readEncryption } from "../configuration.js";
import { refuse } from "../exceptions.js";
import { requiredText, structure } from "../members.js";
import { checkName } from "../names.js";
import { readTags, withTags } from "../tags.js";
import { seconds } from "../time.js";

/** Idempotent by name; tags of a later request are ignored: https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html. */
export const createActivity: Operation = (api, input) => {
  const name = checkName(requiredText(input, "name"));
  const tags = readTags(input);
  const encryption = readEncryption(structure(input, "encryptionConfiguration") ?? {});
  const activityArn = `arn:${api.partition}:states:${api.region}:${api.account}:activity:${name}`;
  const { activities } = api.engine;
  const known = activities.find(activityArn);
  if (known === undefined) {
    const tagged = withTags(new Map(), activityArn, tags);
    const { createdAt } = activities.create(activityArn, name, encryption);
    api.tags.set(activityArn, tagged);
    return { activityArn, creationDate: seconds(createdAt) };
  }
  if (JSON.stringify(known.encryptionConfiguration) !== JSON.stringify(encryption)) {
    throw refuse.activityExists(activityArn);
  }
  return { activityArn, creationDate: seconds(known.createdAt) };
};
