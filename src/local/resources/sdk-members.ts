import type { JsonValue } from "../../shared/json.js";

/*
 * The SDK's clients carry the schemas of their operations, in arrays that begin with the kind:
 * https://github.com/smithy-lang/smithy-typescript, `StaticSchema`. Older clients carry none; their
 * members are then taken to be spelt as an integration spells them.
 */
const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const UNION = 4;
const OPERATION = 9;
const BLOBS: readonly unknown[] = [21, 42];

type Rename = (name: string, members: readonly string[]) => string;
type Leaf = (value: unknown, schema: unknown) => unknown;

/** An integration's parameters, as an operation of the SDK takes them: with its members' spelling, and bytes for text. */
export function toSdkInput(operation: unknown, parameters: JsonValue): Record<string, unknown> {
  const input = partOf(operation, 4);
  const rename: Rename = (name, members) =>
    members.find((member) => member.toLowerCase() === name.toLowerCase()) ?? name;
  const leaf: Leaf = (value, schema) =>
    BLOBS.includes(schema)
      ? Buffer.from(typeof value === "string" ? value : JSON.stringify(value))
      : value;
  const renamed = walk(parameters ?? {}, input, rename, leaf);
  return renamed as Record<string, unknown>; // an operation's input is an object
}

/** What an operation of the SDK answered, as an integration tells it: members with a capital, times and bytes as text. */
export function fromSdkOutput(operation: unknown, output: unknown): JsonValue {
  const schema = partOf(operation, 5);
  const rename: Rename = (name) => `${name[0]?.toUpperCase()}${name.slice(1)}`;
  const told = walk(output, schema, rename, (value) => value);
  return JSON.parse(JSON.stringify(told, asText)) as JsonValue; // from JSON
}

function asText(this: unknown, key: string, value: unknown): unknown {
  const own = (this as Readonly<Record<string, unknown>>)[key]; // before it was made JSON
  return own instanceof Uint8Array ? Buffer.from(own).toString() : value;
}

function walk(value: unknown, ref: unknown, rename: Rename, leaf: Leaf): unknown {
  const schema = resolved(ref);
  if (value === null || value === undefined) return value;
  if (!Array.isArray(schema)) return leaf(value, schema);
  const [kind] = schema as readonly unknown[];
  if (kind === LIST && Array.isArray(value)) {
    return value.map((item) => walk(item, schema[4], rename, leaf));
  }
  if (!isPlain(value)) return value;
  const entries = Object.entries(value);
  if (kind === MAP) {
    return Object.fromEntries(
      entries.map(([key, item]) => [key, walk(item, schema[5], rename, leaf)]),
    );
  }
  if (kind !== STRUCTURE && kind !== UNION) return value;
  const [members, schemas] = [schema[4], schema[5]] as [readonly string[], readonly unknown[]]; // of a structure
  return Object.fromEntries(
    entries.map(([name, item]) => {
      const at = members.findIndex((member) => member.toLowerCase() === name.toLowerCase());
      return [rename(name, members), walk(item, schemas[at], rename, leaf)];
    }),
  );
}

/** A schema behind a function, or beside its traits. */
function resolved(ref: unknown): unknown {
  const schema = typeof ref === "function" ? (ref as () => unknown)() : ref; // a reference that is followed late
  if (!Array.isArray(schema)) return schema;
  return typeof schema[0] === "function" || Array.isArray(schema[0]) || schema.length === 2
    ? resolved(schema[0])
    : schema;
}

function partOf(operation: unknown, part: 4 | 5): unknown {
  const schema = resolved(operation);
  return Array.isArray(schema) && schema[0] === OPERATION ? schema[part] : undefined;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array) &&
    !("transformToString" in value)
  );
}
