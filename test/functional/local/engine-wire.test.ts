import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  ListStateMachinesCommand,
  SFNClient,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import { startLocal } from "sfn-task-tools/local";
import { describe, expect, test } from "vitest";
import { only, startEngine } from "./engine-fixture.js";
import { rawRequest } from "./raw-request.js";

const TYPE = { "content-type": "application/x-amz-json-1.0" };
const target = (operation: string) => ({
  ...TYPE,
  "x-amz-target": `AWSStepFunctions.${operation}`,
});

describe("over HTTP", () => {
  test.each(["http", "in-process"] as const)(
    "a client by %s reaches operations whose host has a prefix",
    async (transport) => {
      const { sfn, create } = await startEngine({}, transport);
      const stateMachineArn = await create(only({ Type: "Pass" }), { type: "EXPRESS" });
      const { status } = await sfn.send(
        new StartSyncExecutionCommand({ stateMachineArn, input: "{}" }),
      );
      expect(status).toBe("SUCCEEDED");
    },
  );

  test.each([
    ["no operation", {}, "{}", 400, "UnknownOperationException"],
    [
      "an operation of another service",
      { "x-amz-target": "DynamoDB_20120810.ListTables" },
      "{}",
      400,
      "UnknownOperationException",
    ],
    [
      "an operation that there is not",
      target("MakeCoffee"),
      "{}",
      400,
      "UnknownOperationException",
    ],
    [
      "an operation by the name of a method",
      target("constructor"),
      "{}",
      400,
      "UnknownOperationException",
    ],
    ["a body that is no JSON", target("ListStateMachines"), "{", 400, "SerializationException"],
    ["a body that is no object", target("ListStateMachines"), "[]", 400, "SerializationException"],
    [
      "a member of the wrong type",
      target("ListStateMachines"),
      '{"maxResults":"many"}',
      400,
      "SerializationException",
    ],
    [
      "a request from a web page",
      { ...target("ListStateMachines"), origin: "https://example.com" },
      "{}",
      403,
      "AccessDenied",
    ],
    [
      "a request for another host",
      { ...target("ListStateMachines"), host: "example.com" },
      "{}",
      403,
      "AccessDenied",
    ],
    [
      "a request that is too large",
      target("ListStateMachines"),
      `{"nextToken":"${"x".repeat(3_000_000)}"}`,
      413,
      "",
    ],
  ])("%s is refused", async (_what, headers, body, status, type) => {
    const { local } = await startEngine();
    const answer = await rawRequest(local.endpoint, {
      method: "POST",
      headers: { ...TYPE, ...headers },
      body,
    });
    expect(answer.status).toBe(status);
    if (type !== "") expect(JSON.parse(answer.body)).toMatchObject({ __type: type });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("a member that is null is one that is not there", async () => {
    const { local } = await startEngine();
    const headers = target("ListStateMachines");
    const body = '{"nextToken":null,"maxResults":null}';
    const answer = await rawRequest(local.endpoint, { method: "POST", headers, body });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { stateMachines: [] }]);
  });

  test("what is wrong with an option is told", async () => {
    await expect(startLocal({ account: "12" })).rejects.toThrow(
      'Expected the "account" option to be 12 digits, got "12" (string)',
    );
    await expect(startLocal({ clock: "fast" as "real" })).rejects.toThrow(
      'Expected the "clock" option',
    );
  });
});

describe("the command", () => {
  const main = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));
  const command = (...flags: string[]) =>
    spawn(process.execPath, ["--import", "tsx", main, "local", ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
    });

  async function firstOutput(child: ReturnType<typeof command>): Promise<string> {
    const [chunk] = (await once(child.stdout ?? process.stdin, "data")) as [Buffer];
    return chunk.toString();
  }

  test.each(["SIGINT", "SIGTERM"] as const)(
    "prints one line of JSON, and ends cleanly at %s",
    async (signal) => {
      const functions = join(tmpdir(), `functions-${process.pid}-${signal}.mjs`);
      await writeFile(functions, "export default { echo: async (event) => event };\n");
      const child = command(
        "--json",
        "--port",
        "0",
        "--functions",
        functions,
        "--account",
        "111111111111",
        "--region",
        "eu-west-1",
      );
      let said = await firstOutput(child);
      child.stdout?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
      const ready = JSON.parse(said) as Record<string, string>;
      expect(Object.keys(ready)).toEqual(["endpoint", "dynamodb", "s3", "region", "account"]);
      const credentials = { accessKeyId: "a", secretAccessKey: "b" };
      const sfn = new SFNClient({
        endpoint: ready.endpoint ?? "",
        region: "eu-west-1",
        credentials,
      });
      expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
      sfn.destroy();
      child.kill(signal);
      const [code] = (await once(child, "exit")) as [number];
      expect([code, said.trimEnd().split("\n").length]).toEqual([0, 1]);
    },
  );

  test("tells people the endpoints, and the variables to set", async () => {
    const child = command("--port", "0");
    const said = await firstOutput(child);
    child.kill("SIGTERM");
    await once(child, "exit");
    expect(said).toMatch(/Step Functions\s+http:\/\/127\.0\.0\.1:\d+/);
    expect(said).toContain("export AWS_ENDPOINT_URL_SFN=http://127.0.0.1:");
  });

  test("a module without functions is refused, with what was expected", async () => {
    const child = command(
      "--functions",
      fileURLToPath(import.meta.url).replace("engine-wire.test", "raw-request"),
    );
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    const [code] = (await once(child, "exit")) as [number];
    expect(code).not.toBe(0);
    expect(said).toContain("to export an object of Lambda handlers by name");
  });
});
