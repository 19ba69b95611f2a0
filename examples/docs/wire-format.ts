import { deepEqual, equal, match } from "node:assert/strict";
import { createHash } from "node:crypto";
// #region read
import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Location } from "sfn-task-tools";
import type { Stage } from "./support/stage.js";

async function rowsOf({ clients }: Stage, { table_name, partition_key }: Location) {
  const { Items = [] } = await clients.dynamodb.send(
    new QueryCommand({
      TableName: table_name,
      KeyConditionExpression: "partition_key = :key",
      ExpressionAttributeValues: { ":key": { S: partition_key } },
      ConsistentRead: true,
    }),
  );
  return Items;
}
// #endregion read

export default async function (stage: Stage) {
  const { stateData, context, table } = stage;
  const namespace = context.execution?.namespace;
  const list = await stateData.putItems("characters", ["jerry", "x".repeat(100_000)]);
  const [first, second] = await rowsOf(stage, list);
  deepEqual(Object.keys(first ?? {}).sort(), ["data", "expires_at", "partition_key", "sort_key"]);
  match(first?.partition_key?.S ?? "", /~[0-9a-v]{16}$/);
  deepEqual(first?.sort_key, { N: "0" });
  deepEqual(first?.data, { S: '"jerry"' });
  equal(first?.expires_at?.N, second?.expires_at?.N);
  deepEqual(second?.codec, { S: "gzip" });
  deepEqual(second?.size, { N: "100002" });
  equal(second?.data?.B instanceof Uint8Array, true);

  const head = { table_name: table, partition_key: `${namespace}:characters~head` };
  const [row] = await rowsOf(stage, head);
  const generation = list.key.split("~")[1] ?? "";
  deepEqual(row, {
    partition_key: { S: head.partition_key },
    sort_key: { N: "0" },
    generation: { S: generation },
    count: { N: "2" },
    expires_at: first?.expires_at,
  });
  const began = parseInt(generation.slice(0, 10), 32);
  equal(Math.abs(Date.now() - began) < 60_000, true);

  const noise = Array.from({ length: 4_000 }, (_, i) =>
    createHash("sha256").update(String(i)).digest("base64"),
  ).join("");
  const large = await stateData.putItem("large", noise);
  const [object] = await rowsOf(stage, large);
  const day = new Date(Number(object?.expires_at?.N) * 1_000).toISOString().slice(0, 10);
  const owner = createHash("sha256").update(large.partition_key).digest("hex");
  const bytes = createHash("sha256").update(JSON.stringify(noise)).digest("hex");
  equal(object?.s3_key?.S, `state-data/${day}/${owner}/0/${bytes}`);
  equal(Buffer.from(object?.sha256?.B ?? []).toString("hex"), bytes);
}
