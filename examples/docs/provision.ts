import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { StateDataClient } from "sfn-task-tools";
import { startStores } from "sfn-task-tools/local";
import { ensureStateDataStore, ProvisionConflictError } from "sfn-task-tools/provision";

/** Runs the programs of the page in order, on stores of its own. */
export default async function () {
  await using stores = await startStores();
  const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
  const s3 = new S3Client(stores.clientConfig("s3"));
  const clients = { dynamodb, s3 };

  // #region dry-run
  const plan = await ensureStateDataStore({
    table: "state-data",
    bucket: "my-state-data",
    clients,
    dryRun: true,
  });
  for (const { resource, name, action, detail } of plan.steps) {
    console.log(`${action}: ${resource} ${name} (${detail})`);
  }
  // #endregion dry-run
  ok(plan.steps.every(({ action }) => action === "would create"));

  // #region ensure
  const report = await ensureStateDataStore({
    table: "state-data",
    bucket: "my-state-data",
    ttlDays: 30,
    tags: { project: "shows" },
    clients, // left out, the region and the credentials come from the environment
  });
  if (report.changed) console.log("The store was made, or changed.");
  // #endregion ensure
  equal(report.changed, true);
  deepEqual(
    new Set(report.steps.map(({ resource }) => resource)),
    new Set([...plan.steps.map(({ resource }) => resource), "tags"]),
  );

  const stateData = new StateDataClient({
    table: "state-data",
    bucket: "my-state-data",
    namespace: randomUUID(),
    clients,
  });
  const pointer = await stateData.putItem("large", "x".repeat(1_000_000));
  equal((await stateData.getItem<string>(pointer)).length, 1_000_000);

  await dynamodb.send(
    new CreateTableCommand({
      TableName: "orders",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    }),
  );
  await rejects(ensureStateDataStore({ table: "orders", clients }), (error) => {
    // #region conflict
    if (error instanceof ProvisionConflictError) {
      console.error(`${error.resource} is ${error.found}, not ${error.expected}.`);
    }
    // #endregion conflict
    return error instanceof ProvisionConflictError;
  });
  dynamodb.destroy();
  s3.destroy();
}
