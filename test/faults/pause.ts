import { once } from "node:events";
import type { Fault } from "./exchange.js";

export interface Pause {
  /** Put this into a rule; the requests that meet it are held. Other rules apply as well. */
  readonly fault: Fault;
  /** How many requests are held now. */
  readonly held: number;
  /** Resolves once `count` requests (default 1) have been held, counted from the start. */
  reached(count?: number): Promise<void>;
  /** Lets all that are held go on, and all that come later. */
  release(): void;
}

/** Holds requests at a point of the test's choosing: before the store sees them or, with `after`, once it has answered. */
export function pause({ after = false }: { readonly after?: boolean } = {}): Pause {
  const released = new AbortController();
  const arrivals = new EventTarget();
  let arrived = 0;
  let held = 0;

  async function hold(closing: AbortSignal): Promise<void> {
    arrived += 1;
    held += 1;
    arrivals.dispatchEvent(new Event("arrival"));
    const end = AbortSignal.any([released.signal, closing]);
    if (!end.aborted) await once(end, "abort");
    held -= 1;
    if (!released.signal.aborted) closing.throwIfAborted();
  }

  return {
    fault: {
      name: after ? "pause after" : "pause",
      layer: true,
      async apply(exchange, next) {
        if (!after) await hold(exchange.closing);
        const outcome = await next(exchange);
        if (after) await hold(exchange.closing);
        return outcome;
      },
    },
    get held() {
      return held;
    },
    async reached(count = 1) {
      while (arrived < count) await once(arrivals, "arrival");
    },
    release() {
      released.abort();
    },
  };
}
