import { describe, InvalidArgumentError } from "../shared/errors.js";
import { pollUntil } from "../shared/poll.js";
import { askPatiently } from "./ask-patiently.js";
import { ExecutionFailedError, WaitTimeLimitError } from "./errors.js";
import type { ExecutionDescription } from "./execution-facts.js";

export interface WaitOptions {
  /** Milliseconds. Default 366 days: longer than any execution may run. */
  readonly timeLimit?: number | undefined;
  /** Ends the wait early; the execution runs on. */
  readonly signal?: AbortSignal | undefined;
  /** Called with every answer, the last one, too. What it throws ends the wait. */
  readonly onProgress?: ((description: ExecutionDescription) => void) | undefined;
  /** Whether an execution that ends otherwise than SUCCEEDED is an error. Default true. */
  readonly throwOnFailure?: boolean | undefined;
}

/** Milliseconds. */
export const LONGEST_RUN = 366 * 86_400_000;

export async function waitForExecution<Output>(
  ask: (signal: AbortSignal) => Promise<ExecutionDescription<Output>>,
  options: WaitOptions,
): Promise<ExecutionDescription<Output>> {
  const { timeLimit = LONGEST_RUN, onProgress, throwOnFailure = true } = options;
  if (!(timeLimit >= 0)) {
    throw new InvalidArgumentError(
      `Expected the "timeLimit" option to be a number of milliseconds, got ${describe(timeLimit)}.`,
    );
  }
  const signal = options.signal ?? new AbortController().signal;
  const end = Date.now() + timeLimit;
  const askAndTell = async () => {
    const description = await askPatiently(ask, end, signal);
    onProgress?.(description);
    return description;
  };
  const last = await pollUntil(askAndTell, isOver, {
    timeLimit,
    firstWait: 100,
    longestWait: 3_000,
    signal,
  });
  if (!isOver(last)) throw new WaitTimeLimitError(timeLimit, last);
  if (throwOnFailure && last.status !== "SUCCEEDED") {
    throw new ExecutionFailedError({ ...last, executionArn: last.arn });
  }
  return last;
}

/** Whether nothing more will happen, unless it is redriven. */
export function isOver({ status }: Pick<ExecutionDescription, "status">): boolean {
  return status !== "RUNNING" && status !== "PENDING_REDRIVE";
}
