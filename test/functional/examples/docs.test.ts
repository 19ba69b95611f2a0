import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { Context, type LambdaContext } from "sfn-task-tools";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Stage } from "../../../examples/docs/support/stage.js";
import { createBucket, createTable, testStores } from "../../stores/inject.js";

const folder = new URL("../../../examples/docs/", import.meta.url);
const programs = readdirSync(folder).filter((name) => name.endsWith(".ts"));

const stores = testStores();
const dynamodb = new DynamoDBClient(stores.dynamoConfig());
const s3 = new S3Client(stores.s3Config());
let stepFunctions: Server;
let names = { table: "", bucket: "" };

beforeAll(async () => {
  const [table, bucket] = await Promise.all([createTable(dynamodb), createBucket(s3)]);
  names = { table, bucket };
  stepFunctions = createServer(answerAsStepFunctions).listen(0, "127.0.0.1");
  await new Promise((resolve) => stepFunctions.once("listening", resolve));
  const { port } = stepFunctions.address() as AddressInfo; // on TCP, so never a pipe's name

  const given = stores.kind === "endpoint" ? process.env : {};
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", stores.dynamodb);
  vi.stubEnv("AWS_ENDPOINT_URL_S3", stores.s3);
  vi.stubEnv("AWS_ENDPOINT_URL_SFN", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_REGION", given.AWS_REGION ?? "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", given.AWS_ACCESS_KEY_ID ?? "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", given.AWS_SECRET_ACCESS_KEY ?? "test");
  vi.stubEnv("SFN_DATA_TABLE", table);
  vi.stubEnv("SFN_DATA_S3_BUCKET", bucket);
});

afterAll(() => {
  vi.unstubAllEnvs();
  dynamodb.destroy();
  s3.destroy();
  stepFunctions.close();
});

/** Every execution can be stopped, and is ABORTED then. */
const answerAsStepFunctions: Parameters<typeof createServer>[1] = (request, response) => {
  const isStop = String(request.headers["x-amz-target"]).endsWith("StopExecution");
  response.setHeader("content-type", "application/x-amz-json-1.0");
  response.end(JSON.stringify(isStop ? { stopDate: Date.now() / 1_000 } : { status: "ABORTED" }));
};

/** A stage in an execution of its own. */
function setStage(): Stage & Disposable {
  const arn = `arn:aws:states:us-east-1:123456789012:execution:machine:${randomUUID()}`;
  const sfn = new SFNClient({
    endpoint: process.env.AWS_ENDPOINT_URL_SFN ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const clients = { dynamodb, s3, sfn };
  const context = new Context({ execution: arn, clients });
  const end = Date.now() + 60_000;
  const lambda: LambdaContext = { getRemainingTimeInMillis: () => end - Date.now() };
  return {
    context,
    stateData: context.stateData,
    lambda,
    clients,
    ...names,
    [Symbol.dispose]: () => sfn.destroy(),
  };
}

test("there are programs to run", () => {
  expect(programs.length).toBeGreaterThan(20);
});

test.each(programs)("%s holds what it claims", { timeout: 60_000 }, async (name) => {
  const program: { default?: unknown } = await import(new URL(name, folder).href);
  const run = program.default;
  if (typeof run !== "function") {
    throw new Error(`Expected examples/docs/${name} to export a default function that runs it.`);
  }
  vi.spyOn(console, "log").mockImplementation(() => undefined);
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  using stage = setStage();
  try {
    await run(stage);
  } finally {
    vi.restoreAllMocks();
  }
});
