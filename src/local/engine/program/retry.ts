import type { Retrier } from "../../../asl/index.js";

/** A retrier with its defaults. */
export interface RetryRule {
  readonly errors: readonly string[];
  readonly maxAttempts: number;
  /** Milliseconds before the retry of this number, which counts from 0. `random` is from 0 up to 1. */
  delayMs(retry: number, random: () => number): number;
}

/** https://states-language.net/#retrying-after-error */
export function compileRetrier(retrier: Retrier): RetryRule {
  const { IntervalSeconds = 1, MaxAttempts = 3, BackoffRate = 2 } = retrier;
  const { MaxDelaySeconds = Number.POSITIVE_INFINITY, JitterStrategy = "NONE" } = retrier;
  return {
    errors: retrier.ErrorEquals,
    maxAttempts: MaxAttempts,
    delayMs(retry, random) {
      const seconds = Math.min(IntervalSeconds * BackoffRate ** retry, MaxDelaySeconds);
      return Math.round(seconds * 1000 * (JitterStrategy === "FULL" ? random() : 1));
    },
  };
}

/**
 * Whether one of the names that a retrier or catcher lists stands for an error. `names` are the
 * error's own: a missed heartbeat is both `States.HeartbeatTimeout` and `States.Timeout`.
 */
export function matches(listed: readonly string[], names: readonly string[]): boolean {
  return listed.some(
    (name) =>
      name === "States.ALL" ||
      names.includes(name) ||
      (name === "States.TaskFailed" && !names.includes("States.Timeout")),
  );
}
