import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { build } from "esbuild";
import { onTestFinished } from "vitest";
import type { Effect, KeptLocalOrder } from "./kept-local.js";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A local engine in a process of its own, which is killed and started again on the same data. */
export interface KilledLocal {
  readonly dataDir: string;
  /** A client of the process that runs at the time; it tries again while there is none. */
  client(): SFNClient;
  /** A client of its objects. */
  s3(): S3Client;
  start(): Promise<void>;
  kill(): Promise<void>;
  effects(): Effect[];
}

/** Makes one that is not started yet; it goes when the test has finished. */
export async function killedLocal(clock: KeptLocalOrder["clock"] = "real"): Promise<KilledLocal> {
  const folder = await mkdtemp(join(tmpdir(), "sfn-task-tools-kill-"));
  const script = join(file("../../../.."), ".tmp", "kill", "kept-local.mjs");
  await build({
    entryPoints: [file("kept-local.ts")],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "sfn-task-tools/local": file("../../../../src/local/index.ts") },
    plugins: [],
  });
  const order: KeptLocalOrder = {
    dataDir: join(folder, "data"),
    effects: join(folder, "effects"),
    clock,
  };
  let child: ChildProcess | undefined;
  let sfn: SFNClient | undefined;
  let s3: S3Client | undefined;

  async function kill(): Promise<void> {
    const killed = child;
    child = undefined;
    if (killed === undefined || killed.exitCode !== null) return;
    const gone = once(killed, "exit");
    killed.kill("SIGKILL");
    await gone;
  }

  onTestFinished(async () => {
    await kill();
    sfn?.destroy();
    s3?.destroy();
    await rm(folder, { recursive: true, force: true });
  });

  return {
    dataDir: order.dataDir,
    client() {
      if (sfn === undefined) throw new Error("Not started yet");
      return sfn;
    },
    s3() {
      if (s3 === undefined) throw new Error("Not started yet");
      return s3;
    },
    async start() {
      const started = spawn(process.execPath, [script, JSON.stringify(order)], {
        stdio: ["ignore", "pipe", "inherit"],
        env: { ...process.env, NODE_NO_WARNINGS: "1" },
      });
      child = started;
      const lines = createInterface({ input: started.stdout });
      const [line] = (await Promise.race([
        once(lines, "line"),
        once(started, "exit").then(([code]) => {
          throw new Error(`The local engine ended with ${code} before it was ready`);
        }),
      ])) as [string];
      const endpoints = JSON.parse(line) as { endpoint: string; s3: string };
      sfn?.destroy();
      s3?.destroy();
      const settings = {
        region: "us-east-1",
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
        maxAttempts: 1,
      };
      sfn = new SFNClient({ ...settings, endpoint: endpoints.endpoint });
      s3 = new S3Client({ ...settings, endpoint: endpoints.s3, forcePathStyle: true });
    },
    kill,
    effects() {
      if (!existsSync(order.effects)) return [];
      const lines = readFileSync(order.effects, "utf8").split("\n").filter(Boolean);
      return lines.map((line) => JSON.parse(line) as Effect);
    },
  };
}
