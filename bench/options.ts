import { parseArgs } from "node:util";
import { type Delays, type StoresKind, storesKinds } from "./stores/kinds.js";

export interface BenchOptions {
  readonly cases: readonly string[];
  readonly stores: StoresKind;
  readonly delays: Delays;
  /** Pairs whose median is taken. */
  readonly rounds: number;
  readonly naiveRounds: number;
  /** A file for the results as JSON. */
  readonly json: string | undefined;
  /** A folder for CPU profiles of what is timed. */
  readonly profile: string | undefined;
}

export const USAGE = `npm run bench -- [options]

  --case <name>          one case, more by repeating it; default all
  --stores <kind>        ${storesKinds.join(" or ")}; default instant
  --delay <ms>,<ms>      added to each request to DynamoDB and to S3; default 5,20
  --rounds <n>           pairs whose median is taken; default 15
  --naive-rounds <n>     of the naive loop, which takes long; default 3
  --json <file>          writes the results as JSON, too
  --profile <folder>     writes CPU profiles of what is timed
  --help                 prints this, and the names of the cases`;

/** Reads the command line; undefined asks for help. Throws with what was expected and what came. */
export function readOptions(args: string[], cases: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args,
    options: {
      case: { type: "string", multiple: true },
      stores: { type: "string", default: "instant" },
      delay: { type: "string", default: "5,20" },
      rounds: { type: "string", default: "15" },
      "naive-rounds": { type: "string", default: "3" },
      json: { type: "string" },
      profile: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const [dynamodb, s3] = values.delay.split(",");
  return {
    cases: (values.case ?? cases).map((name) => oneOf("--case", cases, name)),
    stores: oneOf("--stores", storesKinds, values.stores),
    delays: { dynamodb: wholeNumber("--delay", dynamodb), s3: wholeNumber("--delay", s3) },
    rounds: wholeNumber("--rounds", values.rounds),
    naiveRounds: wholeNumber("--naive-rounds", values["naive-rounds"]),
    json: values.json,
    profile: values.profile,
  };
}

function oneOf<Known extends string>(option: string, known: readonly Known[], name: string): Known {
  const found = known.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new Error(`Expected ${option} to be one of ${known.join(", ")}, got "${name}".`);
}

function wholeNumber(option: string, text: string | undefined): number {
  if (text !== undefined && /^\d+$/.test(text)) return Number(text);
  throw new Error(`Expected ${option} to be made of whole numbers, got "${text}".`);
}
