import { deepEqual } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { StateDataClient } from "sfn-task-tools";
import { startStores } from "sfn-task-tools/local";
import { readDocument } from "./support/events.js";

/** Sends the documents of the page as the AWS command line would, to stores of its own. */
export default async function () {
  await using stores = await startStores();
  const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
  const s3 = new S3Client(stores.clientConfig("s3"));
  await dynamodb.send(new CreateTableCommand(readDocument("table.json")));
  await dynamodb.send(new UpdateTimeToLiveCommand(readDocument("time-to-live.json")));
  const Bucket = "my-state-data";
  await s3.send(new CreateBucketCommand({ Bucket }));
  const LifecycleConfiguration = readDocument<{ Rules: [] }>("lifecycle.json");
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));

  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: "state-data" }));
  deepEqual(Table?.KeySchema, readDocument<{ KeySchema: object }>("table.json").KeySchema);
  const { Rules } = await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  deepEqual(Rules, LifecycleConfiguration.Rules);
  const stateData = new StateDataClient({
    table: "state-data",
    bucket: Bucket,
    namespace: randomUUID(),
    clients: { dynamodb, s3 },
    compression: "none",
  });
  const pointer = await stateData.putItem("large", "x".repeat(70_000));
  deepEqual(await stateData.getItem(pointer), "x".repeat(70_000));
  dynamodb.destroy();
  s3.destroy();
}
