import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { runCodecs } from "./cases/codecs.js";
import { runColdStart } from "./cases/cold-start.js";
import { runContest } from "./cases/contest.js";
import { runEngine } from "./cases/engine.js";
import { runEngineCrowd } from "./cases/engine-crowd.js";
import { runEngineMemory } from "./cases/engine-memory.js";
import { runEngineStart } from "./cases/engine-start.js";
import { runSizes } from "./cases/sizes.js";
import { type BenchOptions, readOptions, USAGE } from "./options.js";
import { formatReport, type Report } from "./report.js";

/** Every case by its name, in the order in which they run. */
const CASES: Readonly<Record<string, (options: BenchOptions) => Promise<Report>>> = {
  "small-items": (options) => runContest("small-items", options),
  "small-items-plain": (options) => runContest("small-items-plain", options),
  "overflow-items": (options) => runContest("overflow-items", options),
  codecs: runCodecs,
  "cold-start": runColdStart,
  sizes: runSizes,
  engine: runEngine,
  "engine-crowd": runEngineCrowd,
  "engine-memory": runEngineMemory,
  "engine-start": runEngineStart,
};

async function main(options: BenchOptions): Promise<void> {
  const { stores, delays, rounds } = options;
  const machine = `${cpus().length} cores, Node ${process.version}`;
  console.log(
    `${machine}; stores: ${stores}, ${delays.dynamodb} ms more a DynamoDB request and ${delays.s3} ms an S3 request; medians of ${rounds}\n`,
  );
  const results: Record<string, unknown> = {};
  for (const name of options.cases) {
    const report = await CASES[name]?.(options);
    if (report === undefined) continue;
    console.log(formatReport(report));
    results[name] = report.figures;
  }
  if (options.json !== undefined) {
    const file = { date: new Date().toISOString(), machine, stores, delays, rounds, results };
    await writeFile(options.json, `${JSON.stringify(file, null, 2)}\n`);
  }
}

const options = readOptions(process.argv.slice(2), Object.keys(CASES));
if (options === undefined) console.log(`${USAGE}\n\nCases: ${Object.keys(CASES).join(", ")}`);
else await main(options);
