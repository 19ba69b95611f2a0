import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { ListPointer } from "../state-data/index.js";
import { readJson } from "./read-json.js";
import type { Session } from "./session.js";

/** Which rows a command on state data is about. */
export interface StatePlace {
  /** A pointer, or a table and partition key. */
  readonly location: ListPointer;
  readonly index: number | undefined;
  /** What a pointer leads to; a name alone does not say. */
  readonly kind: "item" | "list" | "name";
}

interface PlaceFlags {
  readonly table?: string;
  readonly key?: string;
  readonly index?: string;
}

/** Reads a pointer, the event of a Map iteration, a value that a task offloaded, or --table and --key. */
export async function readPointer(
  session: Session,
  argument: string | undefined,
  { table = session.terminal.env.SFN_DATA_TABLE, key, index }: PlaceFlags,
): Promise<StatePlace> {
  const chosen = index === undefined ? undefined : readIndex(index);
  if (argument !== undefined) {
    return placeOf(await readJson(session, argument, "the pointer"), chosen);
  }
  if (!table || key === undefined) {
    throw new InvalidArgumentError(
      "Expected a pointer (a JSON file, - for stdin, or JSON in quotes), or --table and --key.",
    );
  }
  // Its other members are what a pointer would say, and a name does not.
  const location = { table_name: table, partition_key: key } as ListPointer;
  return { location, index: chosen, kind: "name" };
}

function placeOf(given: unknown, chosen: number | undefined): StatePlace {
  const { $state_data: offloaded, ...fields } = recordOf(given);
  if (offloaded !== undefined) return placeOf(offloaded, chosen);
  if (fields.items_result_table_name !== undefined) {
    const { items_result_table_name, items_result_partition_key, items_result_key } = fields;
    const pointer = {
      table_name: items_result_table_name,
      partition_key: items_result_partition_key,
      key: items_result_key,
    };
    return placeOf(pointer, chosen ?? readIndex(String(fields.context_index)));
  }
  // Its fields are checked where it is followed.
  const location = fields as unknown as ListPointer;
  if (fields.items !== undefined) return { location, index: chosen, kind: "list" };
  return { location, index: chosen, kind: fields.key === undefined ? "name" : "item" };
}

function recordOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>; // looked at by its members
  }
  throw new InvalidArgumentError(
    `Expected the pointer to be { "table_name", "partition_key", "key" }, as a task returned it, got ${describe(value)}.`,
  );
}

function readIndex(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError(
    `Expected the index to be a whole number from 0 on, got "${text}".`,
  );
}
