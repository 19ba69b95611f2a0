import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = fileURLToPath(new URL("../../../src/cli/main.ts", import.meta.url));

/** The command in a process of its own, with nothing of this process's AWS in its environment. */
export function spawnCommand(
  argv: readonly string[],
  { env = {}, cwd }: { env?: Readonly<Record<string, string>>; cwd?: string } = {},
) {
  const clean = Object.entries(process.env).filter(([name]) => !/^(?:AWS_|SFN_)/.test(name));
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), MAIN, ...argv], {
    env: { ...Object.fromEntries(clean), AWS_EC2_METADATA_DISABLED: "true", ...env },
    stdio: ["ignore", "pipe", "pipe"],
    ...(cwd === undefined ? {} : { cwd }),
  });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, out, err }));
  return { child, ended, said: () => ({ out, err }) };
}
