import { deepEqual, equal } from "node:assert/strict";
import { execFileSync } from "node:child_process";
// #region setup
import { readFile } from "node:fs/promises";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { StateDataClient } from "sfn-task-tools";
import { startStores } from "sfn-task-tools/local";

/** A DynamoDB and an S3 in this process, with a table and a bucket for state data. */
export async function openStateData() {
  const stores = await startStores();
  const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
  const s3 = new S3Client(stores.clientConfig("s3"));
  const table = await readFile(new URL("table.json", import.meta.url), "utf8");
  await dynamodb.send(new CreateTableCommand(JSON.parse(table)));
  await s3.send(new CreateBucketCommand({ Bucket: "state-data" }));
  const stateData = new StateDataClient({
    table: "state-data",
    bucket: "state-data",
    namespace: "test",
    clients: { dynamodb, s3 },
  });
  return {
    stateData,
    environment: stores.environment,
    async [Symbol.asyncDispose]() {
      dynamodb.destroy();
      s3.destroy();
      await stores.close();
    },
  };
}
// #endregion setup

/** A test function, of whichever test runner. */
async function greetsEveryCharacter() {
  // #region use
  await using opened = await openStateData();
  const { stateData } = opened;
  const pointer = await stateData.putItems("characters", ["jerry", "elaine"]);
  deepEqual(await stateData.getItems(pointer), ["jerry", "elaine"]);
  // #endregion use
}

export default async function () {
  await greetsEveryCharacter();

  // #region child
  await using stores = await startStores();
  const output = execFileSync(process.execPath, ["--print", "process.env.AWS_ENDPOINT_URL_S3"], {
    env: { ...process.env, ...stores.environment },
    encoding: "utf8",
  });
  // #endregion child
  equal(output.trim(), stores.s3);
  deepEqual(Object.keys(stores.environment), [
    "AWS_ENDPOINT_URL_DYNAMODB",
    "AWS_ENDPOINT_URL_S3",
    "AWS_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
  ]);
}
