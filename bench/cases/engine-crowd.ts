import { compile, runChild } from "../child.js";
import type { CrowdFigures, CrowdOrder } from "../engine/crowd.js";
import type { BenchOptions } from "../options.js";
import { milliseconds, type Report, times } from "../report.js";

/** A thousand executions at once over HTTP, beside a server that answers with nothing behind it. */
export async function runEngineCrowd({ rounds, profile }: BenchOptions): Promise<Report> {
  const order: CrowdOrder = { executions: 1_000, transitions: 5, rounds };
  const env = { PATH: process.env.PATH ?? "", NODE_NO_WARNINGS: "1" };
  const script = await compile("engine/crowd.ts");
  const figures = await runChild<CrowdFigures>(script, order, { env, profile });
  return {
    title: "1,000 executions of 5 states started at once over HTTP, until the last has ended",
    columns: ["", "engine", "bare node:http", "engine : bare"],
    rows: (["wall", "cpu"] as const).map((kind) => [
      kind === "wall" ? "wall" : "CPU, client included",
      milliseconds(figures.engine[kind]),
      milliseconds(figures.bare[kind]),
      times(figures.ratio[kind]),
    ]),
    figures,
  };
}
