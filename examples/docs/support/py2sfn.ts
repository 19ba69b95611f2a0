import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import type { Stage } from "./stage.js";

/** Writes a row as py2sfn-task-tools does: JSON text in `data`, and nothing that it does not know. */
export async function putAsPython(
  { clients, table }: Pick<Stage, "clients" | "table">,
  partitionKey: string,
  index: number,
  text: string,
): Promise<void> {
  await clients.dynamodb.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        partition_key: { S: partitionKey },
        sort_key: { N: String(index) },
        expires_at: { N: String(Math.floor(Date.now() / 1_000) + 7 * 86_400) },
        data: { S: text },
      },
    }),
  );
}

/** Reads a row as py2sfn-task-tools does, which knows no codec and reads objects from its own bucket. */
export async function getAsPython(
  { clients, table, bucket }: Pick<Stage, "clients" | "table" | "bucket">,
  partitionKey: string,
  index: number,
): Promise<unknown> {
  const { Item } = await clients.dynamodb.send(
    new GetItemCommand({
      TableName: table,
      Key: { partition_key: { S: partitionKey }, sort_key: { N: String(index) } },
      ConsistentRead: true,
    }),
  );
  const key = Item?.s3_key?.S;
  if (key === undefined) return JSON.parse(Item?.data?.S ?? "");
  const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return JSON.parse((await Body?.transformToString()) ?? "");
}
