import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DescribeTableCommandOutput,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutBucketLifecycleConfigurationCommand } from "@aws-sdk/client-s3";
import { SfnTaskToolsError } from "sfn-task-tools";
import {
  type AwsClient,
  ProvisionAccessError,
  ProvisionConflictError,
} from "sfn-task-tools/provision";
import { describe, expect, test } from "vitest";
import { denied } from "../../faults/index.js";
import { createTable } from "../../stores/inject.js";
import { redirect, refuse, type Stage, setStage, subresourceOf } from "./stage.js";

/** What it throws, after a look that nothing was changed. */
async function conflictOf(stage: Stage, table = stage.table): Promise<ProvisionConflictError> {
  stage.takeChanges();
  const error = await stage.ensure({ table }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProvisionConflictError);
  expect(error).toBeInstanceOf(SfnTaskToolsError);
  expect(stage.takeChanges()).toEqual([]);
  return error as ProvisionConflictError; // checked above
}

const KEYS = "partition_key (S, HASH), sort_key (N, RANGE)";

describe("a table of another shape", () => {
  test.each<
    [found: string, keys: Pick<CreateTableCommandInput, "KeySchema" | "AttributeDefinitions">]
  >([
    [
      "id (S, HASH)",
      {
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      },
    ],
    [
      "partition_key (S, HASH), sort_key (S, RANGE)",
      {
        KeySchema: [
          { AttributeName: "partition_key", KeyType: "HASH" },
          { AttributeName: "sort_key", KeyType: "RANGE" },
        ],
        AttributeDefinitions: [
          { AttributeName: "sort_key", AttributeType: "S" },
          { AttributeName: "partition_key", AttributeType: "S" },
        ],
      },
    ],
    [
      "partition_key (S, HASH)",
      {
        KeySchema: [{ AttributeName: "partition_key", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "partition_key", AttributeType: "S" }],
      },
    ],
  ])("with the keys %s is a conflict", async (found, keys) => {
    const stage = await setStage();
    const { dynamodb } = stage.clients;
    await dynamodb.send(
      new CreateTableCommand({
        TableName: stage.table,
        BillingMode: "PAY_PER_REQUEST",
        ...keys,
      }),
    );
    const error = await conflictOf(stage);
    expect(error).toMatchObject({
      name: "ProvisionConflictError",
      resource: stage.table,
      expected: `a table with the keys ${KEYS}`,
      found: `one with ${found}`,
    });
    expect(error.message).toBe(
      `Expected "${stage.table}" to be a table with the keys ${KEYS}, found one with ${found}. Keys cannot be changed: take another name for the table.`,
    );
  });

  test("whose time to live is on another attribute is a conflict", async () => {
    const stage = await setStage();
    const table = await createTable(stage.clients.dynamodb);
    await stage.clients.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: table,
        TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      }),
    );
    expect((await conflictOf(stage, table)).found).toBe('one with it on "ttl"');
  });

  test("that is being deleted is a conflict", async () => {
    const stage = await setStage();
    const table = await createTable(stage.clients.dynamodb);
    const { dynamodb } = stage.clients;
    const deleting: AwsClient & { config: unknown } = {
      config: dynamodb.config,
      async send(command, options) {
        const output = await (dynamodb as AwsClient).send(command, options);
        const { Table } = output as Partial<DescribeTableCommandOutput>;
        return Table === undefined ? output : { Table: { ...Table, TableStatus: "DELETING" } };
      },
    };
    stage.takeChanges();
    await expect(
      stage.ensure({ table, clients: { ...stage.clients, dynamodb: deleting } }),
    ).rejects.toThrow(/found one that is DELETING\. Wait until it is gone/);
    expect(stage.takeChanges()).toEqual([]);
  });
});

describe("a bucket that is not ours", () => {
  test("because it may not be looked at is a conflict", async () => {
    const stage = await setStage();
    stage.proxies.s3.inject({ operation: "HeadBucket", fault: denied() });
    const error = await conflictOf(stage);
    expect(error).toMatchObject({
      resource: stage.bucket,
      found: "one that may not be looked at (403)",
    });
    expect(error.message).toContain("lacks s3:ListBucket");
  });

  test("because S3 says so when it is made is a conflict", async () => {
    const stage = await setStage();
    stage.proxies.s3.inject({
      operation: "CreateBucket",
      fault: refuse(409, "BucketAlreadyExists", "The requested bucket name is not available."),
    });
    await expect(stage.ensure()).rejects.toMatchObject({
      name: "ProvisionConflictError",
      found: "one of another account",
    });
  });

  test("because it is in another region is a conflict that names the region", async () => {
    const stage = await setStage();
    stage.proxies.s3.inject({ operation: "HeadBucket", fault: redirect("eu-central-1") });
    expect((await conflictOf(stage)).found).toBe("one in eu-central-1");
  });

  test("is told by the account that it must belong to, sent with every request to it", async () => {
    const stage = await setStage();
    await stage.ensure();
    const from = stage.proxies.s3.requests.length;
    await stage.ensure({ account: "123456789012", ttlDays: 3 });
    const requests = stage.proxies.s3.requests.slice(from);
    expect(requests.length).toBeGreaterThan(5);
    for (const { headers } of requests) {
      expect(headers["x-amz-expected-bucket-owner"]).toBe("123456789012");
    }
  });
});

test("another rule that removes the objects early is a conflict", async () => {
  const stage = await setStage();
  const { bucket: Bucket, clients } = stage;
  await clients.s3.send(new CreateBucketCommand({ Bucket }));
  await clients.s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [{ ID: "week", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 7 } }],
      },
    }),
  );
  expect(await conflictOf(stage)).toMatchObject({
    resource: Bucket,
    expected: "a bucket that keeps objects below state-data/ for 32 days",
    found: 'one whose lifecycle rule "week" removes them after 7 days',
  });
  expect((await stage.ensure({ ttlDays: 5 })).changed).toBe(true);
});

test("access control lists that let others in are a conflict", async () => {
  const stage = await setStage();
  stage.proxies.s3.inject({
    when: ({ method, path }) => method === "PUT" && subresourceOf(path) === "ownershipControls",
    fault: refuse(400, "InvalidBucketAclWithObjectOwnership", "Bucket cannot have ACLs set"),
  });
  await expect(stage.ensure()).rejects.toThrow(/found one whose list lets others in/);
});

describe("a permission that is missing", () => {
  test.each([
    ["DescribeTable", "dynamodb:DescribeTable"],
    ["CreateTable", "dynamodb:CreateTable"],
    ["DescribeTimeToLive", "dynamodb:DescribeTimeToLive"],
    ["UpdateTimeToLive", "dynamodb:UpdateTimeToLive"],
  ])("%s of DynamoDB is named as %s", async (operation, action) => {
    const stage = await setStage();
    const table =
      operation === "CreateTable" ? stage.table : await createTable(stage.clients.dynamodb);
    stage.proxies.dynamodb.inject({ operation, fault: denied() });
    const error = await stage.ensure({ table }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProvisionAccessError);
    expect(error).toMatchObject({ name: "ProvisionAccessError", resource: table, action });
    expect(String(error)).toContain(`The role needs ${action} on it.`);
  });

  test.each([
    ["PUT", "", "s3:CreateBucket"],
    ["GET", "ownershipControls", "s3:GetBucketOwnershipControls"],
    ["PUT", "ownershipControls", "s3:PutBucketOwnershipControls"],
    ["GET", "policy", "s3:GetBucketPolicy"],
    ["PUT", "policy", "s3:PutBucketPolicy"],
    ["GET", "publicAccessBlock", "s3:GetBucketPublicAccessBlock"],
    ["PUT", "publicAccessBlock", "s3:PutBucketPublicAccessBlock"],
    ["GET", "lifecycle", "s3:GetLifecycleConfiguration"],
    ["PUT", "lifecycle", "s3:PutLifecycleConfiguration"],
    ["GET", "tagging", "s3:GetBucketTagging"],
    ["PUT", "tagging", "s3:PutBucketTagging"],
  ])("%s %s of a bucket is named as %s", async (method, subresource, action) => {
    const stage = await setStage();
    if (method === "GET") {
      await stage.clients.s3.send(new CreateBucketCommand({ Bucket: stage.bucket }));
    }
    stage.proxies.s3.inject({
      when: (request) => request.method === method && subresourceOf(request.path) === subresource,
      fault: denied(),
    });
    await expect(stage.ensure({ tags: { a: "b" } })).rejects.toMatchObject({
      name: "ProvisionAccessError",
      resource: stage.bucket,
      action,
    });
  });
});
