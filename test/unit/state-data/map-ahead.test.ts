import { setTimeout as delay } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mapAhead } from "../../../src/state-data/map-ahead.js";

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("mapAhead", () => {
  test("keeps the order and never has more than the limit under way", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        async (delays, limit) => {
          let running = 0;
          let most = 0;
          const results = mapAhead(delays.entries(), limit, async ([index, wait]) => {
            running += 1;
            most = Math.max(most, running);
            await delay(wait);
            running -= 1;
            return index;
          });
          expect(await collect(results)).toEqual(delays.map((_, index) => index));
          expect(most).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 30 },
    );
  });

  test("the first failure ends it, stops the source, and leaves no rejection behind", async () => {
    let closed = false;
    async function* source() {
      try {
        for (let number = 0; ; number++) yield number;
      } finally {
        closed = true;
      }
    }
    const failing = mapAhead(source(), 4, async (number) => {
      if (number >= 2) throw new Error(`no ${number}`);
      return number;
    });
    const seen: number[] = [];
    await expect(async () => {
      for await (const number of failing) seen.push(number);
    }).rejects.toThrow("no 2");
    expect(seen).toEqual([0, 1]);
    expect(closed).toBe(true);
  });

  test("a consumer that leaves early stops the source", async () => {
    let pulled = 0;
    function* source() {
      for (;;) yield pulled++;
    }
    for await (const number of mapAhead(source(), 3, async (value) => value)) {
      if (number === 5) break;
    }
    expect(pulled).toBeLessThanOrEqual(10);
  });
});
