import { setImmediate } from "node:timers/promises";
import { InvalidArgumentError } from "../shared/errors.js";
import { type Call, scopeOf } from "./attempts.js";
import { createBufferPool } from "./buffer-pool.js";
import { checkGot } from "./check-schema.js";
import { placeName, StateDataNotFoundError } from "./errors.js";
import { conflict, liveHead } from "./items.js";
import { listKeyOf, splitListKey } from "./keys.js";
import { mapAhead } from "./map-ahead.js";
import type { Schema, Target } from "./pointer.js";
import { isExpired, type Row } from "./rows.js";
import { decodeRow, fetchStored, notFound, type Store } from "./store.js";
import type { Page } from "./table.js";

/** Which rows make a list, and how many there must be. */
export interface ListPlan {
  readonly table: string;
  readonly partitionKey: string;
  /** undefined for single rows under a name, where nobody wrote down how many there are. */
  readonly count: number | undefined;
  /** The first page, where finding out has read it already. */
  readonly firstPage?: Page;
  /** Checks each item. */
  readonly schema?: Schema | undefined;
  /** What to look at when something is missing. */
  readonly hint?: string;
}

/**
 * Finds out what a name or pointer stands for.
 *
 * @throws StateDataNotFoundError, StateDataConflictError; InvalidArgumentError for a pointer to a
 * list that has lost its `items`, so that nobody can tell how many rows it has.
 */
export async function planList(store: Store, call: Call, target: Target): Promise<ListPlan> {
  const { table, partitionKey, count, schema } = target;
  if (count !== undefined) return { table, partitionKey, count, schema };
  const { base, generation } = splitListKey(partitionKey);
  if (generation !== undefined) {
    const head = await liveHead(store, call, { table, partitionKey: base });
    if (head?.generation === generation) return { table, partitionKey, count: head.count, schema };
    throw new InvalidArgumentError(
      `The pointer to ${placeName({ table, partitionKey })} has no "items", so how many items the list has is not known any more: pass on the whole pointer that putItems returned. For the outputs of a Map, call getMapOutputs with the pointer to its input.`,
    );
  }
  return planByName(store, call, target);
}

async function planByName(store: Store, call: Call, target: Target): Promise<ListPlan> {
  const { table, partitionKey, schema } = target;
  const [firstPage, head] = await Promise.all([
    store.table.getPage(call, table, partitionKey, {}),
    target.byName ? liveHead(store, call, target) : undefined,
  ]);
  const hasLiveRows =
    firstPage.rows.some((row) => !isExpired(row)) || firstPage.after !== undefined;
  if (head === undefined) {
    if (!hasLiveRows) throw notFound({ table, partitionKey }, firstPage.rows.length > 0);
    return { table, partitionKey, count: undefined, schema, firstPage };
  }
  if (hasLiveRows) throw conflict({ table, partitionKey });
  const listKey = listKeyOf(partitionKey, head.generation);
  return { table, partitionKey: listKey, count: head.count, schema };
}

/** How many items a list has, counted where nobody wrote it down. */
export async function countItems(store: Store, call: Call, plan: ListPlan): Promise<number> {
  if (plan.count !== undefined) return plan.count;
  let count = 0;
  for await (const row of readRows(store, call, plan)) count = row.sortKey + 1;
  return count;
}

/** What was found at an index. */
type Entry = { readonly index: number } & (
  | { readonly found: true; readonly data: unknown }
  | { readonly found: false; readonly expired: boolean }
);

/** Entries decoded ahead of the one that is used: their data takes more memory than their bytes. */
const DECODE_AHEAD = 2;

/**
 * All entries of a list in order, one for each index, the missing ones too. Rows are read a page
 * ahead and overflow objects up to the store's concurrency ahead, so memory is bounded.
 */
async function* readEntries(
  store: Store,
  call: Call,
  plan: ListPlan,
): AsyncGenerator<Entry, void, undefined> {
  const { scope, abort } = scopeOf(call);
  const pool = createBufferPool(store.concurrency);
  try {
    const fetched = mapAhead(slots(store, scope, plan), store.concurrency, async (slot) => ({
      slot,
      stored: slot.row && (await fetchStored(store, scope, plan.table, slot.row, pool)),
    }));
    yield* mapAhead(fetched, DECODE_AHEAD, async ({ slot: { index, row, expired }, stored }) => {
      if (row === undefined || stored === undefined) return { index, found: false, expired };
      const data = await decodeRow(store, plan.table, row, stored);
      if (row.body.kind === "object" && typeof stored !== "string") pool.give(stored);
      const place = { table: plan.table, partitionKey: plan.partitionKey, index };
      return { index, found: true, data: await checkGot(plan.schema, data, place, scope) };
    });
  } finally {
    // The consumer may have stopped early: nothing is fetched for nobody.
    abort();
  }
}

interface Slot {
  readonly index: number;
  readonly row?: Row;
  readonly expired: boolean;
}

/** Indexes that rows put one by one may leave out between them: a list is not made of one index in a million. */
const WIDEST_GAP = 1_000_000;

/** The rows of a list, and a gap for each index that has none. */
async function* slots(store: Store, call: Call, plan: ListPlan): AsyncGenerator<Slot> {
  let next = 0;
  for await (const row of readRows(store, call, plan)) {
    const index = row.sortKey;
    if (index - next > WIDEST_GAP) throw notWhole(plan, [next], index + 1, false);
    while (next < index) yield { index: next++, expired: false };
    next = index + 1;
    yield isExpired(row) ? { index, expired: true } : { index, row, expired: false };
  }
  while (next < (plan.count ?? 0)) yield { index: next++, expired: false };
}

/** Rows in the order of their indexes; the next page is fetched while this one is used. */
async function* readRows(store: Store, call: Call, plan: ListPlan): AsyncGenerator<Row> {
  if (plan.count === 0) return;
  const last = plan.count === undefined ? undefined : plan.count - 1;
  const getPage = (after?: number): Promise<Page> => {
    const page = store.table.getPage(call, plan.table, plan.partitionKey, { to: last, after });
    // Awaited in its turn; until then a failure is nobody's unhandled rejection.
    page.catch(() => undefined);
    return page;
  };
  let page: Page | undefined = plan.firstPage ?? (await getPage());
  while (page !== undefined) {
    const next: Promise<Page> | undefined =
      page.after === undefined || page.after === last ? undefined : getPage(page.after);
    // The request must be on its way before this page's rows keep the event loop busy.
    if (next !== undefined) await setImmediate();
    yield* page.rows;
    page = await next;
  }
}

/**
 * All items of a list, with undefined for what is missing, where that is allowed.
 *
 * @throws StateDataNotFoundError with the missing indexes.
 */
export async function collectList(
  store: Store,
  call: Call,
  plan: ListPlan,
  allowMissing: boolean,
): Promise<unknown[]> {
  const items: unknown[] = [];
  const missing: number[] = [];
  let expired = false;
  for await (const entry of readEntries(store, call, plan)) {
    items.push(entry.found ? entry.data : undefined);
    if (!entry.found) {
      missing.push(entry.index);
      expired ||= entry.expired;
    }
  }
  if (missing.length > 0 && !allowMissing) throw notWhole(plan, missing, items.length, expired);
  return items;
}

/** The items of a list one by one; a gap that is not allowed is an error where it is reached. */
export async function* iterateList(
  store: Store,
  call: Call,
  plan: ListPlan,
  allowMissing: boolean,
): AsyncGenerator<unknown, void, undefined> {
  for await (const entry of readEntries(store, call, plan)) {
    if (!entry.found && !allowMissing) {
      throw notWhole(plan, [entry.index], plan.count, entry.expired);
    }
    yield entry.found ? entry.data : undefined;
  }
}

function notWhole(
  plan: ListPlan,
  missing: readonly number[],
  count: number | undefined,
  expired: boolean,
): StateDataNotFoundError {
  // Of the plan, only where the list is: an error carries no data.
  const place = { table: plan.table, partitionKey: plan.partitionKey };
  const facts = { place, expired, missing };
  const hint = plan.hint === undefined ? "" : ` ${plan.hint}`;
  if (missing.length === count) {
    return new StateDataNotFoundError(`${notFound(place, expired).message}${hint}`, facts);
  }
  const some = missing.slice(0, 20).join(", ");
  const more = missing.length > 20 ? `, … (${missing.length} in all)` : "";
  return new StateDataNotFoundError(
    `${placeName(place)} is not whole: of ${count ?? "its"} items these indexes are ${expired ? "expired" : "missing"}: ${some}${more}.${hint} Where gaps are in order, pass { allowMissing: true } and get undefined there.`,
    facts,
  );
}
