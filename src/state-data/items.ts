import type { Call } from "./attempts.js";
import { checkGot, checkPut } from "./check-schema.js";
import { type Place, placeName, StateDataConflictError, StateDataNotFoundError } from "./errors.js";
import { headKeyOf, listKeyOf } from "./keys.js";
import { countPut } from "./meter.js";
import { planRow } from "./payload.js";
import type { Target } from "./pointer.js";
import { type Head, isExpired, type Row } from "./rows.js";
import { expiryOf, loadRow, notFound, type Store, uploadObject } from "./store.js";

/** Puts one row: the overflow object first, if there is one. Replaces what was there. */
export async function putItem(
  store: Store,
  call: Call,
  target: Target,
  index: number,
  data: unknown,
): Promise<void> {
  const { table, partitionKey, schema } = target;
  const item = await checkPut(schema, data, { table, partitionKey, index }, call);
  const address = { partitionKey, sortKey: index, expiresAt: expiryOf(store) };
  const planned = await planRow(item, address, store.layout, table);
  countPut(call.meter, planned);
  await uploadObject(store, call, table, planned);
  await store.table.putRow(call, table, planned.attributes);
}

/**
 * Gets one item. A name may stand for a single row or for a list, so both are looked up together;
 * a pointer is followed as it is.
 *
 * @throws StateDataNotFoundError, StateDataConflictError, StateDataIntegrityError,
 * StateDataSchemaError
 */
export async function getItem(
  store: Store,
  call: Call,
  target: Target,
  index: number,
): Promise<unknown> {
  const { table, partitionKey, schema } = target;
  const place = { table, partitionKey, index };
  const row = await findRow(store, call, target, place);
  return checkGot(schema, await loadRow(store, call, table, row), place, call);
}

async function findRow(
  store: Store,
  call: Call,
  target: Target,
  place: Place & { readonly index: number },
): Promise<Row> {
  const { table, partitionKey } = target;
  const { index } = place;
  const [row, head] = await Promise.all([
    store.table.getRow(call, table, partitionKey, index),
    target.byName ? liveHead(store, call, target) : undefined,
  ]);
  const live = row === undefined || isExpired(row) ? undefined : row;
  if (head === undefined) {
    if (live === undefined) throw notFound(place, row !== undefined);
    return live;
  }
  if (live !== undefined) throw conflict(place);
  return getListRow(store, call, place, head, index);
}

async function getListRow(
  store: Store,
  call: Call,
  { table, partitionKey }: Place,
  head: Head,
  index: number,
): Promise<Row> {
  const place = { table, partitionKey: listKeyOf(partitionKey, head.generation), index };
  if (index >= head.count) {
    throw new StateDataNotFoundError(
      `${placeName(place)} is not there: the list has ${head.count} items.`,
      { place, missing: [index] },
    );
  }
  const row = await store.table.getRow(call, table, place.partitionKey, index);
  if (row === undefined || isExpired(row)) throw notFound(place, row !== undefined);
  return row;
}

/** The head of the list that a name stands for; undefined where it stands for none. */
export async function liveHead(
  store: Store,
  call: Call,
  { table, partitionKey }: Pick<Target, "table" | "partitionKey">,
): Promise<Head | undefined> {
  if (store.inPlace) return undefined;
  const head = await store.table.getHead(call, table, headKeyOf(partitionKey));
  return head === undefined || head.deleting || isExpired(head) ? undefined : head;
}

export function conflict(place: Place): StateDataConflictError {
  return new StateDataConflictError(
    `The name "${place.partitionKey}" in table "${place.table}" stands for two things: a list put by putItems, and single rows put by putItem (or by the Python original). Pass the pointer that the put returned instead of the name, or delete one of them by its pointer.`,
    place,
  );
}
