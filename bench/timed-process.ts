import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Took } from "./measure.js";

/**
 * From the start of a process to its end, or to the first that it writes. CPU time of another
 * process is not told by its end, so only the wall time counts here.
 */
export async function timedProcess(
  args: readonly string[],
  env: Record<string, string>,
  { until }: { readonly until: "exit" | "output" },
): Promise<Took> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  if (until === "output") {
    await Promise.race([once(child.stdout, "data"), exit.then(([code]) => failed(args, code))]);
    const wall = performance.now() - start;
    child.kill();
    await exit;
    return { wall, cpu: Number.NaN };
  }
  child.stdout.resume();
  const [code] = await exit;
  if (code !== 0) failed(args, code);
  return { wall: performance.now() - start, cpu: Number.NaN };
}

function failed(args: readonly string[], code: unknown): never {
  throw new Error(`Expected ${args.join(" ")} to end well, but it ended with ${code}`);
}
