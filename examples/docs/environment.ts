import { equal, throws } from "node:assert/strict";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { Context } from "sfn-task-tools";
import type { Stage } from "./support/stage.js";

export default async function ({ table, bucket, clients, context }: Stage) {
  const arn = context.execution?.arn;
  const daysOf = async (context: Context) => {
    const { table_name, partition_key } = await context.stateData.putItem("thing", 1);
    equal(table_name, table);
    const { Item } = await clients.dynamodb.send(
      new GetItemCommand({
        TableName: table,
        Key: { partition_key: { S: partition_key }, sort_key: { N: "0" } },
      }),
    );
    return Math.round((Number(Item?.expires_at?.N) - Date.now() / 1_000) / 86_400);
  };
  const env = { SFN_DATA_TABLE: table, SFN_DATA_S3_BUCKET: bucket, SFN_DATA_TTL_DAYS: "45" };
  equal(await daysOf(new Context({ execution: arn, env })), 45);
  equal(await daysOf(new Context({ execution: arn, env, ttlDays: 3 })), 3);
  equal(await daysOf(new Context({ execution: arn, env: { ...env, SFN_DATA_TTL_DAYS: "" } })), 30);
  throws(() => new Context({ env: { SFN_DATA_TTL_DAYS: "a month" } }), {
    name: "InvalidArgumentError",
  });
}
