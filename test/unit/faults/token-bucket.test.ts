import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTokenBucket } from "../../faults/token-bucket.js";

function bucketAt(options: { unitsPerSecond: number; burst?: number }) {
  const clock = { ms: 0 };
  return { clock, bucket: createTokenBucket({ ...options, now: () => clock.ms }) };
}

describe("the token bucket", () => {
  it("starts with one second's units", () => {
    const { bucket } = bucketAt({ unitsPerSecond: 10, burst: 50 });
    expect(bucket.take(10)).toBe(true);
    expect(bucket.take(1)).toBe(false);
  });

  it("refills evenly", () => {
    const { bucket, clock } = bucketAt({ unitsPerSecond: 10 });
    bucket.take(10);
    clock.ms = 99;
    expect(bucket.take(1)).toBe(false);
    clock.ms = 100;
    expect(bucket.take(1)).toBe(true);
    expect(bucket.take(1)).toBe(false);
  });

  it("saves up no more than one second's units and the burst", () => {
    const { bucket, clock } = bucketAt({ unitsPerSecond: 10, burst: 5 });
    clock.ms = 60_000;
    expect(bucket.take(15)).toBe(true);
    expect(bucket.take(1)).toBe(false);
  });

  it("gives when full more than it holds, and owes the rest", () => {
    const { bucket, clock } = bucketAt({ unitsPerSecond: 100 });
    expect(bucket.take(391)).toBe(true);
    clock.ms = 2_900;
    expect(bucket.take(1)).toBe(false);
    clock.ms = 2_920;
    expect(bucket.take(1)).toBe(true);
  });

  it("never gives more than its rate allows over any time", () => {
    const steps = fc.array(
      fc.record({ wait: fc.nat(500), wanted: fc.integer({ min: 1, max: 20 }) }),
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 20, max: 100 }), fc.nat(50), (list, rate, burst) => {
        const { bucket, clock } = bucketAt({ unitsPerSecond: rate, burst });
        let given = 0;
        for (const { wait, wanted } of list) {
          clock.ms += wait;
          if (bucket.take(wanted)) given += wanted;
          expect(given).toBeLessThanOrEqual(rate + burst + (clock.ms / 1_000) * rate + 1e-6);
        }
      }),
    );
  });
});
