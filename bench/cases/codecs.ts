import { compile, environmentOf, runChild } from "../child.js";
import type { CodecFigures, CodecsOrder } from "../compat/codecs.js";
import type { BenchOptions } from "../options.js";
import { milliseconds, type Report } from "../report.js";
import { startStores } from "../stores/start-stores.js";

/** What each codec takes and saves on real data. */
export async function runCodecs(options: BenchOptions): Promise<Report> {
  const script = await compile("compat/codecs.ts");
  const stores = await startStores(options.stores, options.delays);
  try {
    const order: CodecsOrder = { stores, rounds: Math.ceil(options.rounds / 3) };
    const figures = await runChild<CodecFigures[]>(script, order, {
      env: environmentOf(stores),
      profile: options.profile,
    });
    return {
      title: `${figures[0]?.items} web APIs of browser-compat-data, ${megabytes(figures[0]?.bytes)} of JSON`,
      columns: ["codec", "write units", "read units", "stored", "objects", "put, CPU", "get, CPU"],
      rows: figures.map((one) => [
        one.codec,
        one.writeUnits.toLocaleString("en-US"),
        one.readUnits.toLocaleString("en-US"),
        megabytes(one.storedBytes),
        String(one.objects),
        milliseconds(one.putCpu),
        milliseconds(one.getCpu),
      ]),
      figures,
    };
  } finally {
    await stores.close();
  }
}

function megabytes(bytes = 0): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
