import { fullJitter, sleep, within } from "../shared/poll.js";
import { StepFunctionsUnavailableError } from "../shared/sfn-errors.js";

/** Polls in a row that may find the service out of reach, beside the SDK's own attempts. */
const MOST_MISSED = 8;
/** Milliseconds for one answer. */
const ANSWER_LIMIT = 30_000;

/**
 * Asks until there is an answer: a run of hours should not be lost from sight for a minute without
 * network.
 *
 * @param end when to give up, in milliseconds since 1970.
 */
export async function askPatiently<Answer>(
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
