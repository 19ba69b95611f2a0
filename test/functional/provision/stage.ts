import { randomBytes } from "node:crypto";
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  ensureStateDataStore,
  type ProvisionOptions,
  type ProvisionReport,
} from "sfn-task-tools/provision";
import { onTestFinished } from "vitest";
import { answer, errorAnswer } from "../../faults/answers.js";
import { type Fault, type FaultProxy, startFaultProxy } from "../../faults/index.js";
import { testStores } from "../../stores/inject.js";

/** Names that nothing has yet, and clients whose requests are recorded; both are the test's own. */
export interface Stage {
  readonly table: string;
  readonly bucket: string;
  readonly clients: { readonly dynamodb: DynamoDBClient; readonly s3: S3Client };
  readonly proxies: { readonly dynamodb: FaultProxy; readonly s3: FaultProxy };
  ensure(options?: Partial<ProvisionOptions>): Promise<ProvisionReport>;
  /** What would change something, of all that was sent since the last look. */
  takeChanges(): string[];
}

export async function setStage(): Promise<Stage> {
  const stores = testStores();
  const [dynamodbProxy, s3Proxy] = await Promise.all([
    startFaultProxy({ target: stores.dynamodb, service: "dynamodb" }),
    startFaultProxy({ target: stores.s3, service: "s3" }),
  ]);
  const clients = {
    dynamodb: new DynamoDBClient({
      ...stores.dynamoConfig(),
      endpoint: dynamodbProxy.endpoint,
      maxAttempts: 1,
    }),
    s3: new S3Client({ ...stores.s3Config(), endpoint: s3Proxy.endpoint, maxAttempts: 1 }),
  };
  onTestFinished(async () => {
    clients.dynamodb.destroy();
    clients.s3.destroy();
    await Promise.all([dynamodbProxy.close(), s3Proxy.close()]);
  });
  const name = `sfn-task-tools-test-${randomBytes(8).toString("hex")}`;
  let [seen, seenS3] = [0, 0];
  return {
    table: name,
    bucket: name,
    clients,
    proxies: { dynamodb: dynamodbProxy, s3: s3Proxy },
    ensure: (options = {}) =>
      ensureStateDataStore({ table: name, bucket: name, clients, ...options }),
    takeChanges() {
      const changes = [
        ...dynamodbProxy.requests
          .slice(seen)
          .map(({ operation }) => operation)
          .filter((operation) => !operation.startsWith("Describe")),
        ...s3Proxy.requests
          .slice(seenS3)
          .filter(({ method }) => !["GET", "HEAD"].includes(method))
          .map(({ method, path }) => `${method} ?${subresourceOf(path)}`),
      ];
      [seen, seenS3] = [dynamodbProxy.requests.length, s3Proxy.requests.length];
      return changes;
    },
  };
}

/** What of a bucket a request is about, such as `policy`; "" for the bucket itself. */
export function subresourceOf(path: string): string {
  const names = [...new URLSearchParams(path.split("?")[1]).keys()];
  return names.find((name) => name !== "x-id") ?? "";
}

/** `{ table: "created", … }` */
export function actionsOf(report: ProvisionReport): Record<string, string> {
  return Object.fromEntries(report.steps.map(({ resource, action }) => [resource, action]));
}

/** Answers with an error of the service instead of asking it. */
export function refuse(status: number, code: string, message: string): Fault {
  return {
    name: code,
    apply: async (exchange) => errorAnswer(exchange, status, code, message),
  };
}

/** Answers to HeadBucket of a bucket in another region. */
export function redirect(region: string): Fault {
  const headers = { "x-amz-bucket-region": region };
  return {
    name: "redirect",
    apply: async () => answer({ status: 301, headers, body: Buffer.alloc(0) }),
  };
}

/** All that the stores say of a table and a bucket, as AWS would be asked by somebody else. */
export async function inspect({ table: TableName, bucket: Bucket, clients }: Stage) {
  const { dynamodb, s3 } = clients;
  const [{ Table }, ttl, block, ownership, policy, lifecycle] = await Promise.all([
    dynamodb.send(new DescribeTableCommand({ TableName })),
    dynamodb.send(new DescribeTimeToLiveCommand({ TableName })),
    s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    s3.send(new GetBucketOwnershipControlsCommand({ Bucket })),
    s3.send(new GetBucketPolicyCommand({ Bucket })),
    s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket })),
  ]);
  return {
    table: {
      KeySchema: Table?.KeySchema,
      AttributeDefinitions: Table?.AttributeDefinitions?.toSorted((a, b) =>
        String(a.AttributeName).localeCompare(String(b.AttributeName)),
      ),
      BillingMode: Table?.BillingModeSummary?.BillingMode,
      TableStatus: Table?.TableStatus,
    },
    timeToLive: ttl.TimeToLiveDescription,
    publicAccessBlock: block.PublicAccessBlockConfiguration,
    ownership: ownership.OwnershipControls,
    policy: JSON.parse(policy.Policy ?? "null"),
    rules: lifecycle.Rules,
  };
}
