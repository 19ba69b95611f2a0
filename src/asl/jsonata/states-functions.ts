import { randomUUID } from "node:crypto";
import { arrayRange, partition } from "../intrinsics/array-functions.js";
import { HASH_ALGORITHMS, hashOf } from "../intrinsics/text-functions.js";
import { javaRandom } from "../java-random.js";
import { describeJsonFault } from "../validation/json-fault.js";
import type { BoundFunctions } from "./bound-function.js";
import { jsonataError } from "./limits.js";

/**
 * The functions that Step Functions adds to JSONata. Arguments that do not fit give nothing.
 *
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export function statesFunctions(maxItems: number): BoundFunctions {
  return {
    partition: { signature: "<xn?:a>", implementation: partitionOf },
    range: {
      signature: "<n?n?n?:a>",
      implementation: (first?: number, last?: number, step?: number) =>
        first === undefined || last === undefined || step === undefined
          ? undefined
          : asSequence(arrayRange(first, last, step, maxItems)),
    },
    hash: { signature: "<s-s?:s>", implementation: hash },
    random: {
      signature: "<n?:n>",
      implementation: (seed?: number) =>
        seed === undefined ? Math.random() : javaRandom(seed).nextDouble(),
    },
    uuid: { signature: "<:s>", implementation: () => randomUUID() },
    parse: { signature: "<s-:x>", implementation: parse },
  };
}

function partitionOf(list: unknown, size?: number): unknown {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) throw jsonataError("T0412", { index: 1 });
  if (size === undefined) return [list];
  return size >= 1 ? partition(list, Math.trunc(size)) : undefined;
}

/** Of a sequence, JSONata gives one item as itself, and none as nothing. */
function asSequence(list: unknown[] | undefined): unknown {
  return list === undefined ? undefined : Object.assign(list, { sequence: true });
}

function hash(text: string | undefined, algorithm = "SHA-1"): string | undefined {
  if (text === undefined) return undefined;
  const digest = hashOf(text, algorithm);
  if (digest !== undefined) return digest;
  const known = Object.keys(HASH_ALGORITHMS).join(", ");
  throw jsonataError("D3137", {
    message: `Hash algorithm '${algorithm}' must be one of ${known}`,
  });
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  const fault = describeJsonFault(text);
  if (fault === undefined) return JSON.parse(text);
  const [reason] = fault.message.split("\n");
  throw jsonataError("D3137", { message: `Cannot parse JSON: ${reason}` });
}
