import { propertyPath } from "../shared/json.js";

/**
 * Where two values differ as JSON, as a path such as `$.lines[3]`; undefined where they do not. The
 * order of properties and those that are undefined do not count; an object that is no plain one (a
 * Date, a Map) differs from everything, since JSON cannot give it back.
 */
export function differenceOf(one: unknown, other: unknown): string | undefined {
  const rest = differenceIn(one, other, 0);
  return rest === undefined ? undefined : `$${rest}`;
}

/** As deep as data may be that is put: what goes on is a cycle. */
const MAX_DEPTH = 1_000;

/** What follows `$` in the path: written only once there is a difference. */
function differenceIn(one: unknown, other: unknown, depth: number): string | undefined {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other ? undefined : "";
  }
  if (depth > MAX_DEPTH) return "";
  if (Array.isArray(one) && Array.isArray(other)) {
    for (let index = 0; index < Math.max(one.length, other.length); index++) {
      const rest = differenceIn(one[index], other[index], depth + 1);
      if (rest !== undefined) return `[${index}]${rest}`;
    }
    return one.length === other.length ? undefined : "";
  }
  if (!isPlain(one) || !isPlain(other)) return "";
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const rest = differenceIn(ownValue(one, name), ownValue(other, name), depth + 1);
    if (rest !== undefined) return propertyPath("", name) + rest;
  }
  return undefined;
}

function ownValue(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
