import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { STATE_DATA_CHANNEL, type StateDataEvent } from "sfn-task-tools";
import { expect, onTestFinished, test } from "vitest";
import { throttle, unprocessed } from "../faults/index.js";
import { iterationEvent, noise, useStores } from "./fixture.js";

const stores = useStores();

/** The events of the calls from now on. */
function listen(): StateDataEvent[] {
  const events: StateDataEvent[] = [];
  const listener = (event: unknown) => events.push(event as StateDataEvent);
  subscribe(STATE_DATA_CHANNEL, listener);
  onTestFinished(() => {
    unsubscribe(STATE_DATA_CHANNEL, listener);
  });
  return events;
}

test("each call publishes one event: what it did, what it took, and nothing of the data", async () => {
  const client = stores.client();
  const events = listen();
  const list = await client.putItems("list", ["a secret", "x".repeat(5_000), noise(80_000)]);
  await client.getItems(list);
  for await (const item of client.iterateItems(list)) if (item !== undefined) break;
  await client.putItemForMapIteration(iterationEvent(list, 0), 1, { key: "results" });
  await client.getMapOutputs(list, "results", { allowMissing: true });
  await client.deleteMapOutputs(list, "results");
  await client.deleteItems(list);
  await client.getItem("never").catch(() => undefined);

  expect(events.map(({ operation }) => operation)).toEqual([
    "putItems",
    "getItems",
    "iterateItems",
    "putItem",
    "getMapOutputs",
    "deleteMapOutputs",
    "deleteItems",
    "getItem",
  ]);
  const [put, got] = events;
  expect(put).toMatchObject({
    table: stores.table,
    partitionKey: expect.stringMatching(/:list$/),
    items: 3,
    bytes: 10 + 5_002 + 80_002,
    objects: 1,
    codec: "gzip",
    error: undefined,
  });
  expect(put?.storedBytes).toBeLessThan(81_000);
  expect(put?.units).toBeGreaterThanOrEqual(4);
  expect(put?.requests).toBe(3);
  expect(put?.duration).toBeGreaterThan(0);
  expect(got).toMatchObject({ items: 3, bytes: put?.bytes, storedBytes: put?.storedBytes });
  expect(events[6]).toMatchObject({ items: 3, objects: 1 });
  expect(events[7]).toMatchObject({ items: 0, error: "StateDataNotFoundError" });
  expect(JSON.stringify(events)).not.toContain("secret");
});

test("repeated requests are counted as such", async () => {
  const { client, dynamodb } = await stores.clientBehindProxy();
  dynamodb.inject({ operation: "BatchWriteItem", fault: unprocessed({ keep: 10 }) });
  dynamodb.inject({ operation: "PutItem", times: 2, fault: throttle() });
  const events = listen();
  await client.putItems(
    "list",
    Array.from({ length: 30 }, (_, index) => index),
  );
  expect(events[0]).toMatchObject({ requests: dynamodb.requests.length, retries: 3, items: 30 });
});
