import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, onTestFinished, test } from "vitest";
import { startCommand, type Victim } from "../../fuzz/start-command.js";
import { only, ROLE } from "./engine-fixture.js";
import { rawRequest, SIGNED } from "./raw-request.js";

const MEBIBYTE = 1_048_576;

const target = (operation: string) => ({
  "content-type": "application/x-amz-json-1.0",
  "x-amz-target": `AWSStepFunctions.${operation}`,
});

function clientOf({ endpoint }: Victim): SFNClient {
  const credentials = { accessKeyId: "a", secretAccessKey: "b" };
  const sfn = new SFNClient({ endpoint, region: "us-east-1", credentials });
  onTestFinished(() => sfn.destroy());
  return sfn;
}

async function create(sfn: SFNClient, definition: object, name = "machine"): Promise<string> {
  const { stateMachineArn = "" } = await sfn.send(
    new CreateStateMachineCommand({
      name,
      roleArn: ROLE,
      definition: JSON.stringify(definition),
    }),
  );
  return stateMachineArn;
}

async function expectAlive(victim: Victim, sfn: SFNClient): Promise<void> {
  expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toBeDefined();
  expect(victim.complaints()).toBe("");
}

/** A connection on which a request was written, whole or in part. */
function write(endpoint: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text, () => resolve(socket)));
    socket.on("error", reject);
    onTestFinished(() => {
      socket.destroy();
    });
  });
}

function httpText(operation: string, input: object): string {
  const body = JSON.stringify(input);
  const headers = { host: "127.0.0.1", ...target(operation), "content-length": body.length };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST / HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
}

test("a thousand clients start an execution each, at once", { timeout: 60_000 }, async () => {
  const victim = await startCommand();
  const sfn = clientOf(victim);
  const stateMachineArn = await create(sfn, only({ Type: "Pass" }));
  const agent = new Agent({ maxSockets: 1_000 });
  onTestFinished(() => agent.destroy());
  const start = (at: number) =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(victim.endpoint);
      const headers = target("StartExecution");
      const options = { hostname, port, method: "POST", headers, agent };
      const outgoing = request(options, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode ?? 0);
      });
      outgoing.on("error", reject);
      outgoing.end(JSON.stringify({ stateMachineArn, name: `run-${at}` }));
    });

  const statuses = await Promise.all(Array.from({ length: 1_000 }, (_, at) => start(at)));

  expect(new Set(statuses)).toEqual(new Set([200]));
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000, statusFilter: "SUCCEEDED" }),
  );
  expect(executions).toHaveLength(1_000);
  await expectAlive(victim, sfn);
});

test("clients that do not read keep nobody waiting", { timeout: 60_000 }, async () => {
  const victim = await startCommand();
  const sfn = clientOf(victim);
  const stateMachineArn = await create(sfn, {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        ItemProcessor: { StartAt: "P", States: { P: { Type: "Pass", End: true } } },
        End: true,
      },
    },
  });
  const input = JSON.stringify(Array.from({ length: 300 }, () => "x".repeat(800)));
  const { executionArn = "" } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input }),
  );
  const whole = { executionArn, maxResults: 1_000 };
  while ((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status === "RUNNING") {
    await sleep(10);
  }

  for (let at = 0; at < 200; at += 1) {
    const socket = await write(victim.endpoint, httpText("GetExecutionHistory", whole));
    socket.pause();
  }

  expect((await sfn.send(new GetExecutionHistoryCommand(whole))).events?.length).toBe(1_000);
  await expectAlive(victim, sfn);
});

test("connections that are cut lose nothing", { timeout: 60_000 }, async () => {
  const victim = await startCommand();
  const sfn = clientOf(victim);
  const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "work" }));
  const stateMachineArn = await create(sfn, only({ Type: "Task", Resource: activityArn }));
  const text = httpText("ListStateMachines", { nextToken: null });
  for (let length = 0; length < text.length; length += 3) {
    (await write(victim.endpoint, text.slice(0, length))).destroy();
  }
  const polls = Array.from({ length: 20 }, () =>
    write(victim.endpoint, httpText("GetActivityTask", { activityArn, workerName: "gone" })),
  );
  const sockets = await Promise.all(polls);
  await sleep(200); // until all of them wait for a task
  for (const socket of sockets) socket.destroy();
  await sleep(100); // until the engine has heard of it

  await sfn.send(new StartExecutionCommand({ stateMachineArn }));

  const task = await sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "here" }));
  expect(task.taskToken).toBeTruthy();
  await expectAlive(victim, sfn);
});

test("bodies of 64 MB are refused, and not kept", {
  timeout: 120_000,
}, async () => {
  const victim = await startCommand();
  const sfn = clientOf(victim);
  await expectAlive(victim, sfn);
  const before = residentBytes(victim);
  const body = Buffer.alloc(64 * MEBIBYTE, "x");
  const sends = [
    () => rawRequest(victim.endpoint, { method: "POST", headers: target("StartExecution"), body }),
    () =>
      rawRequest(victim.endpoint, {
        method: "POST",
        headers: { ...target("StartExecution"), "transfer-encoding": "chunked" },
        body,
      }),
    () =>
      rawRequest(victim.dynamodb, {
        method: "POST",
        headers: { ...SIGNED, "x-amz-target": "DynamoDB_20120810.PutItem" },
        body,
      }),
  ];

  const answers = await Promise.allSettled(
    Array.from({ length: 12 }, (_, at) => sends[at % sends.length]?.()),
  );

  // The connection may be closed while the client still sends, before it reads the answer.
  const statuses = answers.flatMap((answer) =>
    answer.status === "fulfilled" ? [answer.value?.status] : [],
  );
  expect(statuses.length).toBeGreaterThan(0);
  expect(new Set(statuses)).toEqual(new Set([413]));
  expect(residentBytes(victim) - before).toBeLessThan(256 * MEBIBYTE); // of 768 sent
  await expectAlive(victim, sfn);
});

/** Memory of a process, where the system tells it. */
function residentBytes({ process: { pid } }: Victim): number {
  if (process.platform !== "linux") return 0;
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kibibytes) * 1_024;
}
