import { describe, InvalidArgumentError } from "../shared/errors.js";
import { fullJitter, pollUntil, sleep, within } from "../shared/poll.js";
import { StepFunctionsUnavailableError } from "../shared/sfn-errors.js";
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

const LONGEST_RUN = 366 * 86_400_000;
/** Polls in a row that may find the service out of reach, beside the SDK's own attempts. */
const MOST_MISSED = 8;
/** Milliseconds for one answer. */
const ANSWER_LIMIT = 30_000;

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

/** A run of hours should not be lost from sight for a minute without network. */
async function askPatiently<Answer>(
  ask: (signal: AbortSignal) => Promise<Answer>,
  end: number,
  signal: AbortSignal,
): Promise<Answer> {
  for (let missed = 0; ; missed += 1) {
    signal.throwIfAborted();
    try {
      return await within(ANSWER_LIMIT, signal, ask, noAnswer);
    } catch (error) {
      signal.throwIfAborted();
      const isTransient = error instanceof StepFunctionsUnavailableError;
      if (!isTransient || missed === MOST_MISSED || Date.now() >= end) throw error;
    }
    await sleep(Math.min(fullJitter(missed, 500, 15_000), Math.max(0, end - Date.now())), signal);
  }
}

function noAnswer(): Error {
  return new StepFunctionsUnavailableError(
    `Expected an answer of Step Functions within ${ANSWER_LIMIT} ms, got none. Look at the endpoint and the network.`,
  );
}

function isOver({ status }: ExecutionDescription): boolean {
  return status !== "RUNNING" && status !== "PENDING_REDRIVE";
}
