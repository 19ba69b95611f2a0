import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { itemsOf } from "./attempts/attempt.js";
import { bundleAttempt } from "./attempts/bundle-attempt.js";
import { type Ended, startAttempt } from "./attempts/start-attempt.js";
import { uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();
const KILLS = 200;

describe("a process killed at random points of putItems", () => {
  test(`${KILLS} times: the earlier list stays whole, and the list that is put again is exactly that`, {
    timeout: 400_000,
  }, async () => {
    const script = await bundleAttempt("put-list");
    const namespace = uniqueNamespace();
    const client = stores.client({ namespace, compression: "none" });
    const place = { namespace, key: "list", count: 60, size: 70_000 };
    const first = { ...place, label: "first" };
    const pointer = await client.putItems("list", itemsOf(first));
    let current: Ended = { label: "first", pointer };
    let torn = 0;

    for (let kill = 0; kill < KILLS; ) {
      // One process puts list after list; it is killed somewhere within one of them.
      const attempt = startAttempt(script, stores, {
        ...place,
        label: `attempt-${kill}`,
        rounds: 1_000,
      });
      await attempt.nextBegin();
      for (let skip = Math.floor(Math.random() * 3); skip > 0; skip--) await attempt.nextBegin();
      await delay(Math.random() * 60);
      attempt.child.kill("SIGKILL");
      await attempt.exited;
      kill += 1;

      const last = attempt.ended.at(-1);
      if (attempt.ended.length < attempt.rounds()) torn += 1;
      if (last !== undefined) current = last;

      const byName = await client.getItems<{ label: string }>("list");
      const seen = byName[0]?.label ?? "";
      // It was killed after the head was written, or before: one list or the other, whole.
      expect([current.label, `attempt-${kill - 1}-${attempt.rounds() - 1}`]).toContain(seen);
      expect(byName).toEqual(itemsOf({ ...first, label: seen }));
      expect(await client.getItems(current.pointer)).toEqual(
        itemsOf({ ...first, label: current.label }),
      );
      expect(await client.getItems(pointer)).toEqual(itemsOf(first));

      // Run again: exactly the second one.
      const again = `again-${kill}`;
      const secondItems = itemsOf({ ...first, label: again, count: 7 });
      const second = await client.putItems("list", secondItems);
      expect(await client.getItems("list")).toEqual(secondItems);
      expect(await client.getItems(second)).toEqual(secondItems);
      await client.putItems("list", itemsOf(first));
      current = { label: "first", pointer };
    }
    // Most kills must have hit a put, or nothing was shown.
    expect(torn).toBeGreaterThan(KILLS / 2);
  });
});
