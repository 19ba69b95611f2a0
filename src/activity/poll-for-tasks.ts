import { fullJitter, sleep, within } from "../shared/poll.js";
import type { SfnSender } from "../shared/sfn-client.js";
import { StepFunctionsAccessError, StepFunctionsUnavailableError } from "../shared/sfn-errors.js";
import type { GivenTask } from "./run-task.js";
import type { Slots } from "./slots.js";

export interface Polling {
  readonly send: SfnSender;
  readonly activityArn: string;
  readonly workerName: string;
  /** Taken before a task is asked for: none is given that cannot be worked on. */
  readonly slots: Slots;
  /** Ends the polls at once. */
  readonly signal: AbortSignal;
  /** Milliseconds of failures in a row after which it is given up. */
  readonly giveUpAfter: number;
  /** Works on a task; never rejects. */
  readonly work: (task: GivenTask) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** Milliseconds for one answer: the service holds a poll for 60 s. */
const POLL_LIMIT = 75_000;
/** Milliseconds; an empty answer that comes sooner is no long poll. */
const SHORT_POLL = 500;

/**
 * Asks for tasks of an activity until the signal aborts, and has them worked on, as many at a time
 * as there are slots. After failures that may pass it waits, longer and longer, by chance.
 *
 * Rejects with a failure that lasts, or will not pass.
 */
export async function pollForTasks(polling: Polling): Promise<void> {
  const { slots, signal, giveUpAfter, work, onFailure } = polling;
  let hasWorked = false;
  let inVain = 0;
  let failingSince: number | undefined;

  while (await slots.take(signal)) {
    const began = Date.now();
    try {
      const task = await poll(polling);
      hasWorked = true;
      failingSince = undefined;
      if (task !== undefined) {
        inVain = 0;
        void work(task).finally(() => slots.release());
        continue;
      }
      slots.release();
      inVain = Date.now() - began < SHORT_POLL ? inVain + 1 : 0;
    } catch (error) {
      slots.release();
      if (signal.aborted) return;
      failingSince ??= began;
      if (!mayPass(error, hasWorked) || Date.now() - failingSince >= giveUpAfter) throw error;
      onFailure(error);
      inVain += 1;
    }
    if (inVain > 0) await pause(inVain, signal);
  }
}

async function poll({
  send,
  activityArn,
  workerName,
  signal,
}: Polling): Promise<GivenTask | undefined> {
  const { taskToken, input } = await within(
    POLL_LIMIT,
    signal,
    (limit) =>
      send<{ taskToken?: string; input?: string }>(
        `the activity ${activityArn}`,
        ({ GetActivityTaskCommand }) => new GetActivityTaskCommand({ activityArn, workerName }),
        limit,
      ),
    late,
  );
  // The service answers with no token, or an empty one, when there was no task for 60 s.
  return taskToken === undefined || taskToken === "" ? undefined : { taskToken, input };
}

function mayPass(error: unknown, hasWorked: boolean): boolean {
  if (error instanceof StepFunctionsUnavailableError) return true;
  // Credentials expire, and are renewed.
  if (error instanceof StepFunctionsAccessError)
    return hasWorked && error.problem === "credentials";
  return error instanceof Error && error.name === "ActivityWorkerLimitExceeded";
}

async function pause(attempt: number, signal: AbortSignal): Promise<void> {
  await sleep(fullJitter(attempt, 100, 30_000), signal).catch(() => undefined);
}

function late(): Error {
  return new StepFunctionsUnavailableError(
    `Expected a task, or none, within ${POLL_LIMIT} ms, and Step Functions did not answer.`,
  );
}
