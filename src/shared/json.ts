import { InvalidArgumentError, kindOf } from "./errors.js";

/** Whatever JSON text can carry. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/**
 * JSON text that gives the same value back. Where `JSON.stringify` would drop or change data in
 * silence (NaN, undefined in an array, a Map, a Promise that nobody awaited, …) it throws
 * InvalidArgumentError with the JSON path of the culprit. Properties that are undefined are left
 * out, and `toJSON` is honoured, both as `JSON.stringify` does.
 *
 * @param what names the value in messages, e.g. `The data of "characters"`.
 */
export function stringifyStrict(value: unknown, what: string): string {
  const fault = findFault(value, "$", new Set());
  if (fault !== undefined) {
    throw new InvalidArgumentError(
      `${what} cannot be written as JSON: expected a JSON value at ${fault.path}, got ${fault.found}. ${fault.remedy}`,
    );
  }
  return JSON.stringify(value);
}

interface Fault {
  readonly path: string;
  readonly found: string;
  readonly remedy: string;
}

const MAX_DEPTH = 1_000;

function findFault(value: unknown, path: string, ancestors: Set<object>): Fault | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value)
        ? undefined
        : { path, found: String(value), remedy: "Use null, or a string." };
    case "object":
      return value === null ? undefined : findFaultInObject(value, path, ancestors);
    case "undefined":
      return { path, found: "undefined", remedy: "Use null where there is no value." };
    case "bigint":
      return { path, found: `${value}n (bigint)`, remedy: "Use a number, or a string." };
    default:
      return { path, found: `a ${typeof value}`, remedy: "Leave it out." };
  }
}

function findFaultInObject(value: object, path: string, ancestors: Set<object>): Fault | undefined {
  if (ancestors.has(value)) {
    return { path, found: "a cycle", remedy: "Replace the inner reference by an identifier." };
  }
  if (ancestors.size >= MAX_DEPTH) {
    return { path, found: `more than ${MAX_DEPTH} levels`, remedy: "Flatten the data." };
  }
  if (hasToJson(value)) {
    const replaced = value.toJSON(path);
    // A toJSON that answers with its own object again would recurse for ever.
    ancestors.add(value);
    const fault = replaced === value ? undefined : findFault(replaced, path, ancestors);
    ancestors.delete(value);
    return fault;
  }
  ancestors.add(value);
  const fault = Array.isArray(value)
    ? findFaultInArray(value, path, ancestors)
    : findFaultInRecord(value, path, ancestors);
  ancestors.delete(value);
  return fault;
}

function findFaultInArray(value: unknown[], path: string, ancestors: Set<object>) {
  // An index loop, since forEach and map step over the holes that JSON would turn into null.
  for (let index = 0; index < value.length; index++) {
    const item = value[index];
    if (isSound(item)) continue;
    const fault = findFault(item, `${path}[${index}]`, ancestors);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findFaultInRecord(value: object, path: string, ancestors: Set<object>): Fault | undefined {
  const kind = kindOf(value);
  if (kind !== "Object") {
    const remedy =
      kind === "Promise" ? "Await it first." : "Convert it to plain objects, arrays or strings.";
    return { path, found: `a ${kind}`, remedy };
  }
  for (const [key, item] of Object.entries(value)) {
    if (isSound(item) || item === undefined) continue;
    const fault = findFault(item, propertyPath(path, key), ancestors);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** The leaves that most data is made of, told apart without building their path. */
function isSound(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || value === null;
}

/** The JSON path of a property: `$.name`, `$["odd name"]`. */
export function propertyPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
