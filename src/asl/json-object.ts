import type { JsonValue } from "../shared/json.js";

/** A JSON object, whose own fields are data, `__proto__` and `constructor` among them. */
export type JsonObject = { readonly [field: string]: JsonValue };

/** Whether a value is a JSON object: neither null nor an array. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a JSON array, which `Array.isArray` does not tell of readonly ones. */
export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** An object's own field, undefined where it has none: never what it inherits. */
export function fieldOf(object: JsonObject, field: string): JsonValue | undefined {
  return Object.hasOwn(object, field) ? object[field] : undefined;
}
