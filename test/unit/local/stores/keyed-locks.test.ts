import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KeyedLocks } from "../../../../src/local/stores/keyed-locks.js";

describe("KeyedLocks", () => {
  test("an exclusive holder is alone, sharers are not, and everybody gets a turn", async () => {
    const jobs = fc.array(
      fc.record({ name: fc.constantFrom("a", "b"), exclusive: fc.boolean(), wait: fc.nat(2) }),
      { maxLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(jobs, async (list) => {
        const locks = new KeyedLocks();
        const inside = { a: { shared: 0, exclusive: 0 }, b: { shared: 0, exclusive: 0 } };
        let done = 0;
        await Promise.all(
          list.map(({ name, exclusive, wait }) => {
            const kind = exclusive ? "exclusive" : "shared";
            return locks[kind](name, async () => {
              const lane = inside[name];
              lane[kind] += 1;
              const alone = lane.exclusive === 0 || (lane.exclusive === 1 && lane.shared === 0);
              await sleep(wait);
              lane[kind] -= 1;
              done += 1;
              expect(alone).toBe(true);
            });
          }),
        );
        expect(done).toBe(list.length);
      }),
      { numRuns: 30 },
    );
  });

  test("sharers work at the same time", async () => {
    const locks = new KeyedLocks();
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(5);
      inside -= 1;
    };
    await Promise.all([locks.shared("x", work), locks.shared("x", work)]);
    expect(most).toBe(2);
  });

  test("a writer that waits is not passed by readers that come later", async () => {
    const locks = new KeyedLocks();
    const order: string[] = [];
    await Promise.all([
      locks.shared("x", async () => {
        await sleep(5);
        order.push("first reader");
      }),
      locks.exclusive("x", async () => void order.push("writer")),
      locks.shared("x", async () => void order.push("later reader")),
    ]);
    expect(order).toEqual(["first reader", "writer", "later reader"]);
  });

  test("work that fails gives its lock back", async () => {
    const locks = new KeyedLocks();
    const failing = locks.exclusive("x", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    await expect(locks.exclusive("x", async () => "next")).resolves.toBe("next");
  });
});
