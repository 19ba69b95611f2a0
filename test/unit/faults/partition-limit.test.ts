import { describe, expect, it } from "vitest";
import { partitionLimit } from "../../faults/partition-limit.js";
import { dynamodbExchange, outputOf, put, recordingStore } from "./exchanges.js";

function limited(unitsPerSecond: number) {
  const clock = { ms: 0 };
  const limit = partitionLimit({ unitsPerSecond, now: () => clock.ms });
  const { store, received } = recordingStore({ UnprocessedItems: {} });
  const send = async (operation: string, input: Parameters<typeof dynamodbExchange>[1]) =>
    outputOf(await limit.fault.apply(dynamodbExchange(operation, input), store));
  return { clock, limit, received, send };
}

describe("the limit of a partition", () => {
  it("gives back the rows of a batch that it has no units for", async () => {
    const { send, received, limit } = limited(3);
    const rows = [put("p", 0), put("p", 1, 2_000), put("p", 2), put("q", 0)];
    const { status, output } = await send("BatchWriteItem", { RequestItems: { T: rows } });
    expect(status).toBe(200);
    expect(output.UnprocessedItems).toEqual({ T: [rows[2]] });
    expect(received).toEqual([{ RequestItems: { T: [rows[0], rows[1], rows[3]] } }]);
    expect(limit.partitions).toEqual([
      {
        table: "T",
        partitionKey: "p",
        acceptedUnits: 3,
        acceptedRows: 2,
        refusedRows: 1,
        throttledRequests: 1,
        firstAccept: 0,
        lastAccept: 0,
      },
      {
        table: "T",
        partitionKey: "q",
        acceptedUnits: 1,
        acceptedRows: 1,
        refusedRows: 0,
        throttledRequests: 0,
        firstAccept: 0,
        lastAccept: 0,
      },
    ]);
  });

  it("refuses a batch of which no row went through", async () => {
    const { send, received, clock } = limited(1);
    const batch = { RequestItems: { T: [put("p", 0), put("p", 1)] } };
    await send("BatchWriteItem", batch);
    const { status, output } = await send("BatchWriteItem", batch);
    expect(status).toBe(400);
    expect(output.__type).toContain("ProvisionedThroughputExceededException");
    expect(received).toHaveLength(1);
    clock.ms = 1_000;
    expect((await send("BatchWriteItem", batch)).status).toBe(200);
  });

  it.each([
    ["PutItem", { TableName: "T", Item: { partition_key: { S: "p" }, sort_key: { N: "0" } } }],
    ["DeleteItem", { TableName: "T", Key: { partition_key: { S: "p" }, sort_key: { N: "0" } } }],
    [
      "UpdateItem",
      {
        TableName: "T",
        Key: { partition_key: { S: "p" }, sort_key: { N: "0" } },
        UpdateExpression: "SET a = :a",
        ExpressionAttributeValues: { ":a": { S: "text" } },
      },
    ],
  ])("throttles %s by an exception", async (operation, input) => {
    const { send, received, limit } = limited(1);
    expect((await send(operation, input)).status).toBe(200);
    expect((await send(operation, input)).status).toBe(400);
    expect(received).toHaveLength(1);
    expect(limit.partitions).toMatchObject([
      { acceptedUnits: 1, refusedRows: 1, throttledRequests: 1 },
    ]);
  });

  it("keeps tables apart that share a partition key", async () => {
    const { send } = limited(1);
    const { output } = await send("BatchWriteItem", {
      RequestItems: { T: [put("p", 0)], U: [put("p", 0)] },
    });
    expect(output.UnprocessedItems).toEqual({});
  });

  it("lets reads pass", async () => {
    const { send, limit } = limited(1);
    const keys = { RequestItems: { T: { Keys: [{ partition_key: { S: "p" } }] } } };
    for (const operation of ["Query", "BatchGetItem", "Query"]) {
      expect((await send(operation, keys)).status).toBe(200);
    }
    expect(limit.partitions).toEqual([]);
  });
});
