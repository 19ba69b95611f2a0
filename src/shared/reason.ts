import { describe, InvalidArgumentError } from "./errors.js";

/** Why something failed or was stopped, as Step Functions takes it. */
export interface Reason {
  /** A short code, which Retry and Catch match. Cut to 256 characters. */
  readonly error?: string | undefined;
  /** A longer description. Cut to 32,768 characters. */
  readonly cause?: string | undefined;
}

/** The API's limits: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
const MAX_ERROR_CHARACTERS = 256;
const MAX_CAUSE_CHARACTERS = 32_768;

/** A reason whose texts the API takes. @throws InvalidArgumentError for what is no text. */
export function cutReason({ error, cause }: Reason): Reason {
  return {
    error: cutText("error", error, MAX_ERROR_CHARACTERS),
    cause: cutText("cause", cause, MAX_CAUSE_CHARACTERS),
  };
}

function cutText(option: string, text: unknown, limit: number): string | undefined {
  if (text === undefined) return undefined;
  if (typeof text !== "string") {
    throw new InvalidArgumentError(
      `Expected the "${option}" option to be a string, got ${describe(text)}.`,
    );
  }
  if (text.length <= limit) return text;
  // Not in the middle of a surrogate pair.
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
