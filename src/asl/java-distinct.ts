import type { JsonValue } from "../shared/json.js";
import { isJsonArray } from "./json-object.js";

/**
 * The distinct items of a list, in the order in which a Java HashSet gives them back, since that
 * is what the service collects them in: `[true, false]` comes back as `[false, true]`.
 */
export function javaDistinct(list: readonly JsonValue[]): JsonValue[] {
  const firstOf = new Map<string, { readonly item: JsonValue; readonly hash: number }>();
  for (const item of list) {
    const key = canonicalText(item);
    if (!firstOf.has(key)) firstOf.set(key, { item, hash: spread(javaHash(item)) });
  }
  const buckets = bucketCount(firstOf.size);
  return [...firstOf.values()]
    .map(({ item, hash }) => ({ item, bucket: hash & (buckets - 1) }))
    .sort((one, other) => one.bucket - other.bucket)
    .map(({ item }) => item);
}

/** Text that is the same for equal values only, whatever the order of their fields. */
function canonicalText(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isJsonArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  const fields = Object.entries(value).map(
    ([field, item]) => `${JSON.stringify(field)}:${canonicalText(item)}`,
  );
  return `{${fields.sort().join(",")}}`;
}

/** HashMap doubles its table when it is three quarters full. */
function bucketCount(size: number): number {
  let buckets = 16;
  while (size > buckets * 0.75) buckets *= 2;
  return buckets;
}

/** HashMap mixes the upper half of a hash into the lower. */
function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}

/** `hashCode()` of what the service's parser makes of JSON: Map, List, String, Integer, Double, … */
function javaHash(value: JsonValue): number {
  if (value === null) return 0;
  if (isJsonArray(value))
    return value.reduce<number>((hash, item) => (Math.imul(31, hash) + javaHash(item)) | 0, 1);
  switch (typeof value) {
    case "boolean":
      return value ? 1231 : 1237;
    case "string":
      return stringHash(value);
    case "number":
      return numberHash(value);
    default:
      return Object.entries(value).reduce(
        (hash, [field, item]) => (hash + (stringHash(field) ^ javaHash(item))) | 0,
        0,
      );
  }
}

function stringHash(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash;
}

function numberHash(value: number): number {
  if (value === (value | 0)) return value;
  const bytes = new DataView(new ArrayBuffer(8));
  if (Number.isSafeInteger(value)) bytes.setBigInt64(0, BigInt(value));
  else bytes.setFloat64(0, value);
  return bytes.getInt32(0) ^ bytes.getInt32(4);
}
