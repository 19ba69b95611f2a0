import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { itemsOf } from "./attempts/attempt.js";
import { bundleAttempt } from "./attempts/bundle-attempt.js";
import { startAttempt } from "./attempts/start-attempt.js";
import { uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();

const BEFORE = ["before"];
const OLDER = Array.from({ length: 80 }, (_, index) => `older ${index}`);
const NEWER = Array.from({ length: 40 }, (_, index) => `newer ${index}`);

describe("two attempts of the same task", () => {
  test("in every order of their steps no read is torn, and the older never takes the name back", async () => {
    let olderCameLast = 0;
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const namespace = uniqueNamespace();
        const reader = stores.client({ namespace });
        await reader.putItems("list", BEFORE);
        let newerHasTheName = false;
        let lastHead = "";

        async function checkWhatReadersSee(): Promise<void> {
          const hadItBefore = newerHasTheName;
          const seen = await reader.getItems<string>("list");
          expect([BEFORE, OLDER, NEWER]).toContainEqual(seen);
          if (hadItBefore) expect(seen).toEqual(NEWER);
          newerHasTheName ||= seen[0] === NEWER[0];
        }

        /** A client whose every request waits for its turn, which the scheduler gives in any order. */
        const attempt = (label: string) =>
          stores.client({
            namespace,
            concurrency: 2,
            clients: {
              dynamodb: {
                async send(command: object) {
                  await scheduler.schedule(Promise.resolve(), label);
                  if (command.constructor.name === "PutItemCommand") lastHead = label;
                  const output = await stores.dynamodb.send(command as never);
                  await checkWhatReadersSee();
                  return output;
                },
              },
            },
          });

        const puts = Promise.all([
          attempt("older").putItems("list", OLDER),
          attempt("newer").putItems("list", NEWER),
        ]);
        const [older, newer] = await scheduler.waitFor(puts);
        if (lastHead === "older") olderCameLast += 1;

        expect(await reader.getItems("list")).toEqual(NEWER);
        expect(await reader.getItems(older)).toEqual(OLDER);
        expect(await reader.getItems(newer)).toEqual(NEWER);
      }),
      { numRuns: 60 },
    );
    // The case that matters must have been among them.
    expect(olderCameLast).toBeGreaterThan(0);
  }, 120_000);

  test("a deletion between them leaves one list, the other, or none, but no part of one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const namespace = uniqueNamespace();
        const reader = stores.client({ namespace });
        await reader.putItems("list", OLDER);
        const gated = stores.client({
          namespace,
          clients: {
            dynamodb: {
              async send(command: object) {
                await scheduler.schedule(Promise.resolve());
                const output = await stores.dynamodb.send(command as never);
                const seen = await reader.getItems("list").catch((error: Error) => error.name);
                expect(["StateDataNotFoundError", OLDER, NEWER]).toContainEqual(seen);
                return output;
              },
            },
          },
        });
        const [newer] = await scheduler.waitFor(
          Promise.all([gated.putItems("list", NEWER), gated.deleteItems("list")]),
        );
        // Following the pointer, the new list is whole, unless the deletion was of that list.
        const seen = await reader.getItems(newer).catch((error: Error) => error.name);
        expect(["StateDataNotFoundError", NEWER]).toContainEqual(seen);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  test("as real processes that put the same list again and again, no read is torn either", async () => {
    const script = await bundleAttempt("put-list");
    const namespace = uniqueNamespace();
    const place = { namespace, key: "list", count: 40, size: 70_000 };
    const attempts = ["one", "two", "three"].map((label) =>
      startAttempt(script, stores, { ...place, label, rounds: 12 }),
    );
    await Promise.all(attempts.map((attempt) => attempt.nextBegin()));
    const over = Promise.all(attempts.map((attempt) => attempt.exited));
    let isOver = false;
    over.then(() => {
      isOver = true;
    });
    const reader = stores.client({ namespace });
    let reads = 0;
    while (!isOver) {
      const seen = await reader.getItems<{ label: string }>("list").catch((error: Error) => {
        if (reads > 0 || error.name !== "StateDataNotFoundError") throw error;
      });
      if (seen === undefined) continue;
      reads += 1;
      expect(seen).toEqual(itemsOf({ ...place, label: seen[0]?.label ?? "" }));
    }
    expect(reads).toBeGreaterThan(5);
    // The name is with the list whose put began last, whichever process ended last.
    const lists = attempts.flatMap(({ ended }) => ended);
    expect(lists).toHaveLength(36);
    const [last] = lists.toSorted((a, b) => (a.pointer.key < b.pointer.key ? 1 : -1));
    expect(await reader.getItems("list")).toEqual(itemsOf({ ...place, label: last?.label ?? "" }));
  }, 60_000);

  test("of a single large item, each reader gets one or the other", async () => {
    const namespace = uniqueNamespace();
    const clients = [stores.client({ namespace }), stores.client({ namespace })];
    const texts = ["a", "b"].map((letter) => `${letter}${crypto.randomUUID().repeat(3_000)}`);
    await clients[0]?.putItem("single", texts[0]);
    for (let round = 0; round < 10; round++) {
      const puts = clients.map((client, index) => client.putItem("single", texts[index]));
      const reads = Array.from({ length: 5 }, () => clients[0]?.getItem("single"));
      for (const text of await Promise.all(reads)) expect(texts).toContain(text);
      await Promise.all(puts);
    }
  });
});
