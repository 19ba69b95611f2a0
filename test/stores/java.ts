import { startDynamodbLocal } from "./dynamodb-local.js";
import { start as startEmbedded } from "./embedded.js";
import type { RunningStores } from "./kinds.js";

/** Starts the official DynamoDB Local as a process of its own, and this package's own S3 inside this one. */
export async function start(): Promise<RunningStores> {
  const [dynamodb, embedded] = await Promise.allSettled([startDynamodbLocal(), startEmbedded()]);
  const close = async () => {
    await Promise.all(
      [dynamodb, embedded].map(
        (started) => started.status === "fulfilled" && started.value.close(),
      ),
    );
  };
  const failed = [dynamodb, embedded].find((started) => started.status === "rejected");
  if (dynamodb.status === "fulfilled" && embedded.status === "fulfilled") {
    return { dynamodb: dynamodb.value.endpoint, s3: embedded.value.s3, close };
  }
  await close();
  throw failed?.reason;
}
