import type { Catcher, Retrier } from "../asl/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { AnyState } from "./state.js";

/** A catcher, before the state that it leads to has its name written. */
export interface Catching {
  readonly fields: Omit<Catcher, "Next">;
  readonly next: AnyState;
}

/** Names that begin with `States.` are the language's own: https://states-language.net/#appendix-a */
const STATES_ERRORS: ReadonlySet<string> = new Set(
  [
    "ALL",
    "BranchFailed",
    "DataLimitExceeded",
    "ExceedToleratedFailureThreshold",
    "Exceeded",
    "HeartbeatTimeout",
    "Http.Socket",
    "Http.StatusCode",
    "IntrinsicFailure",
    "ItemReaderFailed",
    "NoChoiceMatched",
    "ParameterPathFailure",
    "Permissions",
    "QueryEvaluationError",
    "ReferencePathConflict",
    "ResultPathMatchFailure",
    "ResultWriterFailed",
    "Runtime",
    "TaskFailed",
    "Timeout",
  ].map((name) => `States.${name}`),
);

/**
 * Looks at the error names of one more retrier or catcher of a state.
 *
 * @param earlier the names of those before it, which are asked first.
 * @throws InvalidArgumentError for what Step Functions refuses, and for what would never be reached.
 */
export function checkErrors(
  state: AnyState,
  method: "retry" | "catch",
  errors: readonly string[],
  earlier: readonly string[],
): void {
  const fail = (expected: string, got: unknown) => {
    throw new InvalidArgumentError(`Expected ${expected} in ${method}() of ${state}, got ${got}.`);
  };
  if (!Array.isArray(errors) || errors.length === 0) {
    fail("a list of at least one error name", describe(errors));
  }
  for (const name of errors) {
    if (typeof name !== "string" || name === "") fail("error names", describe(name));
    if (name.startsWith("States.") && !STATES_ERRORS.has(name)) {
      fail(
        `an error name of the States Language (${[...STATES_ERRORS].join(", ")}) or one without "States."`,
        describe(name),
      );
    }
    if (earlier.includes(name)) {
      fail("errors that no earlier one has, which would take them", describe(name));
    }
  }
  if (errors.includes("States.ALL") && errors.length > 1) {
    fail("States.ALL alone", errors.join(", "));
  }
  if (earlier.includes("States.ALL")) {
    fail("States.ALL last, since it takes all errors", `${errors.join(", ")} after it`);
  }
}

/** A retrier's settings; what is left out has Step Functions' default. */
export interface RetryOptions {
  /** Seconds before the first retry. Default 1. */
  readonly intervalSeconds?: number;
  /** Default 3; 0 never retries. */
  readonly maxAttempts?: number;
  /** What each wait is multiplied with for the next. Default 2. */
  readonly backoffRate?: number;
  /** Seconds that no wait exceeds. Default: no limit. */
  readonly maxDelaySeconds?: number;
  /** FULL waits for anything up to the interval, so that retries spread. Default NONE. */
  readonly jitterStrategy?: NonNullable<Retrier["JitterStrategy"]>;
  readonly comment?: string;
}
