import { setTimeout as delay } from "node:timers/promises";

/** Waits; rejects with the signal's reason when it aborts first. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * Full jitter: a random wait between 0 and the exponential bound, so that clients that failed
 * together do not come back together.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param attempt 0 for the first wait.
 * @returns milliseconds
 */
export function fullJitter(attempt: number, base = 50, cap = 5_000): number {
  return Math.random() * Math.min(cap, base * 2 ** attempt);
}

/**
 * Asks until the answer is final, a time limit has passed or the signal aborts; the waits grow from
 * `firstWait` to `longestWait` milliseconds. Resolves to the last answer, final or not.
 */
export async function pollUntil<T>(
  ask: () => Promise<T>,
  isFinal: (answer: T) => boolean,
  options: { timeLimit: number; firstWait: number; longestWait: number; signal?: AbortSignal },
): Promise<T> {
  const end = Date.now() + options.timeLimit;
  for (let wait = options.firstWait; ; wait = Math.min(wait * 2, options.longestWait)) {
    const answer = await ask();
    const remaining = end - Date.now();
    if (isFinal(answer) || remaining <= 0) return answer;
    await sleep(Math.min(wait, remaining), options.signal);
  }
}

/** What `ask` resolves to, or an error of `late` when it takes more than so many milliseconds. */
export async function within<T>(
  milliseconds: number,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<T>,
  late: () => Error,
): Promise<T> {
  const limit = AbortSignal.timeout(milliseconds);
  try {
    return await ask(AbortSignal.any([limit, signal]));
  } catch (error) {
    throw limit.aborted && !signal.aborted ? late() : error;
  }
}
