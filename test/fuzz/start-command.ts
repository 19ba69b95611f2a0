import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const FUNCTIONS = fileURLToPath(new URL("functions.mjs", import.meta.url));

/** The engine in a process of its own, so that a crash is seen, and a hang is not ours. */
export interface Victim {
  readonly endpoint: string;
  readonly dynamodb: string;
  readonly s3: string;
  readonly process: ChildProcess;
  /** What it wrote to stderr, where Node tells of rejections that nobody handled. */
  complaints(): string;
}

/** Starts `sfn-task-tools local` for one test, on a clock that skips. */
export async function startCommand(): Promise<Victim> {
  const flags = ["--json", "--port", "0", "--clock", "skip", "--functions", FUNCTIONS];
  const child = spawn(process.execPath, ["--import", "tsx", MAIN, "local", ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const { endpoint, dynamodb, s3 } = JSON.parse(line.toString()) as Record<string, string>;
  return {
    endpoint: endpoint ?? "",
    dynamodb: dynamodb ?? "",
    s3: s3 ?? "",
    process: child,
    complaints: () => complaints,
  };
}
