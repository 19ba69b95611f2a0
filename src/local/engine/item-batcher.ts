import type { ItemBatcher } from "../../asl/index.js";
import type { JsonValue } from "../../shared/json.js";
import type { StateParts } from "./compile-state.js";
import { LIMITS } from "./limits.js";
import type { Names } from "./moment.js";
import { countOf } from "./numbers.js";
import { sizeOf } from "./text.js";

type Batch = (names: Names, items: readonly JsonValue[]) => Promise<readonly JsonValue[]>;

/** Puts items into batches, as many as may be in one; without a batcher, each is an input of its own. */
export function compileBatcher(batcher: ItemBatcher | undefined, { dataflow }: StateParts): Batch {
  if (batcher === undefined) return async (_names, items) => items;
  const within = dataflow.within("ItemBatcher");
  const batchInput = within.template("BatchInput");
  const maxItems = within.field("MaxItemsPerBatch");
  const maxBytes = within.field("MaxInputBytesPerBatch");
  return async (names, items) => {
    const most = (await countOf(maxItems, names)) || Number.POSITIVE_INFINITY;
    const bytes = (await countOf(maxBytes, names)) || LIMITS.dataBytes;
    const shared = batchInput === undefined ? {} : { BatchInput: await batchInput(names) };
    const frame = sizeOf({ ...shared, Items: [] });
    const batches = inBatches(items, most, bytes - frame).map((Items) => ({ ...shared, Items }));
    names.inspect?.("afterItemBatcher", batches);
    return batches;
  };
}

function inBatches(items: readonly JsonValue[], most: number, bytes: number): JsonValue[][] {
  const batches: JsonValue[][] = [];
  let left = 0;
  for (const item of items) {
    const size = sizeOf(item) + 1; // and a comma
    const last = batches.at(-1);
    if (last === undefined || last.length >= most || size > left) {
      batches.push([item]);
      left = bytes - size;
    } else {
      last.push(item);
      left -= size;
    }
  }
  return batches;
}
