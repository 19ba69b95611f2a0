import { randomUUID } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Offloaded } from "sfn-task-tools";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { testStores } from "../../stores/inject.js";
import { useStores } from "../fixture.js";
import { invokeAsLambda } from "./invoke.js";

const stores = useStores();
const MACHINE = "arn:aws:states:us-east-1:123456789012:execution:machine";
const FORMATS = ["cjs", "esm"] as const;
/** CommonJS packages in an ES module ask for what only CommonJS has. */
const REQUIRE = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lambda-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Bundles a handler as the documents say, minified, and gives the file. */
async function bundle(
  entry: string,
  format: (typeof FORMATS)[number],
  banner = "",
): Promise<string> {
  const outfile = join(folder, `${randomUUID()}.${format === "cjs" ? "cjs" : "mjs"}`);
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node20",
    format,
    mainFields: ["module", "main"],
    banner: { js: format === "esm" ? banner : "" },
    logLevel: "error",
  });
  return outfile;
}

const event = (input: unknown, name = randomUUID()) => ({
  input,
  context: { Execution: { Id: `${MACHINE}:${name}` } },
});

/** A function's environment: the stores of this test, and whatever else. */
function environment(more: Readonly<Record<string, string>> = {}) {
  const { kind, dynamodb, s3 } = testStores();
  const account = kind === "endpoint" ? process.env : {};
  return {
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_REGION: "us-east-1",
    ...account,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_S3: s3,
    SFN_DATA_TABLE: stores.table,
    SFN_DATA_S3_BUCKET: stores.bucket,
    ...more,
  };
}

describe.each(FORMATS)("a task in a minified %s bundle, run as Lambda runs it", (format) => {
  let file: string;
  beforeAll(async () => {
    file = await bundle("./handlers.ts", format);
  });

  test("puts and gets state data, and offloads what is too large", async () => {
    const { result } = await invokeAsLambda(file, event({ bytes: 10 }), environment());
    expect(JSON.parse(result ?? "")).toEqual({ kept: { bytes: 10 }, offloaded: "x".repeat(10) });

    const large = await invokeAsLambda(file, event({ bytes: 300_000 }), environment());
    const { kept, offloaded }: { kept: unknown; offloaded: Offloaded<string> } = JSON.parse(
      large.result ?? "",
    );
    expect(kept).toEqual({ bytes: 300_000 });
    const client = stores.client();
    expect(await client.getGlobalItem(offloaded.$state_data)).toHaveLength(300_000);
  });

  test.each([
    ["not found", "StateDataNotFoundError"],
    ["own", "OwnError"],
    ["text", "ThrownValueError"],
    ["too large", "PayloadTooLargeError"],
  ])("fails with a name that Retry and Catch can match: %s", async (fault, errorType) => {
    const { error, result } = await invokeAsLambda(file, event({ fault }), environment());
    expect(result).toBeUndefined();
    expect(error?.errorType).toBe(errorType);
  });

  test("ends quietly when it has stopped its execution", async () => {
    const asked: unknown[] = [];
    const server = createServer((request, response) => {
      asked.push(String(request.headers["x-amz-target"]).split(".")[1]);
      response.setHeader("content-type", "application/x-amz-json-1.0");
      response.end(JSON.stringify({ stopDate: 1, status: "ABORTED" }));
    }).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // on TCP, so never a pipe's name
    const env = environment({ AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${port}` });
    expect(await invokeAsLambda(file, event({ fault: "stopped" }), env)).toMatchObject({
      result: "null",
    });
    expect(asked).toEqual(["StopExecution", "DescribeExecution"]);
  });

  test("says of a wrong event what the definition should send", async () => {
    const { error } = await invokeAsLambda(
      file,
      { input: 1, context: { State: {} } },
      environment(),
    );
    expect(error).toMatchObject({ errorType: "InvalidArgumentError" });
    expect(error?.errorMessage).toContain('"context.$": "$$"');
  });
});

describe.each(FORMATS)("middy and Powertools around a task, as %s", (format) => {
  test("log, count and trace what its calls on state data took", async () => {
    const file = await bundle("../../../examples/powertools/handler.ts", format, REQUIRE);
    const daemon = createSocket("udp4").bind(0, "127.0.0.1");
    onTestFinished(() => void daemon.close());
    const traces: string[] = [];
    daemon.on("message", (message) => traces.push(message.toString()));
    await once(daemon, "listening");

    const run = randomUUID();
    const { result, log } = await invokeAsLambda(
      file,
      event({ names: ["Jerry", "Elaine"] }, run),
      environment({
        AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x",
        AWS_LAMBDA_FUNCTION_NAME: "collect",
        LAMBDA_TASK_ROOT: folder,
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
        _X_AMZN_TRACE_ID:
          "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1",
        POWERTOOLS_LOG_LEVEL: "DEBUG",
      }),
    );
    const pointer = JSON.parse(result ?? "") as { partition_key: string; items: unknown[] };
    expect(pointer.items).toEqual([1, 1]);
    const calls = {
      operation: "putItems",
      partitionKey: `machine/${run}:cast`,
      items: 2,
      units: 3,
    };

    const lines = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual(
      expect.objectContaining({
        level: "INFO",
        message: "collecting",
        execution: run,
        function_name: "collect",
        function_request_id: "00000000-0000-4000-8000-000000000000",
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ level: "DEBUG", stateData: expect.objectContaining(calls) }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ _aws: expect.anything(), StateDataUnits: 3, StateDataRetries: 0 }),
    );
    const [trace = ""] = traces.filter((message) => message.includes("state-data"));
    expect(trace).toContain(`putItems machine/${run}:cast`);
    expect(`${log}${traces.join()}`).not.toContain("Elaine");
  });
});
