import { compile, runChild } from "../child.js";
import type { EngineFigures, EngineOrder } from "../engine/contest.js";
import { withPeer } from "../engine/peer.js";
import type { BenchOptions } from "../options.js";
import { milliseconds, type Report, times } from "../report.js";

type Workload = Omit<EngineOrder, "peer" | "rounds">;

const WORKLOADS: Readonly<Record<string, Workload>> = {
  "loop of 1,000, STANDARD": { workload: "loop", count: 1_000, type: "STANDARD" },
  "loop of 10,000, STANDARD": { workload: "loop", count: 10_000, type: "STANDARD" },
  "loop of 1,000, EXPRESS": { workload: "loop", count: 1_000, type: "EXPRESS" },
  "loop of 10,000, EXPRESS": { workload: "loop", count: 10_000, type: "EXPRESS" },
  "loop of 50,000, EXPRESS": { workload: "loop", count: 50_000, type: "EXPRESS" },
  "Map of 5,000, STANDARD": { workload: "map", count: 5_000, type: "STANDARD" },
};

/** The local engine beside aws-local-stepfunctions, and a bare loop as what cannot be undercut. */
export async function runEngine({ rounds, profile }: BenchOptions): Promise<Report> {
  const script = await compile("engine/contest.ts");
  return withPeer(async ({ node, entry }) => {
    const figures: Record<string, EngineFigures> = {};
    for (const [name, workload] of Object.entries(WORKLOADS)) {
      const order: EngineOrder = { ...workload, peer: entry, rounds };
      const env = { PATH: process.env.PATH ?? "", NODE_NO_WARNINGS: "1" };
      figures[name] = await runChild<EngineFigures>(script, order, { env, profile, node });
    }
    return {
      title: "Transitions of one execution",
      columns: ["", "engine", "CPU", "a state", "peer", "CPU", "bare loop", "engine : peer, CPU"],
      rows: Object.entries(figures).map(([name, one]) => [
        name,
        milliseconds(one.ours.wall),
        milliseconds(one.ours.cpu),
        `${((1_000 * one.ours.cpu) / one.transitions).toFixed(1)} µs`,
        milliseconds(one.peer.wall),
        milliseconds(one.peer.cpu),
        one.floor === undefined ? "" : milliseconds(one.floor.wall),
        times(one.ratio.cpu),
      ]),
      figures,
    };
  });
}
