import type { Call } from "./attempts.js";
import { liveHead } from "./items.js";
import { headKeyOf, listKeyOf, splitListKey } from "./keys.js";
import type { Target } from "./pointer.js";
import type { Row } from "./rows.js";
import { objectName, placeOf, type Store } from "./store.js";
import type { PageRequest, RowChange } from "./table.js";
import { writeRows } from "./write-rows.js";

/** What deleting removed. */
export interface Deleted {
  readonly rows: number;
  /** Overflow objects in S3. */
  readonly objects: number;
}

/**
 * Deletes what a name or pointer stands for: readers by name lose sight of it first, then the rows
 * go, then their objects. If it ends half-way, calling it again finishes it.
 */
export async function deleteItems(store: Store, call: Call, target: Target): Promise<Deleted> {
  const { table, partitionKey } = target;
  const { base, generation } = splitListKey(partitionKey);
  if (target.index !== undefined) return deleteRow(store, call, target, target.index);
  if (generation !== undefined) return deleteList(store, call, table, base, generation);
  if (!target.byName || store.inPlace) return removeRows(store, call, target, {});

  // Not only the live head: one that expired, or whose deleting was cut short, still leads to rows.
  const head = await store.table.getHead(call, table, headKeyOf(base));
  const list =
    head === undefined
      ? { rows: 0, objects: 0 }
      : await deleteList(store, call, table, base, head.generation);
  const single = await removeRows(store, call, target, {});
  return { rows: list.rows + single.rows, objects: list.objects + single.objects };
}

/** One row: of the list, where the name stands for one. */
async function deleteRow(
  store: Store,
  call: Call,
  target: Target,
  index: number,
): Promise<Deleted> {
  const head = target.byName ? await liveHead(store, call, target) : undefined;
  const partitionKey =
    head === undefined ? target.partitionKey : listKeyOf(target.partitionKey, head.generation);
  return removeRows(store, call, { ...target, partitionKey }, { from: index, to: index });
}

async function deleteList(
  store: Store,
  call: Call,
  table: string,
  base: string,
  generation: string,
): Promise<Deleted> {
  const headKey = headKeyOf(base);
  // The head stays, hidden, until the rows are gone: a repeated call finds them through it.
  const isHead = await store.table.hideHead(call, table, headKey, generation);
  const target = { table, partitionKey: listKeyOf(base, generation) };
  const deleted = await removeRows(store, call, target, {});
  if (isHead) await store.table.removeHead(call, table, headKey, generation);
  return deleted;
}

/** Removes the rows of a range page by page, and after each page's rows their objects. */
export async function removeRows(
  store: Store,
  call: Call,
  { table, partitionKey }: Pick<Target, "table" | "partitionKey">,
  range: PageRequest,
): Promise<Deleted> {
  let rows = 0;
  let objects = 0;
  let after: number | undefined;
  do {
    const page = await store.table.getPage(call, table, partitionKey, { ...range, after });
    const names = objectNames(store, table, page.rows);
    rows += await writeRows(store.table, table, () => removals(page.rows), call, {
      concurrency: store.concurrency,
      total: page.rows.length,
    });
    for (const [bucket, keys] of names) {
      await store.bucket.deleteObjects(call, bucket, keys);
      objects += keys.length;
      call.meter.objects += keys.length;
    }
    call.meter.items += page.rows.length;
    after = page.after;
  } while (after !== undefined);
  return { rows, objects };
}

async function* removals(rows: readonly Row[]): AsyncGenerator<RowChange> {
  for (const { partitionKey, sortKey } of rows) yield { remove: { partitionKey, sortKey } };
}

/** The objects' keys by bucket; an object that a row may not point to is refused, not deleted. */
function objectNames(store: Store, table: string, rows: readonly Row[]): Map<string, string[]> {
  const names = new Map<string, string[]>();
  for (const row of rows) {
    if (row.body.kind !== "object") continue;
    const { bucket, key } = objectName(store, row.body, placeOf(table, row));
    const keys = names.get(bucket);
    if (keys === undefined) names.set(bucket, [key]);
    else keys.push(key);
  }
  return names;
}
