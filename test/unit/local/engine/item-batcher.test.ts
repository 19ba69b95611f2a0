import fc from "fast-check";
import { expect, test } from "vitest";
import { batchOf, fillBatches } from "../../../../src/local/engine/map-run/item-batcher.js";
import type { BatchLimits } from "../../../../src/local/engine/map-run/map-run-document.js";
import type { JsonValue } from "../../../../src/shared/json.js";

const bytesOf = (value: JsonValue) => Buffer.byteLength(JSON.stringify(value));
const itemsOf = ({ input }: { input: JsonValue }) => (input as { Items: JsonValue[] }).Items;

const limits = fc.record(
  {
    items: fc.nat(5),
    bytes: fc.integer({ min: 40, max: 120 }),
    input: fc.string({ maxLength: 5 }),
  },
  { requiredKeys: ["items", "bytes"] },
);
const items = fc.array(fc.string({ maxLength: 30 }), { maxLength: 30 });

/** All batches of items that come in parts. */
function batches(limits: BatchLimits, parts: readonly (readonly string[])[]) {
  let rest: readonly JsonValue[] = [];
  const all = parts.flatMap((part) => {
    const open = fillBatches(limits, rest);
    for (const item of part) open.add(item);
    rest = open.rest;
    return open.full;
  });
  return rest.length === 0 ? all : [...all, batchOf(limits, rest)];
}

test("batches hold all items in order, none is beyond its limits, and none could take the next item", () => {
  fc.assert(
    fc.property(limits, items, (limits, items) => {
      const made = batches(limits, [items]);
      expect(made.flatMap(itemsOf)).toEqual(items);
      for (const [at, batch] of made.entries()) {
        const held = itemsOf(batch);
        expect(batch.items).toBe(held.length);
        if (limits.items > 0) expect(held.length).toBeLessThanOrEqual(limits.items);
        if (held.length > 1) expect(bytesOf(batch.input)).toBeLessThanOrEqual(limits.bytes);
        const next = made[at + 1];
        if (next === undefined || held.length === limits.items) continue;
        const more = batchOf(limits, [...held, ...itemsOf(next).slice(0, 1)]);
        expect(bytesOf(more.input)).toBeGreaterThan(limits.bytes);
      }
    }),
  );
});

test("it is all the same in which parts the items come", () => {
  fc.assert(
    fc.property(limits, items, fc.nat(30), (limits, items, cut) => {
      const parts = [items.slice(0, cut), items.slice(cut)];
      expect(batches(limits, parts)).toEqual(batches(limits, [items]));
    }),
  );
});
