import { fullJitter, sleep } from "../shared/poll.js";
import { type Call, ended } from "./attempts.js";

/**
 * Write units a second that one partition key takes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const PARTITION_UNITS_PER_SECOND = 1_000;

/** Where pacing starts after the first throttle, and how it moves from there. */
const START = PARTITION_UNITS_PER_SECOND * 0.97;
const SLOW_DOWN = 0.8;
const SPEED_UP_PER_SECOND = 0.03;
const SLOWEST = 5;

/**
 * How fast to write. Full speed until DynamoDB throttles; from then on no faster than a partition
 * key can take, slower while it still throttles, and a little faster with each second in which it
 * does not: the fewest requests are sent when none is refused.
 */
export class Pace {
  #rate = Number.POSITIVE_INFINITY;
  /** When the next request may go. All times are in milliseconds. */
  #next = 0;
  #slowedAt = 0;
  #spedUpAt = 0;
  #failedAt = 0;
  #failures = 0;
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether DynamoDB has refused anything so far. */
  get isLimited(): boolean {
    return this.#rate !== Number.POSITIVE_INFINITY;
  }

  /** Requests, one round after the other, that changed nothing. */
  get failures(): number {
    return this.#failures;
  }

  /** Takes a place in the queue for so many units and waits for it. */
  async takeTurn(units: number, call: Call): Promise<{ readonly at: number }> {
    const wait = this.reserve(units);
    if (wait > 0) {
      try {
        await sleep(wait, call.signal);
      } catch {
        throw ended(call.signal);
      }
    }
    return { at: this.#now() };
  }

  /** Takes a place in the queue for so many units; gives the milliseconds until it comes. */
  reserve(units: number): number {
    const now = this.#now();
    const start = Math.max(now, this.#next);
    if (this.isLimited) {
      this.#speedUp(now);
      this.#next = start + (units / this.#rate) * 1_000;
    }
    return start - now;
  }

  /**
   * DynamoDB refused some of the request sent at `at`. Of requests that were under way together,
   * only the first slows the pace: the others say nothing new.
   */
  refused(at: number): void {
    if (at < this.#slowedAt) return;
    const now = this.#now();
    this.#rate = this.isLimited ? Math.max(SLOWEST, this.#rate * SLOW_DOWN) : START;
    this.#slowedAt = now;
    this.#spedUpAt = now;
    this.#next = Math.max(this.#next, now);
  }

  /** The request sent at `at` changed nothing: everyone waits, longer each round. */
  failed(at: number): void {
    if (at < this.#failedAt) return;
    const now = this.#now();
    this.#failedAt = now;
    this.#next = Math.max(this.#next, now + fullJitter(this.#failures));
    this.#failures += 1;
  }

  progressed(): void {
    this.#failures = 0;
  }

  #speedUp(now: number): void {
    const seconds = Math.min(10, (now - this.#spedUpAt) / 1_000);
    if (seconds < 1) return;
    this.#rate *= 1 + SPEED_UP_PER_SECOND * seconds;
    this.#spedUpAt = now;
  }
}
