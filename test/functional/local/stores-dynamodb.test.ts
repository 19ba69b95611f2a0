import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { type Stores, startStores } from "sfn-task-tools/local";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawOperation } from "./raw-request.js";

let stores: Stores;
let client: DynamoDBClient;
let tables = 0;

beforeAll(async () => {
  stores = await startStores({ region: "eu-west-1" });
  client = new DynamoDBClient(stores.clientConfig("dynamodb"));
});

afterAll(async () => {
  client.destroy();
  await stores.close();
});

async function createTable(): Promise<string> {
  tables += 1;
  const TableName = `state-data-${tables}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [
        { AttributeName: "partition_key", AttributeType: "S" },
        { AttributeName: "sort_key", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "partition_key", KeyType: "HASH" },
        { AttributeName: "sort_key", KeyType: "RANGE" },
      ],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  return TableName;
}

const row = (index: number, data = "x") => ({
  partition_key: { S: "run:list" },
  sort_key: { N: String(index) },
  data: { S: data },
});
const keyOf = (index: number) => ({
  partition_key: { S: "run:list" },
  sort_key: { N: String(index) },
});

describe("tables", () => {
  test("are usable as soon as they are created, and gone as soon as they are deleted", async () => {
    for (let round = 0; round < 10; round += 1) {
      const TableName = await createTable();
      const { Table } = await client.send(new DescribeTableCommand({ TableName }));
      expect(Table?.TableStatus).toBe("ACTIVE");
      expect(Table?.TableArn).toMatch(/^arn:aws:dynamodb:eu-west-1:\d{12}:table\//);
      await client.send(new PutItemCommand({ TableName, Item: row(0) }));
      await client.send(new DeleteTableCommand({ TableName }));
      await expect(client.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
        name: "ResourceNotFoundException",
      });
    }
  });

  test("are usable as soon as they are updated", async () => {
    const TableName = await createTable();
    await client.send(
      new UpdateTableCommand({
        TableName,
        BillingMode: "PROVISIONED",
        ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      }),
    );
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.TableStatus).toBe("ACTIVE");
  });
});

describe("items", () => {
  test("BatchWriteItem takes 25 rows and tells the write units", async () => {
    const TableName = await createTable();
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: row(index, "y".repeat(2_000)) },
    }));
    const answer = await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [TableName]: requests },
        ReturnConsumedCapacity: "TOTAL",
      }),
    );
    expect(answer.UnprocessedItems).toEqual({});
    expect(answer.ConsumedCapacity).toEqual([{ TableName, CapacityUnits: 50 }]);
    await expect(
      client.send(
        new BatchWriteItemCommand({
          RequestItems: { [TableName]: [...requests, { PutRequest: { Item: row(25) } }] },
        }),
      ),
    ).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("BatchWriteItem takes 25 rows of 390,000 bytes", async () => {
    const TableName = await createTable();
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: row(index, "y".repeat(390_000)) },
    }));
    const answer = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }),
    );
    expect(answer.UnprocessedItems).toEqual({});
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(24) }));
    expect(Item?.data?.S).toHaveLength(390_000);
  });

  test("a consistent Query reads in the order of the sort key, page by page", async () => {
    const TableName = await createTable();
    const order = [7, 3, 11, 0, 10, 1, 9, 2, 8, 4, 6, 5];
    for (const index of order)
      await client.send(new PutItemCommand({ TableName, Item: row(index) }));
    const seen: string[] = [];
    let pages = 0;
    let ExclusiveStartKey: QueryCommand["input"]["ExclusiveStartKey"];
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          Limit: 5,
          KeyConditionExpression: "partition_key = :key",
          ExpressionAttributeValues: { ":key": { S: "run:list" } },
          ExclusiveStartKey,
          ReturnConsumedCapacity: "TOTAL",
        }),
      );
      for (const item of page.Items ?? []) seen.push(item.sort_key?.N ?? "");
      expect(page.ConsumedCapacity?.CapacityUnits).toBeGreaterThan(0);
      pages += 1;
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => String(index)));
    expect(pages).toBe(3);
  });

  test("a Query ends its page at 1 MB", async () => {
    const TableName = await createTable();
    for (let index = 0; index < 5; index += 1) {
      await client.send(new PutItemCommand({ TableName, Item: row(index, "y".repeat(300_000)) }));
    }
    const page = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "partition_key = :key",
        ExpressionAttributeValues: { ":key": { S: "run:list" } },
      }),
    );
    expect(page.Count).toBeLessThan(5);
    expect(page.LastEvaluatedKey).toBeDefined();
  });

  test("an item past its time to live stays readable, as on AWS", async () => {
    const TableName = await createTable();
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
      }),
    );
    await client.send(
      new PutItemCommand({ TableName, Item: { ...row(0), expires_at: { N: "1000" } } }),
    );
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: keyOf(0) }));
    expect(Item?.expires_at?.N).toBe("1000");
  });
});

describe("ReturnValuesOnConditionCheckFailure", () => {
  const ifAbsent = {
    ConditionExpression: "attribute_not_exists(partition_key)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  } as const;

  test("ALL_OLD puts the item into the error of PutItem, UpdateItem and DeleteItem", async () => {
    const TableName = await createTable();
    await client.send(new PutItemCommand({ TableName, Item: row(0, "old") }));
    const failures = await Promise.all(
      [
        client.send(new PutItemCommand({ TableName, Item: row(0, "new"), ...ifAbsent })),
        client.send(
          new UpdateItemCommand({
            TableName,
            Key: keyOf(0),
            UpdateExpression: "SET #d = :d",
            ExpressionAttributeNames: { "#d": "data" },
            ExpressionAttributeValues: { ":d": { S: "new" } },
            ...ifAbsent,
          }),
        ),
        client.send(new DeleteItemCommand({ TableName, Key: keyOf(0), ...ifAbsent })),
      ].map((sent) => sent.catch((error: unknown) => error)),
    );
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(ConditionalCheckFailedException);
      expect(failure).toMatchObject({
        message: "The conditional request failed",
        Item: row(0, "old"),
      });
    }
  });

  test("there is no item in the error when it was not asked for, or there is none", async () => {
    const TableName = await createTable();
    await client.send(new PutItemCommand({ TableName, Item: row(0) }));
    const { ConditionExpression } = ifAbsent;
    const put = new PutItemCommand({ TableName, Item: row(0), ConditionExpression });
    const failure: unknown = await client.send(put).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConditionalCheckFailedException);
    expect((failure as ConditionalCheckFailedException).Item).toBeUndefined();
    const absent = new PutItemCommand({
      TableName,
      Item: row(1),
      ConditionExpression: "attribute_exists(partition_key)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    const second: unknown = await client.send(absent).catch((error: unknown) => error);
    expect(second).toBeInstanceOf(ConditionalCheckFailedException);
    expect((second as ConditionalCheckFailedException).Item).toBeUndefined();
  });

  test("another value is refused", async () => {
    const TableName = await createTable();
    const body = { TableName, Item: row(0), ReturnValuesOnConditionCheckFailure: "ALL_NEW" };
    const { status, body: text } = await rawOperation(
      stores.dynamodb,
      "PutItem",
      JSON.stringify(body),
    );
    expect(status).toBe(400);
    expect(text).toContain("ValidationException");
  });
});

describe("time to live", () => {
  const update = (TableName: string, AttributeName: string, Enabled: boolean) =>
    client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName, Enabled },
      }),
    );
  const describeTtl = async (TableName: string) =>
    (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;

  test("is described as it was set", async () => {
    const TableName = await createTable();
    expect(await describeTtl(TableName)).toEqual({ TimeToLiveStatus: "DISABLED" });
    const { TimeToLiveSpecification } = await update(TableName, "expires_at", true);
    expect(TimeToLiveSpecification).toEqual({ AttributeName: "expires_at", Enabled: true });
    expect(await describeTtl(TableName)).toEqual({
      TimeToLiveStatus: "ENABLED",
      AttributeName: "expires_at",
    });
    await update(TableName, "expires_at", false);
    expect(await describeTtl(TableName)).toEqual({ TimeToLiveStatus: "DISABLED" });
  });

  test("is not set twice", async () => {
    const TableName = await createTable();
    await expect(update(TableName, "expires_at", false)).rejects.toMatchObject({
      name: "ValidationException",
      message: "TimeToLive is already disabled",
    });
    await update(TableName, "expires_at", true);
    await expect(update(TableName, "expires_at", true)).rejects.toMatchObject({
      name: "ValidationException",
      message: "TimeToLive is already enabled",
    });
    await expect(update(TableName, "other", true)).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("current AttributeName is expires_at"),
    });
  });

  test("belongs to its table: another of the same name begins without", async () => {
    const TableName = await createTable();
    await update(TableName, "expires_at", true);
    await client.send(new DeleteTableCommand({ TableName }));
    await expect(describeTtl(TableName)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    tables -= 1;
    await createTable();
    expect(await describeTtl(TableName)).toEqual({ TimeToLiveStatus: "DISABLED" });
  });

  test("of a table that is not there is a ResourceNotFoundException", async () => {
    await expect(update("no-such-table", "expires_at", true)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("a specification that is none is refused", async () => {
    const TableName = await createTable();
    for (const TimeToLiveSpecification of [
      undefined,
      null,
      7,
      {},
      { AttributeName: "", Enabled: true },
      { AttributeName: "a" },
      { AttributeName: "a", Enabled: "yes" },
    ]) {
      const body = JSON.stringify({ TableName, TimeToLiveSpecification });
      const answer = await rawOperation(stores.dynamodb, "UpdateTimeToLive", body);
      expect(answer).toMatchObject({ status: 400 });
      expect(answer.body).toContain("ValidationException");
    }
  });
});
