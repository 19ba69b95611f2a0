import { describe, InvalidArgumentError } from "../shared/errors.js";
import { pollUntil } from "../shared/poll.js";
import { askPatiently } from "./ask-patiently.js";
import { ExecutionFailedError, WaitTimeLimitError } from "./errors.js";
import type { ExecutionDescription } from "./execution-facts.js";

/** How long something is waited for. */
export interface TimeLimit {
  /** Milliseconds. Default 366 days: longer than any execution may run. */
  readonly timeLimit?: number | undefined;
  /** Ends the wait early; the execution runs on. */
  readonly signal?: AbortSignal | undefined;
}

export interface WaitOptions extends TimeLimit {
  /** Called with every answer, the last one, too. What it throws ends the wait. */
  readonly onProgress?: ((description: ExecutionDescription) => void) | undefined;
  /** Whether an execution that ends otherwise than SUCCEEDED is an error. Default true. */
  readonly throwOnFailure?: boolean | undefined;
}

const LONGEST_RUN = 366 * 86_400_000;

export async function waitForExecution<Output>(
  ask: (signal: AbortSignal) => Promise<ExecutionDescription<Output>>,
  options: WaitOptions,
): Promise<ExecutionDescription<Output>> {
  const { onProgress, throwOnFailure = true } = options;
  const { timeLimit, signal, end } = readTimeLimit(options);
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

/** The limit with its defaults, and when it is over: milliseconds since 1970. @throws InvalidArgumentError */
export function readTimeLimit({ timeLimit = LONGEST_RUN, signal }: TimeLimit) {
  if (!(timeLimit >= 0)) {
    throw new InvalidArgumentError(
      `Expected the "timeLimit" option to be a number of milliseconds, got ${describe(timeLimit)}.`,
    );
  }
  return {
    timeLimit,
    signal: signal ?? new AbortController().signal,
    end: Date.now() + timeLimit,
  };
}

function isOver({ status }: ExecutionDescription): boolean {
  return status !== "RUNNING" && status !== "PENDING_REDRIVE";
}
