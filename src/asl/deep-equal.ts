import type { JsonValue } from "../shared/json.js";
import { isJsonArray, isJsonObject } from "./json-object.js";

/** Whether two JSON values are the same, whatever the order of their fields. */
export function deepEqual(left: JsonValue, right: JsonValue): boolean {
  if (left === right) return true;
  if (isJsonArray(left) && isJsonArray(right)) {
    return (
      left.length === right.length && left.every((item, at) => deepEqual(item, right[at] ?? null))
    );
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const fields = Object.entries(left);
    return (
      fields.length === Object.keys(right).length &&
      fields.every(([field, value]) => {
        const other = Object.hasOwn(right, field) ? right[field] : undefined;
        return other !== undefined && deepEqual(value, other);
      })
    );
  }
  return false;
}
