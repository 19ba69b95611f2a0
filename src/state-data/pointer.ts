import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { checkIndex, checkPartitionKey, splitListKey } from "./keys.js";

/** Carries the type of the data that a pointer leads to; no such property exists at run time. */
declare const carried: unique symbol;

/** Where items are, in any project: what the Global methods take. */
export interface Location {
  readonly table_name: string;
  /** `<namespace>:<key>`. */
  readonly partition_key: string;
}

/** What `putItem` returns: small enough for any state, and readable by py2sfn-task-tools. */
export interface ItemPointer<T = unknown> extends Location {
  readonly key: string;
  /** Set when the item was put at an index. */
  readonly index?: number;
  readonly [carried]?: T;
}

/** What `putItems` returns. A Map state fans out over `items`, which holds a 1 for each item. */
export interface ListPointer<T = unknown> extends Location {
  /** The key and the generation of exactly this list. */
  readonly key: string;
  readonly items: readonly 1[];
  readonly [carried]?: T;
}

/** The input of one Map iteration, as the Map state's ItemSelector makes it. */
export interface MapIterationEvent<T = unknown> {
  readonly items_result_table_name: string;
  readonly items_result_partition_key: string;
  readonly items_result_key: string;
  /** A number, or the text of one. */
  readonly context_index: number | string;
  readonly context_value?: unknown;
  readonly [carried]?: T;
}

/** A schema that checks whatever is put or got. */
export type Schema = StandardSchemaV1<unknown, unknown>;

/** Rows of one partition key, or of whatever a name stands for. */
export interface Target {
  readonly table: string;
  readonly partitionKey: string;
  /** A name may stand for a list (its head says which); a pointer is followed as it is. */
  readonly byName: boolean;
  /** How many rows the list has, where the pointer says so. */
  readonly count?: number;
  /** The one row that is meant, where the pointer says so. */
  readonly index?: number;
  /** Checks each item. */
  readonly schema?: Schema | undefined;
}

/**
 * Reads a pointer or a location that came in an event, so nothing of it is taken on trust.
 *
 * @throws InvalidArgumentError that names the field.
 */
export function readLocation(value: unknown): Target {
  const fields = recordOf(value, "a pointer ({ table_name, partition_key, key })");
  const table = fields.table_name;
  if (typeof table !== "string" || table === "") {
    throw new InvalidArgumentError(
      `Expected the pointer's "table_name" to be a table's name, got ${describe(table)}.`,
    );
  }
  const partitionKey = checkPartitionKey(fields.partition_key, `the pointer's "partition_key"`);
  return {
    table,
    partitionKey,
    byName:
      fields.key === undefined &&
      fields.items === undefined &&
      splitListKey(partitionKey).generation === undefined,
    ...(fields.items === undefined ? {} : { count: countOf(fields.items) }),
    ...(fields.index === undefined
      ? {}
      : { index: checkIndex(`the pointer's "index"`, fields.index) }),
  };
}

function countOf(items: unknown): number {
  if (Array.isArray(items)) return items.length;
  throw new InvalidArgumentError(
    `Expected the pointer's "items" to be an array with an element for each item, got ${describe(items)}.`,
  );
}

const ITERATION_FIELDS = {
  items_result_table_name: "$.<pointer>.table_name",
  items_result_partition_key: "$.<pointer>.partition_key",
  items_result_key: "$.<pointer>.key",
  context_index: "$$.Map.Item.Index",
} as const;

/** The block that turns a list pointer into Map iterations. */
const ITEM_SELECTOR = JSON.stringify(
  Object.fromEntries(Object.entries(ITERATION_FIELDS).map(([field, path]) => [`${field}.$`, path])),
);

/**
 * Reads the event of a Map iteration.
 *
 * @throws InvalidArgumentError that names the missing field and shows the Map state's ItemSelector.
 */
export function readMapIterationEvent(event: unknown): Target & { readonly index: number } {
  const fields = recordOf(event, "the event of a Map iteration");
  for (const field of Object.keys(ITERATION_FIELDS)) {
    if (fields[field] === undefined) {
      throw new InvalidArgumentError(
        `Expected the event of a Map iteration, but it has no "${field}". Give the Map state, with ItemsPath "$.<pointer>.items", this ItemSelector: ${ITEM_SELECTOR}`,
      );
    }
  }
  return {
    ...readLocation({
      table_name: fields.items_result_table_name,
      partition_key: fields.items_result_partition_key,
      key: fields.items_result_key,
    }),
    index: checkIndex(`the event's "context_index"`, fields.context_index),
  };
}

function recordOf(value: unknown, expected: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    // Every field is checked where it is read.
    return value as Record<string, unknown>;
  }
  throw new InvalidArgumentError(`Expected ${expected}, got ${describe(value)}.`);
}
