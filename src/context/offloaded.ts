import { createHash } from "node:crypto";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { propertyPath } from "../shared/json.js";
import {
  type ItemPointer,
  type StateDataClient,
  UntrustedPointerError,
} from "../state-data/index.js";

/**
 * Stands for a value that was too large for the state and was put into state data. On the wire
 * `{ "$state_data": { table_name, partition_key, key, size } }`.
 */
export interface Offloaded<T = unknown> {
  readonly $state_data: OffloadedPointer<T>;
}

/** Leads to a value that was offloaded. */
export interface OffloadedPointer<T = unknown> extends ItemPointer<T> {
  /** Bytes of the value's JSON text. */
  readonly size: number;
}

const FIELD = "$state_data";

/** Whether a value only stands for one that was offloaded: an object whose one property is `$state_data`. */
export function isOffloaded(value: unknown): value is Offloaded {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.keys(value).length === 1 &&
    Object.hasOwn(value, FIELD)
  );
}

/**
 * What will stand for a value, whose JSON text is given. The key is the content's hash: a retry, or
 * a parallel iteration with the same value, puts the same again.
 */
export function markerFor(
  text: string,
  { table, namespace }: { readonly table: string; readonly namespace: string },
): Offloaded {
  const key = `offloaded-${createHash("sha256").update(text).digest("hex")}`;
  return {
    $state_data: {
      table_name: table,
      partition_key: `${namespace}:${key}`,
      key,
      size: Buffer.byteLength(text),
    },
  };
}

/** Requests under way at once. */
const CONCURRENCY = 16;

/**
 * An input with every value in it that was offloaded, at any depth. Only what is in the client's own
 * table and namespace is followed, since an event may be forged; the values are not looked into.
 *
 * @throws UntrustedPointerError, InvalidArgumentError, and what `getItem` throws.
 */
export async function resolveOffloaded(
  input: unknown,
  stateData: StateDataClient,
): Promise<unknown> {
  const pointers = new Map<string, ItemPointer>();
  visit(input, "$", (value, path) => {
    const pointer = ownPointer(value, path, stateData);
    pointers.set(pointer.partition_key, pointer);
    return value;
  });
  if (pointers.size === 0) return input;

  const values = new Map<string, unknown>();
  const waiting = [...pointers.values()];
  while (waiting.length > 0) {
    const batch = waiting.splice(0, CONCURRENCY).map(async (pointer) => {
      values.set(pointer.partition_key, await stateData.getItem(pointer));
    });
    await Promise.all(batch);
  }
  return visit(input, "$", ({ $state_data }) => values.get($state_data.partition_key));
}

/** A copy of a JSON value in which every offloaded one is replaced. */
function visit(
  value: unknown,
  path: string,
  replace: (offloaded: Offloaded, path: string) => unknown,
): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isOffloaded(value)) return replace(value, path);
  if (Array.isArray(value)) {
    return value.map((item, index) => visit(item, `${path}[${index}]`, replace));
  }
  // fromEntries defines properties: one named __proto__ stays data.
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      visit(item, propertyPath(path, name), replace),
    ]),
  );
}

function ownPointer({ $state_data }: Offloaded, path: string, stateData: StateDataClient) {
  // From an event, so nothing of it is taken on trust.
  const fields: Partial<Record<keyof OffloadedPointer, unknown>> = $state_data ?? {};
  const { table_name, partition_key, key } = fields;
  if (
    typeof table_name !== "string" ||
    typeof partition_key !== "string" ||
    typeof key !== "string"
  ) {
    throw new InvalidArgumentError(
      `Expected the value at ${path} of the input, which says that it was offloaded, to be { "$state_data": { "table_name", "partition_key", "key", "size" } }, got ${describe($state_data)} there. Let the definition hand it on as it is.`,
    );
  }
  const { table, namespace } = stateData;
  if (table_name === table && partition_key === `${namespace}:${key}`) {
    return { table_name, partition_key, key };
  }
  throw new UntrustedPointerError(
    `The value at ${path} of the input was offloaded to "${partition_key}" in table "${table_name}", and by itself a task follows only what is in its own table ("${table}") and execution ("${namespace}"): an event can be forged. If it is right that it comes from elsewhere, set "resolve: false" and read it with getGlobalItem(value.$state_data).`,
    table_name,
  );
}
