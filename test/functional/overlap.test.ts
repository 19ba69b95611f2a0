import fc from "fast-check";
import { describe, expect, test } from "vitest";
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
