import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Pace } from "../../../src/state-data/pace.js";

describe("Pace", () => {
  test("is unlimited until the first refusal", () => {
    const pace = new Pace(() => 1);
    expect([1, 1_000, 1e9].map((units) => pace.reserve(units))).toEqual([0, 0, 0]);
  });

  test("then keeps a partition key's thousand units a second", () => {
    const now = 0;
    const pace = new Pace(() => now);
    pace.refused(0, 50);
    const waits = Array.from({ length: 21 }, () => pace.reserve(50));
    expect(waits[0]).toBeCloseTo(50, -1);
    expect(waits[20]).toBeGreaterThan(1_000);
    expect(waits[20]).toBeLessThan(1_150);
  });

  test("requests that were under way together slow it once", () => {
    let now = 100;
    const once = new Pace(() => now);
    const often = new Pace(() => now);
    for (const pace of [once, often]) pace.refused(90, 50);
    now = 101;
    for (let request = 0; request < 15; request++) often.refused(95, 50);
    expect([often.reserve(50), often.reserve(50)]).toEqual([once.reserve(50), once.reserve(50)]);
  });

  test("failures in a row wait longer and longer, and progress forgets them", () => {
    const now = 0;
    const pace = new Pace(() => now);
    for (let round = 1; round <= 5; round++) {
      pace.failed(now);
      expect(pace.failures).toBe(round);
    }
    pace.progressed(1);
    expect(pace.failures).toBe(0);
  });

  test("settles near any constant limit, and wastes few requests on finding it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 50, max: 3_000 }), (limit) => {
        const { seconds, requests } = simulate({ limit, batches: 400, units: 50 });
        const idealSeconds = (400 * 50) / limit;
        // Above the known limit of a partition key it approaches slowly, so as not to overshoot.
        const floor = Math.max(idealSeconds, (400 * 50) / 1_000);
        expect(seconds).toBeLessThan(floor * 1.35 + 2);
        expect(requests).toBeLessThan(400 * 1.5);
      }),
      { numRuns: 60 },
    );
  });
});

/** A store that takes `limit` units a second, and a writer that keeps to the pace, in virtual time. */
function simulate({ limit, batches, units }: { limit: number; batches: number; units: number }) {
  let now = 0;
  const pace = new Pace(() => now);
  let tokens = limit;
  let refilled = 0;
  let left = batches;
  let requests = 0;
  while (left > 0 && requests < batches * 10) {
    now += Math.max(0.5, pace.reserve(units));
    tokens = Math.min(limit, tokens + ((now - refilled) / 1_000) * limit);
    refilled = now;
    requests += 1;
    if (tokens >= units || (tokens >= limit && units > limit)) {
      tokens -= units;
      left -= 1;
      pace.progressed(units);
    } else {
      pace.refused(now, units);
      pace.failed(now);
    }
  }
  return { seconds: now / 1_000, requests };
}
