import { compile, environmentOf } from "../child.js";
import { alternate, median, medianRatio, medianTook } from "../measure.js";
import type { BenchOptions } from "../options.js";
import { milliseconds, type Report, times } from "../report.js";
import { startStores } from "../stores/start-stores.js";
import { timedProcess } from "../timed-process.js";

const BUNDLED = {
  packages: "bundle",
  minify: true,
  // The SDK is CommonJS inside, and asks for require.
  banner: {
    js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
  },
} as const;

/** From the start of a process to its end, with one item put: the library beside the SDK alone. */
export async function runColdStart({
  stores: kind,
  delays,
  rounds,
}: BenchOptions): Promise<Report> {
  const stores = await startStores(kind, delays);
  const env = environmentOf(stores);
  try {
    const nothing = await compile("cold/nothing.ts");
    const empty: number[] = [];
    for (let round = 0; round < rounds; round++)
      empty.push((await timedProcess([nothing], env, { until: "exit" })).wall);
    const node = median(empty);

    const figures: Record<string, unknown> = { node };
    const rows: string[][] = [];
    for (const [name, options] of Object.entries({ "not bundled": {}, bundled: BUNDLED })) {
      const library = await compile("cold/library.ts", `cold-library-${name.at(0)}`, options);
      const tuned = await compile("cold/tuned-sdk.ts", `cold-sdk-${name.at(0)}`, options);
      const run = (script: string) => () => timedProcess([script], env, { until: "exit" });
      await alternate(2, run(library), run(tuned));
      const { ones, others } = await alternate(rounds, run(library), run(tuned));
      const [mine, its, ratio] = [medianTook(ones), medianTook(others), medianRatio(ones, others)];
      figures[name] = { library: mine, tuned: its, ratio };
      rows.push([
        name,
        milliseconds(mine.wall),
        milliseconds(its.wall),
        milliseconds(mine.wall - its.wall),
        times(ratio.wall),
      ]);
    }
    rows.push(["Node alone", milliseconds(node), "", "", ""]);
    return {
      title: "Cold start: a process that imports, puts one item and ends",
      columns: ["", "library", "SDK alone", "more", "library : SDK"],
      rows,
      figures,
    };
  } finally {
    await stores.close();
  }
}
