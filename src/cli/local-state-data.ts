import type { Local } from "../local/index.js";
import { missingSdk } from "../shared/clients.js";
import type { Printer } from "./printer.js";

/**
 * Lets the handlers of this process find the stores, as those of a Lambda find theirs, and makes the
 * table and the bucket that their variables name.
 */
export async function enterStateData(local: Local, print: Pick<Printer, "detail">) {
  const { SFN_DATA_TABLE: table = "state-data", SFN_DATA_S3_BUCKET: bucket = "state-data" } =
    process.env;
  const variables = {
    ...local.environment,
    SFN_DATA_TABLE: table,
    SFN_DATA_S3_BUCKET: bucket,
  };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    await provision(local, table, bucket);
  } catch (error) {
    // An app without state data needs none of the packages; one with some hears it of its own calls.
    print.detail(`There is no state data: ${error instanceof Error ? error.message : error}`);
  }
  return {
    /** Leaves the variables as they were. */
    leave(): void {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
  };
}

async function provision(local: Local, table: string, bucket: string): Promise<void> {
  const [{ DynamoDBClient }, { S3Client }, { ensureStateDataStore }] = await Promise.all([
    import("@aws-sdk/client-dynamodb").catch(missingSdk("@aws-sdk/client-dynamodb")),
    import("@aws-sdk/client-s3").catch(missingSdk("@aws-sdk/client-s3")),
    import("../provision/index.js"),
  ]);
  const dynamodb = new DynamoDBClient({ ...local.clientConfig("dynamodb"), maxAttempts: 1 });
  const s3 = new S3Client({ ...local.clientConfig("s3"), maxAttempts: 1 });
  try {
    await ensureStateDataStore({ table, bucket, clients: { dynamodb, s3 }, timeLimit: 20_000 });
  } finally {
    dynamodb.destroy();
    s3.destroy();
  }
}
