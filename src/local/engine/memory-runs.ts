import { deserialize, serialize } from "node:v8";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { type Bulk, bulkOf, endedRun, factsOf } from "./ended-run.js";
import type { RunStore } from "./run-store.js";

/** What a history must hold to be packed: of a small one, the frame of the packed bytes takes more than it saves. */
const LEAST_CHARACTERS = 8_192;
/** Histories beyond this stay as they are: written out, texts that are shared would be there many times. */
const MOST_CHARACTERS = 4_194_304;

/** Small windows, since most histories are small, and what the windows take costs more than it saves. */
const PACKING = { level: 1, memLevel: 5, windowBits: 13 };

/** Keeps nothing beyond the process. Runs that have succeeded are packed, for most are never looked at again. */
export function memoryRuns(): RunStore {
  return {
    isDurable: false,
    keep: () => undefined,
    endedRun(run) {
      // One that has not succeeded may be redriven.
      if (run.status !== "SUCCEEDED") return run;
      if (run.characters < LEAST_CHARACTERS || run.characters > MOST_CHARACTERS) return run;
      const packed = pack(bulkOf(run));
      return endedRun(factsOf(run), () => unpack(packed));
    },
    reopened: (run) => run,
    forget: () => {},
    settled: () => undefined,
  };
}

function pack(bulk: Bulk): Buffer {
  // A copy, since what zlib returns is the beginning of a far larger buffer.
  return Buffer.from(deflateRawSync(serialize(bulk), PACKING));
}

function unpack(packed: Buffer): Bulk {
  return deserialize(inflateRawSync(packed)) as Bulk; // packed above
}
