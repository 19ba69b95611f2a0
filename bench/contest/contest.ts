import { isDeepStrictEqual } from "node:util";
import { alternate, medianRatio, medianTook, repeat, type Took, timed } from "../measure.js";
import { BUCKET, type Endpoints, emptyStores, TABLE } from "../stores/kinds.js";
import type { Contestant } from "./contestant.js";
import { createLibrary } from "./library.js";
import { createNaiveLoop } from "./naive-loop.js";
import { createTunedSdk } from "./tuned-sdk.js";
import { type Workload, workloads } from "./workloads.js";

/** Its one argument, as JSON. */
export interface ContestOrder {
  readonly workload: Workload;
  readonly stores: Endpoints;
  readonly rounds: number;
  /** The naive loop takes long, and what it takes is never close: fewer rounds tell as much. */
  readonly naiveRounds: number;
}

/** Medians in milliseconds; the ratios are the library's to the tuned SDK's, pair by pair. */
export interface ContestFigures {
  readonly library: Took;
  readonly tuned: Took;
  readonly naive: Took | undefined;
  readonly ratio: Took;
}

export interface ContestReport {
  readonly put: ContestFigures;
  readonly get: ContestFigures;
}

const WARM_UP_ROUNDS = 3;

/** The library, the tuned SDK and the naive loop with one workload, in a process that does nothing else. */
async function contest({ workload, stores, rounds, naiveRounds }: ContestOrder) {
  const { compression, items: makeItems } = workloads[workload];
  const setting = { table: TABLE, bucket: BUCKET, compression };
  const items = makeItems();

  const library = createRunner(createLibrary(setting), items, stores);
  const tuned = createRunner(createTunedSdk(setting), items, stores);
  const naive = createRunner(createNaiveLoop(setting), items, stores);

  await alternate(WARM_UP_ROUNDS, library.put, tuned.put);
  const puts = await alternate(rounds, library.put, tuned.put);
  const naivePuts = await repeat(naiveRounds, naive.put);

  await emptyStores(stores);
  await library.prepareGet();
  await tuned.prepareGet();
  await alternate(WARM_UP_ROUNDS, library.get, tuned.get);
  const gets = await alternate(rounds, library.get, tuned.get);
  if (naiveRounds > 0) await naive.prepareGet();
  const naiveGets = await repeat(naiveRounds, naive.get);

  const report: ContestReport = {
    put: figures(puts.ones, puts.others, naivePuts),
    get: figures(gets.ones, gets.others, naiveGets),
  };
  return report;
}

function createRunner<Handle>(
  contestant: Contestant<Handle>,
  items: readonly unknown[],
  stores: Endpoints,
) {
  let handle: Handle | undefined;
  const get = () => {
    if (handle === undefined) throw new Error("Nothing was put yet");
    return contestant.get(handle);
  };
  return {
    async put(): Promise<Took> {
      await emptyStores(stores);
      return (await timed(() => contestant.put(items))).took;
    },
    async get(): Promise<Took> {
      return (await timed(get)).took;
    },
    /** Puts what is to be got, and sees that it comes back as it was. */
    async prepareGet(): Promise<void> {
      handle = await contestant.put(items);
      if (!isDeepStrictEqual(await get(), items)) throw new Error("Got other items than were put");
    },
  };
}

function figures(library: Took[], tuned: Took[], naive: Took[]): ContestFigures {
  return {
    library: medianTook(library),
    tuned: medianTook(tuned),
    naive: naive.length === 0 ? undefined : medianTook(naive),
    ratio: medianRatio(library, tuned),
  };
}

console.log(JSON.stringify(await contest(JSON.parse(process.argv[2] ?? ""))));
process.exit(0);
