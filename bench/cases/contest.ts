import { compile, environmentOf, runChild } from "../child.js";
import type { ContestFigures, ContestOrder, ContestReport } from "../contest/contest.js";
import { type Workload, workloads } from "../contest/workloads.js";
import type { BenchOptions } from "../options.js";
import { milliseconds, type Report, times } from "../report.js";
import { startStores } from "../stores/start-stores.js";

/** The library beside a hand-tuned use of the SDK and beside a naive loop. */
export async function runContest(workload: Workload, options: BenchOptions): Promise<Report> {
  const script = await compile("contest/contest.ts");
  const stores = await startStores(options.stores, options.delays);
  try {
    const { rounds, naiveRounds } = options;
    const order: ContestOrder = { workload, stores, rounds, naiveRounds };
    const report = await runChild<ContestReport>(script, order, {
      env: environmentOf(stores),
      profile: options.profile,
    });
    return {
      title: workloads[workload].title,
      columns: ["", "library", "tuned SDK", "naive loop", "library : tuned"],
      rows: [...rowsOf("put", report.put), ...rowsOf("get", report.get)],
      figures: report,
    };
  } finally {
    await stores.close();
  }
}

function rowsOf(what: string, { library, tuned, naive, ratio }: ContestFigures): string[][] {
  return (["wall", "cpu"] as const).map((kind) => [
    `${what}, ${kind === "wall" ? "wall" : "CPU"}`,
    milliseconds(library[kind]),
    milliseconds(tuned[kind]),
    naive === undefined ? "" : milliseconds(naive[kind]),
    times(ratio[kind]),
  ]);
}
