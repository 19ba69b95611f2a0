import { fullJitter, sleep, within } from "../shared/poll.js";
import { cutReason, type Reason } from "../shared/reason.js";
import type { SfnSdk, SfnSender } from "../shared/sfn-client.js";
import { StepFunctionsAccessError, StepFunctionsUnavailableError } from "../shared/sfn-errors.js";

/** What Step Functions says of a report: taken, or that nobody waits for it. */
export type Reception = "taken" | "lost";

/** What is told of a task while it runs, and at its end. */
export interface TaskReports {
  success(output: string): Promise<Reception>;
  failure(reason: Reason): Promise<Reception>;
  /** One attempt alone: the next heartbeat is the next one. */
  heartbeat(signal: AbortSignal): Promise<Reception>;
}

/** Milliseconds for one answer. */
const ANSWER_LIMIT = 20_000;
/** Attempts to report an end, beside the SDK's own; their pauses take some two minutes together. */
const MOST_ATTEMPTS = 12;

const LOST = new Set(["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"]);

/** @param signal gives up reports that nobody has taken yet. */
export function taskReports(send: SfnSender, taskToken: string, signal: AbortSignal): TaskReports {
  const once = async (makeCommand: (sdk: SfnSdk) => object, until: AbortSignal) => {
    try {
      await within(
        ANSWER_LIMIT,
        until,
        (limit) => send("a task's token", makeCommand, limit),
        late,
      );
      return "taken";
    } catch (error) {
      if (error instanceof Error && LOST.has(error.name)) return "lost";
      throw error;
    }
  };
  const patiently = async (makeCommand: (sdk: SfnSdk) => object) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(makeCommand, signal);
      } catch (error) {
        signal.throwIfAborted();
        if (!mayPass(error) || attempt === MOST_ATTEMPTS) throw error;
      }
      await sleep(fullJitter(attempt, 200, 20_000), signal);
    }
  };
  return {
    success: (output) =>
      patiently(({ SendTaskSuccessCommand }) => new SendTaskSuccessCommand({ taskToken, output })),
    failure: (reason) => {
      const cut = cutReason(reason);
      return patiently(
        ({ SendTaskFailureCommand }) => new SendTaskFailureCommand({ taskToken, ...cut }),
      );
    },
    heartbeat: (until) =>
      once(
        ({ SendTaskHeartbeatCommand }) => new SendTaskHeartbeatCommand({ taskToken }),
        AbortSignal.any([signal, until]),
      ),
  };
}

/** Credentials expire, and are renewed while a task runs. */
function mayPass(error: unknown): boolean {
  return (
    error instanceof StepFunctionsUnavailableError ||
    (error instanceof StepFunctionsAccessError && error.problem === "credentials")
  );
}

function late(): Error {
  return new StepFunctionsUnavailableError(
    `Expected an answer of Step Functions within ${ANSWER_LIMIT} ms, got none.`,
  );
}
