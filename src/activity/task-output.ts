import { InvalidArgumentError } from "../shared/errors.js";
import { stringifyStrict } from "../shared/json.js";
import { TaskResultError } from "./errors.js";

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
const MAX_BYTES = 262_144;

/** The JSON text of a task's result; null for none. @throws TaskResultError */
export function taskOutput(result: unknown, activity: string): string {
  const text = textOf(result, activity);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) {
    throw new TaskResultError(
      `Expected the result of the activity "${activity}" to have at most ${MAX_BYTES} bytes of JSON text, got ${bytes}. Put the large part into state data, and return its pointer.`,
    );
  }
  return text;
}

function textOf(result: unknown, activity: string): string {
  try {
    return stringifyStrict(result ?? null, `The result of the activity "${activity}"`);
  } catch (error) {
    // Also what a toJSON throws.
    const message = error instanceof InvalidArgumentError ? error.message : String(error);
    throw new TaskResultError(message, { cause: error });
  }
}
