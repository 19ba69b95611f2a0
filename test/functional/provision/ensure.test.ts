import {
  CreateTableCommand,
  type DescribeTableCommandOutput,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  GetBucketTaggingCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { StateDataClient } from "sfn-task-tools";
import { startStores } from "sfn-task-tools/local";
import {
  type AwsClient,
  ensureStateDataStore,
  ProvisionTimeoutError,
} from "sfn-task-tools/provision";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { hang } from "../../faults/index.js";
import { createTable, testStores } from "../../stores/inject.js";
import { actionsOf, inspect, refuse, setStage, subresourceOf } from "./stage.js";

const RULE = {
  ID: "sfn-task-tools-state-data",
  Status: "Enabled",
  Filter: { Prefix: "state-data/" },
  Expiration: { Days: 32 },
  NoncurrentVersionExpiration: { NoncurrentDays: 1 },
  AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
};

const CHANGES = [
  "CreateTable",
  "UpdateTimeToLive",
  "PUT ?",
  "PUT ?ownershipControls",
  "PUT ?policy",
  "PUT ?publicAccessBlock",
  "PUT ?lifecycle",
];

describe("a store that is not there", () => {
  test("is made whole, and takes state data", async () => {
    const stage = await setStage();
    const { table, bucket, clients } = stage;
    const report = await stage.ensure();
    expect(report).toMatchObject({ dryRun: false, changed: true });
    expect(report.steps.map(({ resource, name, action }) => [resource, name, action])).toEqual([
      ["table", table, "created"],
      ["time-to-live", table, "created"],
      ["bucket", bucket, "created"],
      ["ownership", bucket, "created"],
      ["policy", bucket, "created"],
      ["public-access-block", bucket, "created"],
      ["lifecycle", bucket, "created"],
    ]);
    expect(stage.takeChanges()).toEqual(CHANGES);
    expect(await inspect(stage)).toEqual({
      table: {
        KeySchema: [
          { AttributeName: "partition_key", KeyType: "HASH" },
          { AttributeName: "sort_key", KeyType: "RANGE" },
        ],
        AttributeDefinitions: [
          { AttributeName: "partition_key", AttributeType: "S" },
          { AttributeName: "sort_key", AttributeType: "N" },
        ],
        BillingMode: "PAY_PER_REQUEST",
        TableStatus: "ACTIVE",
      },
      timeToLive: { TimeToLiveStatus: "ENABLED", AttributeName: "expires_at" },
      publicAccessBlock: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
      ownership: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "SfnTaskToolsDenyInsecureTransport",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      },
      rules: [RULE],
    });
    const stateData = new StateDataClient({ table, bucket, namespace: "test", clients });
    const data = Array.from({ length: 3 }, (_, index) => String(index).repeat(200_000));
    expect(await stateData.getItems(await stateData.putItems("large", data))).toEqual(data);
  });

  test("is left alone by a second run", async () => {
    const stage = await setStage();
    const first = await stage.ensure();
    stage.takeChanges();
    const second = await stage.ensure();
    expect(second.changed).toBe(false);
    expect(second.steps).toEqual(first.steps.map((step) => ({ ...step, action: "unchanged" })));
    expect(stage.takeChanges()).toEqual([]);
  });

  test("is only told of in a dry run", async () => {
    const stage = await setStage();
    const report = await stage.ensure({ dryRun: true });
    expect(report).toMatchObject({ dryRun: true, changed: true });
    expect(new Set(report.steps.map(({ action }) => action))).toEqual(new Set(["would create"]));
    expect(stage.takeChanges()).toEqual([]);
    const done = await stage.ensure();
    expect(done.steps.map(({ detail }) => detail)).toEqual(
      report.steps.map(({ detail }) => detail),
    );
  });

  test("may be a table without a bucket", async () => {
    const stage = await setStage();
    const report = await stage.ensure({ bucket: undefined });
    expect(actionsOf(report)).toEqual({ table: "created", "time-to-live": "created" });
    expect(stage.proxies.s3.requests).toEqual([]);
  });

  test("is made with clients from the environment", async () => {
    const stores = testStores();
    const { table, bucket } = await setStage();
    if (stores.kind !== "endpoint") {
      vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", stores.dynamodb);
      vi.stubEnv("AWS_ENDPOINT_URL_S3", stores.s3);
      vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
      vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
    }
    onTestFinished(() => void vi.unstubAllEnvs());
    const region = process.env.AWS_REGION ?? "us-east-1";
    const report = await ensureStateDataStore({ table, bucket, region });
    expect(report.changed).toBe(true);
  });
});

describe("what is there", () => {
  test("is completed: a table of the right shape gets its time to live", async () => {
    const stage = await setStage();
    const table = await createTable(stage.clients.dynamodb);
    stage.takeChanges();
    const report = await stage.ensure({ table, bucket: undefined });
    expect(actionsOf(report)).toEqual({ table: "unchanged", "time-to-live": "created" });
    expect(stage.takeChanges()).toEqual(["UpdateTimeToLive"]);
  });

  test("is not asked for the time to live again where it is on", async () => {
    const stage = await setStage();
    const table = await createTable(stage.clients.dynamodb);
    await stage.clients.dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: table,
        TimeToLiveSpecification: { AttributeName: "expires_at", Enabled: true },
      }),
    );
    stage.takeChanges();
    expect((await stage.ensure({ table, bucket: undefined })).changed).toBe(false);
    expect(stage.takeChanges()).toEqual([]);
  });

  test("keeps its other rules and statements", async () => {
    const stage = await setStage();
    const { bucket: Bucket, clients } = stage;
    const tagged = {
      ID: "archive",
      Status: "Enabled" as const,
      Filter: { And: { Prefix: "logs/", Tags: [{ Key: "keep", Value: "short" }] } },
      Transitions: [{ Days: 30, StorageClass: "GLACIER" as const }],
      Expiration: { Days: 400 },
    };
    const older = { ID: "older", Status: "Enabled" as const, Prefix: "tmp/" };
    const whole = { ID: "whole", Status: "Disabled" as const, Filter: {} };
    const statement = {
      Sid: "Theirs",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::123456789012:root" },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/logs/*`,
    };
    await clients.s3.send(new CreateBucketCommand({ Bucket }));
    await clients.s3.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket,
        LifecycleConfiguration: {
          Rules: [
            tagged,
            { ...RULE, Status: "Disabled", Filter: { Prefix: "elsewhere/" } },
            { ...older, Expiration: { Days: 1 } },
            { ...whole, Expiration: { Days: 1 } },
          ],
        },
      }),
    );
    await clients.s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({ Version: "2008-10-17", Id: "theirs", Statement: statement }),
      }),
    );
    await clients.s3.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration: { BlockPublicAcls: true },
      }),
    );
    const report = await stage.ensure();
    expect(actionsOf(report)).toEqual({
      table: "created",
      "time-to-live": "created",
      bucket: "unchanged",
      ownership: "created",
      policy: "created",
      "public-access-block": "updated",
      lifecycle: "updated",
    });
    const { rules, policy } = await inspect(stage);
    // A rule without a filter, as the SDK reads an empty one, would be refused by S3.
    const filtered = { ID: "older", Status: "Enabled", Filter: { Prefix: "tmp/" } };
    expect(rules).toEqual([
      tagged,
      RULE,
      { ...filtered, Expiration: { Days: 1 } },
      { ID: "whole", Status: "Disabled", Filter: expect.anything(), Expiration: { Days: 1 } },
    ]);
    expect(policy).toMatchObject({ Version: "2008-10-17", Id: "theirs" });
    expect(policy.Statement).toEqual([
      statement,
      expect.objectContaining({ Sid: "SfnTaskToolsDenyInsecureTransport" }),
    ]);
    stage.takeChanges();
    expect((await stage.ensure()).changed).toBe(false);
    expect(stage.takeChanges()).toEqual([]);
  });

  test("is corrected where it was undone", async () => {
    const stage = await setStage();
    await stage.ensure();
    await stage.clients.s3.send(new DeletePublicAccessBlockCommand({ Bucket: stage.bucket }));
    stage.takeChanges();
    const told = await stage.ensure({ dryRun: true, ttlDays: 7 });
    expect(told.steps.filter(({ action }) => action !== "unchanged")).toEqual([
      expect.objectContaining({ resource: "public-access-block", action: "would create" }),
      expect.objectContaining({ resource: "lifecycle", action: "would update" }),
    ]);
    expect(stage.takeChanges()).toEqual([]);
    await stage.ensure({ ttlDays: 7 });
    expect(stage.takeChanges()).toEqual(["PUT ?publicAccessBlock", "PUT ?lifecycle"]);
    expect((await inspect(stage)).rules?.[0]?.Expiration).toEqual({ Days: 9 });
  });

  test("keeps a longer expiry unless ttlDays asks for less", async () => {
    const stage = await setStage();
    await stage.ensure({ ttlDays: 400 });
    expect((await stage.ensure()).changed).toBe(false);
    const { steps } = await stage.ensure({ ttlDays: 30 });
    expect(steps.at(-1)).toMatchObject({
      action: "updated",
      detail: "objects below state-data/ expire after 32 days, before after 402",
    });
  });

  test("gets tags beside its own", async () => {
    const stage = await setStage();
    const { bucket: Bucket, clients } = stage;
    await clients.s3.send(new CreateBucketCommand({ Bucket }));
    const TagSet = [{ Key: "team", Value: "data" }];
    await clients.s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    const tags = { project: "shows" };
    expect(actionsOf(await stage.ensure({ tags }))).toMatchObject({ tags: "created" });
    const { TagSet: after } = await clients.s3.send(new GetBucketTaggingCommand({ Bucket }));
    expect(after).toEqual([...TagSet, { Key: "project", Value: "shows" }]);
    const created = stage.proxies.dynamodb.requests.find(
      ({ operation }) => operation === "CreateTable",
    );
    expect(created?.input?.Tags).toEqual([{ Key: "project", Value: "shows" }]);
    expect((await stage.ensure({ tags })).changed).toBe(false);
    expect(actionsOf(await stage.ensure({ tags: { project: "films" } })).tags).toBe("updated");
  });
});

describe("a region other than us-east-1", () => {
  test("is named as the bucket's location, and its partition in the policy", async () => {
    await using stores = await startStores({ region: "eu-west-1" });
    const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
    const s3 = new S3Client(stores.clientConfig("s3"));
    const sent: object[] = [];
    const recording: AwsClient & { config: unknown } = {
      config: s3.config,
      send: (command, options) => {
        sent.push(command);
        return (s3 as AwsClient).send(command, options);
      },
    };
    const options = { table: "state-data", bucket: "my-state-data" };
    const report = await ensureStateDataStore({
      ...options,
      clients: { dynamodb, s3: recording },
    });
    expect(report.steps[2]).toMatchObject({ action: "created", detail: "in eu-west-1" });
    const [created] = sent.filter((command) => command instanceof CreateBucketCommand);
    expect(created?.input).toEqual({
      Bucket: "my-state-data",
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    });
    expect((await ensureStateDataStore({ ...options, clients: { dynamodb, s3 } })).changed).toBe(
      false,
    );
    const clients = { dynamodb, s3 };
    await expect(
      ensureStateDataStore({ ...options, clients, region: "cn-north-1" }),
    ).rejects.toThrow(
      'Expected the "region" option to be that of the clients handed in, got "cn-north-1" (string) and a client for "eu-west-1".',
    );
    dynamodb.destroy();
    s3.destroy();
  });
});

describe("waiting", () => {
  /** Says of the table that it is being made, so many times. */
  function slowly(client: DynamoDBClient, times: number) {
    const statuses: (string | undefined)[] = [];
    const slow: AwsClient & { config: unknown } = {
      config: client.config,
      async send(command, options) {
        const output = await (client as AwsClient).send(command, options);
        const { Table } = output as Partial<DescribeTableCommandOutput>;
        if (Table === undefined) return output;
        statuses.push(Table.TableStatus);
        return statuses.length > times
          ? output
          : { ...output, Table: { ...Table, TableStatus: "CREATING" } };
      },
    };
    return { slow, statuses };
  }

  test("goes on until the table is ACTIVE, before the time to live is asked for", async () => {
    const stage = await setStage();
    const { slow, statuses } = slowly(stage.clients.dynamodb, 2);
    await stage.ensure({ clients: { ...stage.clients, dynamodb: slow } });
    expect(statuses.length).toBeGreaterThan(2);
    const operations = stage.proxies.dynamodb.requests.map(({ operation }) => operation);
    expect(operations.lastIndexOf("UpdateTimeToLive")).toBeGreaterThan(
      operations.indexOf("DescribeTable", operations.indexOf("CreateTable")) + 1,
    );
  });

  test("ends with the time limit", async () => {
    const stage = await setStage();
    const { slow } = slowly(stage.clients.dynamodb, Number.POSITIVE_INFINITY);
    const clients = { ...stage.clients, dynamodb: slow };
    await expect(stage.ensure({ clients, timeLimit: 400 })).rejects.toThrow(ProvisionTimeoutError);
  });

  test("ends with the time limit where a request hangs", async () => {
    const stage = await setStage();
    stage.proxies.s3.inject({ operation: "HeadBucket", fault: hang() });
    await expect(stage.ensure({ timeLimit: 400 })).rejects.toMatchObject({
      name: "ProvisionTimeoutError",
      timeLimit: 400,
    });
    expect(stage.takeChanges()).toEqual([]);
  });

  test("ends with the signal, whose reason is thrown", async () => {
    const stage = await setStage();
    stage.proxies.s3.inject({ operation: "HeadBucket", fault: hang() });
    const stop = new AbortController();
    const running = stage.ensure({ signal: stop.signal });
    setTimeout(() => stop.abort(new Error("enough")), 100);
    await expect(running).rejects.toThrow("enough");
    await expect(stage.ensure({ signal: stop.signal })).rejects.toThrow("enough");
  });

  test("bridges the moments in which S3 does not take a change yet", async () => {
    const stage = await setStage();
    const settle = (path: string, code: string) =>
      stage.proxies.s3.inject({
        when: (request) => request.method === "PUT" && subresourceOf(request.path) === path,
        fault: refuse(code === "NoSuchBucket" ? 404 : 409, code, "not yet"),
      });
    settle("policy", "NoSuchBucket");
    settle("lifecycle", "OperationAborted");
    await stage.ensure();
    expect(stage.takeChanges().filter((change) => /policy|lifecycle/.test(change))).toEqual([
      "PUT ?policy",
      "PUT ?policy",
      "PUT ?lifecycle",
      "PUT ?lifecycle",
    ]);
  });
});

describe("two runs at once", () => {
  test("end with one store, and both succeed", async () => {
    const stage = await setStage();
    const reports = await Promise.all([stage.ensure(), stage.ensure(), stage.ensure()]);
    expect(reports.some(({ changed }) => changed)).toBe(true);
    expect((await stage.ensure()).changed).toBe(false);
  });

  test("do not mind that the table or the bucket came first from the other", async () => {
    const stage = await setStage();
    await createTable(stage.clients.dynamodb);
    stage.proxies.s3.inject({
      when: ({ method, path }) => method === "PUT" && subresourceOf(path) === "",
      fault: {
        name: "owned",
        async apply(exchange, next) {
          await next(exchange);
          return refuse(409, "BucketAlreadyOwnedByYou", "yours").apply(exchange, next);
        },
      },
    });
    expect((await stage.ensure()).changed).toBe(true);
  });

  test("conflict where the other made another table", async () => {
    const stage = await setStage();
    const { dynamodb } = stage.clients;
    stage.proxies.dynamodb.inject({
      operation: "CreateTable",
      fault: {
        name: "another table first",
        async apply(exchange, next) {
          await dynamodb.send(
            new CreateTableCommand({
              TableName: stage.table,
              BillingMode: "PAY_PER_REQUEST",
              KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
              AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
            }),
          );
          return next(exchange);
        },
      },
    });
    await expect(stage.ensure({ bucket: undefined })).rejects.toMatchObject({
      name: "ProvisionConflictError",
      found: "one with id (S, HASH)",
    });
  });
});
