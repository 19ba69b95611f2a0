import type { ItemBatcher } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import { countOf } from "../dataflow/numbers.js";
import { sizeOf } from "../dataflow/text.js";
import { LIMITS } from "../limits.js";
import type { Names } from "../moment.js";
import type { StateParts } from "../program/compile-state.js";
import type { BatchLimits, ChildInput } from "./map-run-document.js";

/** How many items go into one child: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html. */
export function compileBatcher(
  batcher: ItemBatcher | undefined,
  { dataflow }: StateParts,
): (names: Names) => Promise<BatchLimits | undefined> {
  if (batcher === undefined) return async () => undefined;
  const within = dataflow.within("ItemBatcher");
  const batchInput = within.template("BatchInput");
  const maxItems = within.field("MaxItemsPerBatch");
  const maxBytes = within.field("MaxInputBytesPerBatch");
  return async (names) => ({
    items: await countOf(maxItems, names),
    bytes: (await countOf(maxBytes, names)) || LIMITS.dataBytes,
    ...(batchInput === undefined ? {} : { input: await batchInput(names) }),
  });
}

/** A batch that is being filled. */
export interface OpenBatch {
  /** Full, in order; the caller takes them. */
  readonly full: ChildInput[];
  add(item: JsonValue): void;
  /** What does not fill a batch. */
  readonly rest: JsonValue[];
}

/** Fills batches with items, each as far as its limits go; an item that is too large for them is alone. */
export function fillBatches(limits: BatchLimits, begun: readonly JsonValue[]): OpenBatch {
  const full: ChildInput[] = [];
  const rest = [...begun];
  const most = limits.items || Number.POSITIVE_INFINITY;
  const room = limits.bytes - sizeOf(batchOf(limits, []).input);
  let used = rest.reduce<number>((sum, item) => sum + sizeWithComma(item), 0);
  const close = () => {
    full.push(batchOf(limits, rest.splice(0)));
    used = 0;
  };
  return {
    full,
    rest,
    add(item) {
      const size = sizeWithComma(item);
      if (rest.length > 0 && used + size - 1 > room) close(); // no comma after the last
      rest.push(item);
      used += size;
      if (rest.length >= most) close();
    },
  };
}

/** The input of a child that gets these items. */
export function batchOf({ input }: BatchLimits, items: readonly JsonValue[]): ChildInput {
  const shared = input === undefined ? {} : { BatchInput: input };
  return { input: { ...shared, Items: items }, items: items.length };
}

function sizeWithComma(item: JsonValue): number {
  return sizeOf(item) + 1;
}
