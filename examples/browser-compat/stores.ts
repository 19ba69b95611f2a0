import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { startStores } from "sfn-task-tools/local";

/** A DynamoDB and an S3 inside this process, with a table and a bucket for state data. */
export async function openStores() {
  const stores = await startStores();
  const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
  const s3 = new S3Client(stores.clientConfig("s3"));
  const TableName = "state-data";
  const Bucket = "state-data";
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
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
  await s3.send(new CreateBucketCommand({ Bucket }));
  return {
    dynamodb: stores.dynamodb,
    s3: stores.s3,
    /** For the handlers, as a Lambda function's environment. */
    environment: { ...stores.environment, SFN_DATA_TABLE: TableName, SFN_DATA_S3_BUCKET: Bucket },
    async countObjects() {
      const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket }));
      return KeyCount;
    },
    async [Symbol.asyncDispose]() {
      dynamodb.destroy();
      s3.destroy();
      await stores.close();
    },
  };
}
