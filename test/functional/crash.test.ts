import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ListPointer } from "sfn-task-tools";
import { describe, expect, test } from "vitest";
import { testStores } from "../stores/inject.js";
import { type Attempt, itemsOf } from "./attempts/put-list.js";
import { uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();
const KILLS = 200;

interface Ended {
  readonly label: string;
  readonly pointer: ListPointer;
}

/** Starts an attempt of a task in a process of its own. */
function start(attempt: Omit<Attempt, "dynamodb" | "s3" | "table" | "bucket">) {
  const { dynamoConfig, s3Config } = testStores();
  const script = fileURLToPath(new URL("attempts/put-list.ts", import.meta.url));
  const config: Attempt = {
    dynamodb: dynamoConfig(),
    s3: s3Config(),
    table: stores.table,
    bucket: stores.bucket,
    ...attempt,
  };
  const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(config)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
  });
  const begun: (() => void)[] = [];
  const ended: Ended[] = [];
  let began = 0;
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line === "begin") {
      began += 1;
      for (const tell of begun.splice(0)) tell();
    } else {
      ended.push(JSON.parse(line.slice("end ".length)));
    }
  });
  return {
    child,
    ended,
    rounds: () => began,
    nextBegin: () => new Promise<void>((resolve) => begun.push(resolve)),
    exited: exitOf(child),
  };
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("close", () => resolve());
    child.once("error", reject);
  });
}

describe("a process killed at random points of putItems", () => {
  test(`${KILLS} times: the earlier list stays whole, and the list that is put again is exactly that`, {
    timeout: 400_000,
  }, async () => {
    const namespace = uniqueNamespace();
    const client = stores.client({ namespace, compression: "none" });
    const place = { namespace, key: "list", count: 60, size: 70_000 };
    const first = { ...place, label: "first" } as Attempt;
    const pointer = await client.putItems("list", itemsOf(first));
    let current = { label: "first", pointer };
    let torn = 0;

    for (let kill = 0; kill < KILLS; ) {
      // One process puts list after list; it is killed somewhere within one of them.
      const attempt = start({ ...place, label: `attempt-${kill}`, rounds: 1_000 });
      await attempt.nextBegin();
      for (let skip = Math.floor(Math.random() * 3); skip > 0; skip--) await attempt.nextBegin();
      await delay(Math.random() * 60);
      attempt.child.kill("SIGKILL");
      await attempt.exited;
      kill += 1;

      const last = attempt.ended.at(-1);
      if (attempt.ended.length < attempt.rounds()) torn += 1;
      if (last !== undefined)
        current = { label: last.label, pointer: last.pointer as typeof pointer };

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
