// #region test
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startStores } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { collect, countWords, report } from "./handlers.js";

test("the longest part is found", async () => {
  await using stores = await startStores();
  Object.assign(process.env, stores.environment, { SFN_DATA_TABLE: "state-data" });
  await new DynamoDBClient().send(
    new CreateTableCommand({
      TableName: "state-data",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "partition_key", KeyType: "HASH" },
        { AttributeName: "sort_key", KeyType: "RANGE" },
      ],
      AttributeDefinitions: [
        { AttributeName: "partition_key", AttributeType: "S" },
        { AttributeName: "sort_key", AttributeType: "N" },
      ],
    }),
  );

  const Id = "arn:aws:states:eu-west-1:123456789012:execution:cast:run-1";
  const envelope = <T>(input: T) => ({ input, context: { Execution: { Id } } });

  const characters = await collect(envelope({}));
  for (const index of characters.items.keys()) {
    await countWords(
      envelope({
        items_result_table_name: characters.table_name,
        items_result_partition_key: characters.partition_key,
        items_result_key: characters.key,
        context_index: index,
      }),
    );
  }
  expect(await report(envelope(characters))).toEqual({ name: "Elaine", words: 12 });
});
// #endregion test
