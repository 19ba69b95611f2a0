import type { JsonValue } from "../../../shared/json.js";
import { sizeOf } from "../dataflow/text.js";
import { LIMITS } from "../limits.js";
import { batchOf, fillBatches } from "./item-batcher.js";
import { isBehind } from "./map-results.js";
import type { ChildInput, ItemsOrigin, MapRun, SourceItem } from "./map-run-document.js";

/** Whether the Map could do with more of its items. */
export function wantsItems({ exhausted, read, ready, failure, results }: MapRun): boolean {
  if (exhausted || read.length > 0 || ready.length > LIMITS.itemsAhead / 2) return false;
  return failure === undefined || (results !== undefined && !isBehind(results));
}

/** Reads on in a list that is at hand. */
export function readList(mapRun: MapRun, list: ItemList): void {
  const first = mapRun.taken;
  mapRun.read = itemsOf(list, first, first + LIMITS.itemsAhead);
  mapRun.taken += mapRun.read.length;
  mapRun.exhausted = mapRun.taken === list.values.length;
}

/** Some items of a list: from one index, up to another. */
export function itemsOf({ values, keys }: ItemList, from = 0, to = values.length): SourceItem[] {
  return values.slice(from, to).map((value, at) => {
    const key = keys?.[from + at];
    return { value, source: "STATE_DATA", ...(key === undefined ? {} : { key }) };
  });
}

type ItemList = Extract<ItemsOrigin, { kind: "list" }>;

/** Puts what ItemSelector made of the items that were read into the inputs of children; false when one is too large. */
export function takeInputs(mapRun: MapRun, selected: readonly JsonValue[]): boolean {
  const { batches } = mapRun;
  mapRun.read = [];
  let inputs: readonly ChildInput[];
  if (batches === undefined) inputs = selected.map((input) => ({ input, items: 1 }));
  else {
    const { full, rest, add } = fillBatches(batches, mapRun.batch);
    for (const item of selected) add(item);
    mapRun.batch = rest;
    inputs = full;
  }
  mapRun.ready.push(...inputs);
  return inputs.every(({ input }) => sizeOf(input) <= LIMITS.dataBytes);
}

/** What is left for the last batch, when there are no more items. */
export function closeLastBatch(mapRun: MapRun): void {
  const { exhausted, read, batch, batches } = mapRun;
  if (batches === undefined || !exhausted || read.length > 0 || batch.length === 0) return;
  mapRun.ready.push(batchOf(batches, batch));
  mapRun.batch = [];
}

/** What has failed begins no child any more; with a ResultWriter it tells which it would have begun. */
export function setAside(mapRun: MapRun): boolean {
  const { results } = mapRun;
  if (results === undefined || mapRun.ready.length === 0) return false;
  for (const child of mapRun.ready.splice(0)) {
    results.pending.push(child);
    results.pendingBytes += sizeOf(child.input);
  }
  return true;
}
