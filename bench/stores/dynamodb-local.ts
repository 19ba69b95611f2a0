import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteObjectsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { start } from "../../test/stores/java.js";
import { forwardTo } from "./forward.js";
import { BUCKET, clientConfig, TABLE } from "./kinds.js";
import type { Backend } from "./serve.js";

/** Starts DynamoDB Local and the embedded S3, which end with this process. */
export async function startDynamodbLocal(): Promise<{ dynamodb: Backend; s3: Backend }> {
  const stores = await start();
  const dynamodb = new DynamoDBClient(clientConfig(stores.dynamodb));
  const s3 = new S3Client(clientConfig(stores.s3));
  const provision = () =>
    ensureStateDataStore({ table: TABLE, bucket: BUCKET, clients: { dynamodb, s3 } });
  await provision();
  return {
    dynamodb: forwardTo(stores.dynamodb, async () => {
      await dynamodb.send(new DeleteTableCommand({ TableName: TABLE }));
      await provision();
    }),
    s3: forwardTo(stores.s3, () => removeObjects(s3)),
  };
}

async function removeObjects(s3: S3Client): Promise<void> {
  for (;;) {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    if (Contents.length === 0) return;
    const Objects = Contents.map(({ Key }) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects, Quiet: true } }));
  }
}
