import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchRows } from "../../faults/batch.js";
import { elements, isObject, type JsonObject } from "../../faults/json.js";
import { keptOf, unprocessed } from "../../faults/unprocessed.js";
import { dynamodbExchange, outputOf, put, recordingStore } from "./exchanges.js";

describe("unprocessed rows", () => {
  it("sends the first rows on and gives the others back", async () => {
    const { store, received } = recordingStore({ UnprocessedItems: {} });
    const input = { RequestItems: { A: [put("p", 0), put("p", 1)], B: [put("q", 0)] } };
    const outcome = await unprocessed({ keep: 1 }).apply(
      dynamodbExchange("BatchWriteItem", input),
      store,
    );
    expect(received).toEqual([{ RequestItems: { A: [put("p", 0)] } }]);
    expect(outputOf(outcome)).toEqual({
      status: 200,
      output: { UnprocessedItems: { A: [put("p", 1)], B: [put("q", 0)] } },
    });
  });

  it("keeps what the request says beside the keys of a BatchGetItem", async () => {
    const { store, received } = recordingStore({ Responses: { A: [] }, UnprocessedKeys: {} });
    const keys = [{ id: { S: "1" } }, { id: { S: "2" } }];
    const input = { RequestItems: { A: { Keys: keys, ConsistentRead: true } } };
    const outcome = await unprocessed({ share: 0.5 }).apply(
      dynamodbExchange("BatchGetItem", input),
      store,
    );
    expect(received).toEqual([{ RequestItems: { A: { Keys: [keys[0]], ConsistentRead: true } } }]);
    expect(outputOf(outcome).output.UnprocessedKeys).toEqual({
      A: { Keys: [keys[1]], ConsistentRead: true },
    });
  });

  it("asks the store nothing when no row passes", async () => {
    const { store, received } = recordingStore();
    const input = { RequestItems: { A: [put("p", 0)] } };
    const exchange = dynamodbExchange("BatchWriteItem", input);
    const outcome = await unprocessed({ keep: 0 }).apply(exchange, store);
    expect(received).toEqual([]);
    expect(outputOf(outcome)).toEqual({
      status: 200,
      output: { UnprocessedItems: input.RequestItems },
    });
  });

  it("adds to what the store left unprocessed itself", async () => {
    const { store } = recordingStore({ UnprocessedItems: { A: [put("p", 0)] } });
    const input = { RequestItems: { A: [put("p", 0), put("p", 1)] } };
    const exchange = dynamodbExchange("BatchWriteItem", input);
    const outcome = await unprocessed({ keep: 1 }).apply(exchange, store);
    expect(outputOf(outcome).output.UnprocessedItems).toEqual(input.RequestItems);
  });

  it("neither loses nor repeats a row, and keeps their order", async () => {
    const counts = fc.dictionary(fc.constantFrom("A", "B", "C"), fc.integer({ min: 1, max: 9 }));
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(counts, share, async (tables, part) => {
        const { store, received } = recordingStore({ UnprocessedItems: {} });
        const items: JsonObject = Object.fromEntries(
          Object.entries(tables).map(([table, count]) => [
            table,
            Array.from({ length: count }, (_, index) => put(table, index)),
          ]),
        );
        const exchange = dynamodbExchange("BatchWriteItem", { RequestItems: items });
        const outcome = await unprocessed({ share: part }).apply(exchange, store);
        const { UnprocessedItems = {} } = outputOf(outcome).output;
        const sent = received.flatMap((input) => batchRows(input));
        const back = batchRows({ RequestItems: UnprocessedItems });
        for (const [table, rows] of Object.entries(items)) {
          const together = [...sent, ...back].filter((row) => row.table === table);
          expect(together.map(({ row }) => row)).toEqual(elements(rows));
        }
        expect(isObject(UnprocessedItems)).toBe(true);
      }),
    );
  });

  it("lets at least one row pass while the share is below one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (total, share) => {
          expect(keptOf({ share }, total)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
