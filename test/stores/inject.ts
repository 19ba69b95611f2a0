import { randomBytes } from "node:crypto";
import {
  CreateTableCommand,
  type DynamoDBClient,
  type DynamoDBClientConfig,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  type S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { inject } from "vitest";
import type { Endpoints, StoresKind } from "./kinds.js";

export interface TestStores extends Endpoints {
  readonly kind: StoresKind;
  /** What to construct a DynamoDBClient with. */
  dynamoConfig(): DynamoDBClientConfig;
  /** What to construct an S3Client with. */
  s3Config(): S3ClientConfig;
}

/** The stores that were started for the test project that this runs in. */
export function testStores(): TestStores {
  const { kind, dynamodb, s3 } = inject("stores");
  const account = kind === "endpoint" ? environmentsAccount() : dummyAccount();
  return {
    kind,
    dynamodb,
    s3,
    dynamoConfig: () => ({ ...account, endpoint: dynamodb }),
    s3Config: () => ({ ...account, endpoint: s3, forcePathStyle: true }),
  };
}

/** Creates a table under a name of its own, in the layout of state data, and resolves to the name once it is usable. */
export async function createTable(client: DynamoDBClient): Promise<string> {
  const TableName = uniqueName();
  await client.send(
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
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { TableName });
  return TableName;
}

/** Creates a bucket under a name of its own and resolves to the name. */
export async function createBucket(client: S3Client): Promise<string> {
  const Bucket = uniqueName();
  const region = await client.config.region();
  // us-east-1 is the one region that must not be named as a location; any other must be.
  const location = region as BucketLocationConstraint; // the client's region is a plain string
  await client.send(
    new CreateBucketCommand({
      Bucket,
      ...(region !== "us-east-1" && {
        CreateBucketConfiguration: { LocationConstraint: location },
      }),
    }),
  );
  return Bucket;
}

function uniqueName(): string {
  return `sfn-task-tools-test-${randomBytes(8).toString("hex")}`;
}

function dummyAccount() {
  return {
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
}

/** Where the environment holds credentials, the SDK finds them itself; endpoints on this machine need none. */
function environmentsAccount() {
  const { region, credentials } = dummyAccount();
  const given = [
    "AWS_ACCESS_KEY_ID",
    "AWS_PROFILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  ].some((name) => process.env[name]);
  return { region: process.env.AWS_REGION || region, ...(!given && { credentials }) };
}
