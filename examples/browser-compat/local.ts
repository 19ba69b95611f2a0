import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { startLocal } from "sfn-task-tools/local";
import { ensureStateDataStore } from "sfn-task-tools/provision";

const NAMES = { table: "state-data", bucket: "state-data" };

/** Step Functions, DynamoDB and S3 inside this process, with the functions and their state data's store. */
export async function openLocal() {
  // The functions are loaded once the environment is set, as Lambda does it.
  const functions: Record<string, (event: never, context: never) => unknown> = {};
  const local = await startLocal({ functions });
  Object.assign(process.env, local.environment, {
    SFN_DATA_TABLE: NAMES.table,
    SFN_DATA_S3_BUCKET: NAMES.bucket,
  });
  // A profile would go before the credentials in the environment.
  delete process.env.AWS_PROFILE;
  await ensureStateDataStore(NAMES);
  Object.assign(functions, await import("./handlers.js"));

  const s3 = new S3Client(local.clientConfig("s3"));
  return {
    endpoint: local.endpoint,
    dynamodb: local.dynamodb,
    s3: local.s3,
    clientConfig: () => local.clientConfig(),
    async countObjects() {
      const { KeyCount = 0 } = await s3.send(new ListObjectsV2Command({ Bucket: NAMES.bucket }));
      return KeyCount;
    },
    async [Symbol.asyncDispose]() {
      s3.destroy();
      await local.close();
    },
  };
}
