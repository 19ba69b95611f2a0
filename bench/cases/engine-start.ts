import { join } from "node:path";
import { compile, project } from "../child.js";
import { median, repeat } from "../measure.js";
import type { BenchOptions } from "../options.js";
import { milliseconds, type Report } from "../report.js";
import { timedProcess } from "../timed-process.js";

/** From the start of a process until its server can be called. */
export async function runEngineStart({ rounds }: BenchOptions): Promise<Report> {
  const env = { PATH: process.env.PATH ?? "", NODE_NO_WARNINGS: "1" };
  const command = join(project, "dist", "cli", "main.js");
  const ways: Readonly<Record<string, readonly string[]>> = {
    "a bare node:http server": [await compile("cold/http-server.ts")],
    "startLocal()": [await compile("cold/start-local.ts")],
    "sfn-task-tools local": [command, "local", "--port", "0", "--json"],
  };
  const figures: Record<string, number> = {};
  for (const [name, args] of Object.entries(ways)) {
    const run = () => timedProcess(args, env, { until: "output" });
    await repeat(2, run);
    figures[name] = median((await repeat(rounds, run)).map(({ wall }) => wall));
  }
  return {
    title: "From the start of a process until its server can be called",
    columns: ["", "takes"],
    rows: Object.entries(figures).map(([name, wall]) => [name, milliseconds(wall)]),
    figures,
  };
}
