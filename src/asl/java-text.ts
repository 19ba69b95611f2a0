import type { JsonValue } from "../shared/json.js";
import { isJsonArray } from "./json-object.js";

/**
 * A JSON value as the service writes it into text, which is Java's way: `{Id=7, Tags=[a, b]}`,
 * strings without quotes, null as `null`.
 */
export function javaText(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (isJsonArray(value)) return `[${value.map(javaText).join(", ")}]`;
  const fields = Object.entries(value).map(([field, item]) => `${field}=${javaText(item)}`);
  return `{${fields.join(", ")}}`;
}
