import { fullJitter, sleep } from "../shared/poll.js";
import { type Call, ended } from "./attempts.js";

/**
 * Write units a second that one partition key takes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html
 */
const PARTITION_UNITS_PER_SECOND = 1_000;

/** Just below what is known to be taken, so that nothing is refused. */
const SAFETY = 0.97;
const SPEED_UP_PER_SECOND = 0.03;
const SLOWEST = 5;
/** Milliseconds that it takes to tell what DynamoDB really takes. */
const WINDOW = 1_000;

/**
 * How fast to write. Full speed until DynamoDB refuses something; then what a partition key takes;
 * if that is refused, too, what was taken in the last second; and a little faster with each second
 * in which nothing is refused. The fewest requests are sent when none is refused.
 */
export class Pace {
  #rate = Number.POSITIVE_INFINITY;
  /** When the next request may go. All times are in milliseconds. */
  #next = 0;
  #windowStart = 0;
  /** Units taken since the window began. */
  #taken = 0;
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
   * DynamoDB refused some of a request of so many units, sent at `at`. What was under way when the
   * pace last changed says nothing of the pace since.
   */
  refused(at: number, units: number): void {
    if (at < this.#windowStart) return;
    const now = this.#now();
    if (!this.isLimited) {
      this.#setRate(PARTITION_UNITS_PER_SECOND, now);
    } else if (now - this.#windowStart >= WINDOW) {
      const taken = (this.#taken / (now - this.#windowStart)) * 1_000;
      this.#setRate(Math.min(taken, this.#rate), now);
    }
    // Time for so many units to come back.
    this.#next = Math.max(this.#next, now + (units / this.#rate) * 1_000);
  }

  /** The request sent at `at` changed nothing: everyone waits, longer each round. */
  failed(at: number): void {
    if (at < this.#failedAt) return;
    const now = this.#now();
    this.#failedAt = now;
    this.#next = Math.max(this.#next, now + fullJitter(this.#failures));
    this.#failures += 1;
  }

  /** DynamoDB took so many units. */
  progressed(units: number): void {
    this.#failures = 0;
    this.#taken += units;
  }

  #setRate(unitsPerSecond: number, now: number): void {
    this.#rate = Math.max(SLOWEST, unitsPerSecond * SAFETY);
    this.#windowStart = now;
    this.#taken = 0;
    this.#spedUpAt = now;
  }

  #speedUp(now: number): void {
    const seconds = Math.min(10, (now - this.#spedUpAt) / 1_000);
    if (seconds < 1) return;
    this.#rate *= 1 + SPEED_UP_PER_SECOND * seconds;
    this.#spedUpAt = now;
  }
}
