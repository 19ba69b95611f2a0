import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Outcome } from "./exchange.js";
import type { AfterOption } from "./refuse.js";

/** Never answers, until the client gives up or the proxy closes. With `after`, the request took effect. */
export function hang(options: AfterOption = {}): Fault {
  return lost("hang", options);
}

/** Destroys the connection instead of answering. With `after`, the request took effect. */
export function cut(options: AfterOption = {}): Fault {
  return lost("cut", options);
}

function lost(type: "hang" | "cut", { after = false }: AfterOption): Fault {
  return {
    name: after ? `${type} after` : type,
    async apply(exchange, next) {
      if (after) await next(exchange);
      return { type };
    },
  };
}

/** Reaches the store `ms` later, even if the client gives up meanwhile. Other rules apply as well. */
export function delay(ms: number): Fault {
  return {
    name: `delay(${ms})`,
    layer: true,
    async apply(exchange, next) {
      await sleep(ms, undefined, { signal: exchange.closing });
      return next(exchange);
    },
  };
}

/** Answers `ms` late; with `drip` the body comes in small pieces. Other rules apply as well. */
export function slow(options: {
  /** From the store's answer to the first byte of ours. */
  readonly ms: number;
  readonly drip?: { readonly pieces: number; readonly everyMs: number };
}): Fault {
  const { ms, drip } = options;
  return {
    name: drip === undefined ? `slow(${ms})` : `slow(${ms}) drip`,
    layer: true,
    async apply(exchange, next) {
      const outcome = await next(exchange);
      await sleep(ms, undefined, { signal: exchange.closing });
      return outcome.type === "answer" && drip !== undefined ? { ...outcome, drip } : outcome;
    },
  };
}

/**
 * Loses the second half of the answer's body. With `keepLength`, the Content-Length promises all of it and the
 * connection is cut; without, the length is that of the half, and only a checksum (`x-amz-crc32`, `x-amz-checksum-*`,
 * left as they were) or the content itself shows the loss.
 */
export function truncate(options: { readonly keepLength: boolean }): Fault {
  return {
    name: options.keepLength ? "truncate" : "truncate shorter",
    async apply(exchange, next): Promise<Outcome> {
      const outcome = await next(exchange);
      if (outcome.type !== "answer") return outcome;
      const { body } = outcome.answer;
      const half = Math.floor(body.length / 2);
      return options.keepLength
        ? { ...outcome, cutAfter: half }
        : { ...outcome, answer: { ...outcome.answer, body: body.subarray(0, half) } };
    },
  };
}
