import { startStores } from "sfn-task-tools/local";
import type { RunningStores } from "./kinds.js";

/** Starts this package's own DynamoDB and S3 inside this process. */
export async function start(): Promise<RunningStores> {
  const stores = await startStores();
  return { dynamodb: stores.dynamodb, s3: stores.s3, close: () => stores.close() };
}
