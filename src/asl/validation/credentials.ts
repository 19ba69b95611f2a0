import { isJsonObject } from "../json-object.js";
import { type Check, structure, template } from "./checks.js";

/** The role under which a task runs; an object without one says so in words of its own. */
export const credentials: Check = (value, place) => {
  if (!isJsonObject(value)) structure(value, place);
  else if (!Object.hasOwn(value, "RoleArn") && !Object.hasOwn(value, "RoleArn.$")) {
    place.findings.schema("The field 'RoleArn' is required but was missing", place.location);
  } else template(value, place);
};
