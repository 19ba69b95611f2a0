import type { JsonValue } from "../../shared/json.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import { type Check, type Place, structure } from "./checks.js";

/** The fields that an object of some kind may have. */
export interface Fields {
  readonly required?: readonly string[];
  readonly fields: Readonly<Record<string, Check>>;
  /** Fields of one query language only. */
  readonly only?: Readonly<Record<string, "JSONPath" | "JSONata">>;
}

/** Looks at an object: what is missing, what does not belong, and each field that does. */
export function checkFields(
  value: JsonValue,
  place: Place,
  { required = [], fields, only = {} }: Fields,
): void {
  if (!isJsonObject(value)) {
    structure(value, place);
    return;
  }
  requireFields(value, place, required);
  for (const [name, field] of Object.entries(value)) {
    const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const language = only[name];
    if (check === undefined)
      place.findings.schema(`Field '${name}' is not supported`, atRoot(place));
    else if (language !== undefined && language !== place.language) {
      place.findings.schema(
        `The QueryLanguage is set to '${place.language}', but field '${name}' is only supported for the '${language}' QueryLanguage`,
        atRoot(place),
      );
    } else check(field, { ...place, location: `${place.location}/${name}` });
  }
}

/** Tells of the fields that an object lacks. */
export function requireFields(value: JsonObject, place: Place, required: readonly string[]): void {
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  if (missing.length === 0) return;
  place.findings.schema(`These fields are required: [${missing.join(", ")}]`, atRoot(place));
}

function atRoot({ location }: Place): string {
  return location === "" ? "/" : location;
}
