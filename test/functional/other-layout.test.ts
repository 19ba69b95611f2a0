import { randomUUID } from "node:crypto";
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  ScanCommand,
} from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { useStores } from "./fixture.js";

const stores = useStores();

type Keys = readonly (readonly [name: string, type: "S" | "N"])[];

async function createTable(keys: Keys): Promise<string> {
  const TableName = `other-layout-${randomUUID()}`;
  const input: CreateTableCommandInput = {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keys.map(([AttributeName], index) => ({
      AttributeName,
      KeyType: index === 0 ? "HASH" : "RANGE",
    })),
    AttributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
  };
  await stores.dynamodb.send(new CreateTableCommand(input));
  return TableName;
}

const otherLayout = (table: string) => ({
  name: "StateDataAccessError",
  resource: table,
  reason: "layout",
  message: expect.stringContaining(`"partition_key" (S, HASH) and "sort_key" (N, RANGE)`),
});

describe.each<[string, Keys]>([
  [
    "other names",
    [
      ["pk", "S"],
      ["sk", "N"],
    ],
  ],
  [
    "a text as sort key",
    [
      ["partition_key", "S"],
      ["sort_key", "S"],
    ],
  ],
])("a table with %s, where ours should be", (_, keys) => {
  test("is told by every method, and nothing of it is changed", async () => {
    const table = await createTable(keys);
    const client = stores.client({ table });
    const before = await stores.dynamodb.send(new DescribeTableCommand({ TableName: table }));
    for (const call of [
      () => client.putItem("item", 1),
      () => client.putItems("list", [1, 2]),
      () => client.getItem("item"),
      () => client.getItems("list"),
      () => client.deleteItems("list"),
    ]) {
      await expect(call()).rejects.toMatchObject(otherLayout(table));
    }
    const after = await stores.dynamodb.send(new DescribeTableCommand({ TableName: table }));
    expect(after.Table).toEqual(before.Table);
    const { Count } = await stores.dynamodb.send(new ScanCommand({ TableName: table }));
    expect(Count).toBe(0);
  });
});

test("a table with no sort key takes a single row, and whatever else is asked of it is told", async () => {
  const table = await createTable([["partition_key", "S"]]);
  const client = stores.client({ table });
  for (const call of [
    () => client.putItems("list", [1, 2]),
    () => client.getItem("item"),
    () => client.getItems("list"),
  ]) {
    await expect(call()).rejects.toMatchObject(otherLayout(table));
  }
});
