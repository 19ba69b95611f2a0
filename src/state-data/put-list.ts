import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { Call } from "./attempts.js";
import { checkPut } from "./check-schema.js";
import { removeRows } from "./delete-items.js";
import { headKeyOf, listKeyOf, nextGeneration, splitListKey } from "./keys.js";
import { mapAhead } from "./map-ahead.js";
import { countPut } from "./meter.js";
import { planRow } from "./payload.js";
import type { Target } from "./pointer.js";
import { expiryOf, type Store, uploadObject } from "./store.js";
import type { RowChange } from "./table.js";
import { writeRows } from "./write-rows.js";

/** The items of a list: at hand, or produced while the list is written. */
export type Items<T = unknown> = Iterable<T> | AsyncIterable<T>;

/**
 * Puts a list under a key of its own, rows first, and gives it the name last: a reader sees all of
 * the new list or all of the one before, and a put that dies half-way is never seen.
 *
 * @returns the partition key of exactly this list, and how many items it has.
 */
export async function putList(
  store: Store,
  call: Call,
  target: Pick<Target, "table" | "partitionKey" | "schema">,
  items: Items,
): Promise<{ partitionKey: string; count: number }> {
  checkItems(items);
  // Under the name of an earlier list if that is what was passed: a list itself is never changed.
  const { base } = splitListKey(target.partitionKey);
  const generation = nextGeneration();
  const partitionKey = store.inPlace ? base : listKeyOf(base, generation);
  const expiresAt = expiryOf(store);
  let count = 0;

  async function plan(scope: Call, data: unknown, index: number): Promise<RowChange> {
    const address = { partitionKey, sortKey: index, expiresAt };
    const place = { table: target.table, partitionKey, index };
    const item = await checkPut(target.schema, data, place, scope);
    const planned = await planRow(item, address, store.layout, target.table);
    countPut(call.meter, planned);
    if (planned.upload !== undefined) await uploadObject(store, scope, target.table, planned);
    return { put: planned.attributes, bytes: planned.bytes };
  }

  await writeRows(
    store.table,
    target.table,
    (scope) => mapAhead(items, store.concurrency, (data) => plan(scope, data, count++)),
    call,
    { concurrency: store.concurrency, total: Array.isArray(items) ? items.length : undefined },
  );

  if (store.inPlace) {
    await removeRows(store, call, { table: target.table, partitionKey }, { from: count });
  } else {
    const headKey = headKeyOf(base);
    // That a newer list has the name is no failure: the pointer to this one is as good as ever.
    await store.table.putHead(call, target.table, headKey, { generation, count, expiresAt });
  }
  return { partitionKey, count };
}

function checkItems(items: unknown): void {
  const isSequence =
    typeof items === "object" &&
    items !== null &&
    (Symbol.iterator in items || Symbol.asyncIterator in items);
  if (isSequence && !(items instanceof Map)) return;
  throw new InvalidArgumentError(
    `Expected the items to be an array, an iterable or an async iterable, got ${describe(items)}. One value is put by putItem.`,
  );
}
