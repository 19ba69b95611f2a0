import { batchRows, processSome } from "./batch.js";
import type { Fault } from "./exchange.js";

/** Either the part of the rows to give back, 0 to 1, rounded down, or how many to let through. The first rows pass. */
export type UnprocessedOptions = { readonly share: number } | { readonly keep: number };

/**
 * Lets part of a BatchWriteItem or BatchGetItem through and returns the rest as UnprocessedItems or UnprocessedKeys.
 * With nothing let through, the answer is a 200 with everything unprocessed.
 */
export function unprocessed(options: UnprocessedOptions): Fault {
  return {
    name: "share" in options ? `unprocessed(${options.share})` : `unprocessed keep ${options.keep}`,
    service: "dynamodb",
    apply(exchange, next) {
      let left = keptOf(
        options,
        exchange.input === undefined ? 0 : batchRows(exchange.input).length,
      );
      return processSome(exchange, next, () => left-- > 0);
    },
  };
}

/** How many of `total` rows pass: with a share below 1 at least one, so that a loop of retries comes to an end. */
export function keptOf(options: UnprocessedOptions, total: number): number {
  if ("keep" in options) return Math.min(options.keep, total);
  return total - Math.floor(total * options.share);
}
