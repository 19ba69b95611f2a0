import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { startStores } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";

/** A DynamoDB and an S3 inside this process, with a table and a bucket for state data. */
export async function openStores() {
  const stores = await startStores();
  const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
  const s3 = new S3Client(stores.clientConfig("s3"));
  const [table, bucket] = ["state-data", "state-data"];
  await ensureStateDataStore({ table, bucket, clients: { dynamodb, s3 } });
  return {
    dynamodb: stores.dynamodb,
    s3: stores.s3,
    /** For the handlers, as a Lambda function's environment. */
    environment: { ...stores.environment, SFN_DATA_TABLE: table, SFN_DATA_S3_BUCKET: bucket },
    async countObjects() {
      const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return KeyCount;
    },
    async [Symbol.asyncDispose]() {
      dynamodb.destroy();
      s3.destroy();
      await stores.close();
    },
  };
}
