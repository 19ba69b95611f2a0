import { deepEqual, match, ok } from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { ItemPointer } from "sfn-task-tools";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData, clients, bucket }: Stage) {
  const noise = randomBytes(75_000).toString("base64"); // compresses to three quarters at best
  const [small, repetitive, large] = await Promise.all([
    stateData.putItem("small", { name: "jerry" }),
    stateData.putItem("repetitive", "no soup for you ".repeat(10_000)),
    stateData.putItem("large", noise),
  ]);

  const rowOf = async ({ table_name, partition_key }: ItemPointer) => {
    const { Item = {} } = await clients.dynamodb.send(
      new GetItemCommand({
        TableName: table_name,
        Key: { partition_key: { S: partition_key }, sort_key: { N: "0" } },
      }),
    );
    return Item;
  };
  const text = await rowOf(small);
  deepEqual(text.data, { S: '{"name":"jerry"}' });
  deepEqual(Object.keys(text).sort(), ["data", "expires_at", "partition_key", "sort_key"]);

  const compressed = await rowOf(repetitive);
  deepEqual(compressed.codec, { S: "gzip" });
  deepEqual(compressed.size, { N: "160002" });
  ok((compressed.data?.B?.byteLength ?? 0) < 1_000);

  const overflowed = await rowOf(large);
  deepEqual(overflowed.data, undefined);
  deepEqual(overflowed.s3_bucket, { S: bucket });
  match(overflowed.s3_key?.S ?? "", /^state-data\/\d{4}-\d\d-\d\d\/[0-9a-f]{64}\/0\/[0-9a-f]{64}$/);
  deepEqual(overflowed.sha256?.B?.byteLength, 32);
  deepEqual(await stateData.getItem(large), noise);
  deepEqual(await stateData.deleteItems(large), { rows: 1, objects: 1 });
}
