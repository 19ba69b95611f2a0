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
  const fault = findFault(value, "", []);
  if (fault !== undefined) {
    throw new InvalidArgumentError(
      `${what} cannot be written as JSON: expected a JSON value at ${pathOf(fault)}, got ${fault.found}. ${fault.remedy}`,
    );
  }
  return JSON.stringify(value);
}

type Key = string | number;

interface Fault {
  readonly found: string;
  readonly remedy: string;
  /** Keys and indexes that lead to it, the innermost first: written down on the way back only. */
  readonly steps: Key[];
}

const MAX_DEPTH = 1_000;

/** @param key where the value stands in what it is a part of. */
function findFault(value: unknown, key: Key, ancestors: object[]): Fault | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
      return undefined;
    case "number":
      return Number.isFinite(value) ? undefined : faultOf(String(value), "Use null, or a string.");
    case "object":
      return value === null ? undefined : findFaultInObject(value, key, ancestors);
    case "undefined":
      return faultOf("undefined", "Use null where there is no value.");
    case "bigint":
      return faultOf(`${value}n (bigint)`, "Use a number, or a string.");
    default:
      return faultOf(`a ${typeof value}`, "Leave it out.");
  }
}

function faultOf(found: string, remedy: string): Fault {
  return { found, remedy, steps: [] };
}

function findFaultInObject(value: object, key: Key, ancestors: object[]): Fault | undefined {
  if (ancestors.includes(value)) {
    return faultOf("a cycle", "Replace the inner reference by an identifier.");
  }
  if (ancestors.length >= MAX_DEPTH) {
    return faultOf(`more than ${MAX_DEPTH} levels`, "Flatten the data.");
  }
  ancestors.push(value);
  const fault = hasToJson(value)
    ? findFaultInReplacement(value, value.toJSON(String(key)), key, ancestors)
    : Array.isArray(value)
      ? findFaultInArray(value, ancestors)
      : findFaultInRecord(value, ancestors);
  ancestors.pop();
  return fault;
}

function findFaultInReplacement(value: object, replaced: unknown, key: Key, ancestors: object[]) {
  // A toJSON that answers with its own object again would recurse for ever.
  return replaced === value ? undefined : findFault(replaced, key, ancestors);
}

function findFaultInArray(value: unknown[], ancestors: object[]): Fault | undefined {
  // An index loop, since forEach and map step over the holes that JSON would turn into null.
  for (let index = 0; index < value.length; index++) {
    const fault = findFault(value[index], index, ancestors);
    if (fault !== undefined) return at(index, fault);
  }
  return undefined;
}

function findFaultInRecord(value: object, ancestors: object[]): Fault | undefined {
  if (!isRecord(value)) {
    const kind = kindOf(value);
    const remedy =
      kind === "Promise" ? "Await it first." : "Convert it to plain objects, arrays or strings.";
    return faultOf(`a ${kind}`, remedy);
  }
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item === undefined) continue;
    const fault = findFault(item, key, ancestors);
    if (fault !== undefined) return at(key, fault);
  }
  return undefined;
}

function at(key: Key, fault: Fault): Fault {
  fault.steps.push(key);
  return fault;
}

/** The JSON path of a property: `$.name`, `$["odd name"]`. */
export function propertyPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** As JSON paths are written: `$.list[3]["a b"]`. */
function pathOf({ steps }: Fault): string {
  return steps.reduceRight<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : propertyPath(path, key)),
    "$",
  );
}

function isRecord(value: object): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}
