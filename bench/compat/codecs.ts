import { subscribe } from "node:diagnostics_channel";
import compatData from "@mdn/browser-compat-data/forLegacyNode";
import { STATE_DATA_CHANNEL, StateDataClient, type StateDataEvent } from "sfn-task-tools";
import { knownCodecs } from "../../src/state-data/codecs.js";
import { median, type Took, timed } from "../measure.js";
import { BUCKET, type Endpoints, emptyStores, TABLE } from "../stores/kinds.js";

/** Its one argument, as JSON. */
export interface CodecsOrder {
  readonly stores: Endpoints;
  readonly rounds: number;
}

export interface CodecFigures {
  readonly codec: string;
  readonly items: number;
  /** Of the JSON text. */
  readonly bytes: number;
  readonly storedBytes: number;
  readonly objects: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Median milliseconds. */
  readonly putCpu: number;
  readonly getCpu: number;
}

const WARM_UP_ROUNDS = 2;

/** The web APIs of browser-compat-data, put and got with every codec that this Node knows. */
async function measureCodecs({ stores, rounds }: CodecsOrder): Promise<CodecFigures[]> {
  const entries = Object.values(compatData.api);
  const figures: CodecFigures[] = [];
  let last: StateDataEvent | undefined;
  subscribe(STATE_DATA_CHANNEL, (message) => {
    last = message as StateDataEvent; // what is published on this channel
  });
  const lastEvent = () => {
    if (last === undefined) throw new Error("Nothing was published");
    return last;
  };

  for (const codec of ["none", ...knownCodecs()]) {
    const stateData = new StateDataClient({
      table: TABLE,
      bucket: BUCKET,
      namespace: "bench/codecs",
      compression: codec as "none" | "gzip" | "br" | "zstd", // of those that are known here
    });
    const puts: Took[] = [];
    const gets: Took[] = [];
    let put: StateDataEvent | undefined;
    let get: StateDataEvent | undefined;
    for (let round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      await emptyStores(stores);
      const { took, result: pointer } = await timed(() => stateData.putItems("apis", entries));
      puts.push(took);
      put = lastEvent();
      gets.push((await timed(() => stateData.getItems(pointer))).took);
      get = lastEvent();
    }
    const cpuOf = (runs: readonly Took[]) =>
      median(runs.slice(WARM_UP_ROUNDS).map(({ cpu }) => cpu));
    figures.push({
      codec,
      items: put?.items ?? 0,
      bytes: put?.bytes ?? 0,
      storedBytes: put?.storedBytes ?? 0,
      objects: put?.objects ?? 0,
      writeUnits: put?.units ?? 0,
      readUnits: get?.units ?? 0,
      putCpu: cpuOf(puts),
      getCpu: cpuOf(gets),
    });
  }
  return figures;
}

console.log(JSON.stringify(await measureCodecs(JSON.parse(process.argv[2] ?? ""))));
process.exit(0);
