import { deepEqual } from "node:assert/strict";
// #region clients
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { Context, type LambdaContext } from "sfn-task-tools";

// Outside the handler, so that a warm Lambda keeps its connections.
const clients = {
  dynamodb: new DynamoDBClient({ maxAttempts: 1 }),
  s3: new S3Client({
    maxAttempts: 1,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  }),
  sfn: new SFNClient(),
};

export const handler = async (event: unknown, lambda: LambdaContext) => {
  const { stateData } = Context.fromEvent(event, { lambda, clients });
  return stateData.putItem("thing", { large: "x".repeat(1_000_000) });
};

// #endregion clients
import { taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

export default async function (stage: Stage) {
  const pointer = await handler(taskEvent(stage, {}), stage.lambda);
  deepEqual(await stage.stateData.getItem(pointer), { large: "x".repeat(1_000_000) });
  for (const client of Object.values(clients)) client.destroy();
}
