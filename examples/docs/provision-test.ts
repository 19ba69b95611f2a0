import { deepEqual } from "node:assert/strict";
// #region setup
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { StateDataClient } from "sfn-task-tools";
import { startStores } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";

/** State data in stores of this process, on the table and bucket that are deployed. */
export async function openStateData() {
  const stores = await startStores();
  const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
  const s3 = new S3Client(stores.clientConfig("s3"));
  const clients = { dynamodb, s3 };
  const names = { table: "state-data", bucket: "my-state-data" };
  await ensureStateDataStore({ ...names, clients });
  return {
    stateData: new StateDataClient({ ...names, namespace: "test", clients }),
    async [Symbol.asyncDispose]() {
      dynamodb.destroy();
      s3.destroy();
      await stores.close();
    },
  };
}
// #endregion setup

export default async function () {
  await using opened = await openStateData();
  const { stateData } = opened;
  const pointer = await stateData.putItems("characters", ["jerry", "elaine"]);
  deepEqual(await stateData.getItems(pointer), ["jerry", "elaine"]);
}
