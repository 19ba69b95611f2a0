import { StateDataClient } from "sfn-task-tools";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { expect, onTestFinished, test, vi } from "vitest";
import { startFaultProxy, throttle } from "../faults/index.js";
import { testStores } from "../stores/inject.js";
import { noise, uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();

/** Proxies before both stores, to which the environment leads. */
async function proxiesInEnvironment() {
  const { dynamodb, s3 } = testStores();
  const proxies = {
    dynamodb: await startFaultProxy({ target: dynamodb, service: "dynamodb" }),
    s3: await startFaultProxy({ target: s3, service: "s3" }),
  };
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", proxies.dynamodb.endpoint);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", proxies.s3.endpoint);
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_PROFILE", undefined);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await Promise.all([proxies.dynamodb.close(), proxies.s3.close()]);
  });
  return proxies;
}

test("clients made from the environment name themselves, and leave retries to the library", async () => {
  const { dynamodb, s3 } = await proxiesInEnvironment();
  const client = new StateDataClient({
    table: stores.table,
    bucket: stores.bucket,
    namespace: uniqueNamespace(),
  });
  dynamodb.inject({ operation: "PutItem", fault: throttle() });
  const data = noise(100_000);
  const pointer = await client.putItem("large", data);
  expect(await client.getItem(pointer)).toBe(data);
  expect(dynamodb.requests.map(({ operation }) => operation)).toEqual([
    "PutItem",
    "PutItem",
    "GetItem",
  ]);
  for (const { headers } of [...dynamodb.requests, ...s3.requests]) {
    expect(headers["user-agent"]).toContain("sfn-task-tools");
    expect(headers["amz-sdk-request"]).toBe("attempt=1; max=1");
  }
  // One checksum, the row's own.
  expect(
    Object.keys(s3.requests[0]?.headers ?? {}).filter((name) => /checksum/.test(name)),
  ).toEqual(["x-amz-checksum-sha256"]);
});

test("provisioning names itself, too", async () => {
  const { dynamodb } = await proxiesInEnvironment();
  await ensureStateDataStore({ table: stores.table, dryRun: true });
  expect(dynamodb.requests[0]?.headers["user-agent"]).toContain("sfn-task-tools");
});
