import { types } from "node:util";
import { ThrownValueError } from "../handler/index.js";
import type { Reason } from "../shared/reason.js";

/**
 * Why a task failed, as Retry and Catch see it: the error's name, and its stack with what caused it.
 * Never throws, whatever was thrown.
 */
export function failureReason(thrown: unknown): Required<Reason> {
  try {
    const error = isError(thrown) ? thrown : new ThrownValueError(thrown);
    const name = typeof error.name === "string" && error.name !== "" ? error.name : "Error";
    return { error: name, cause: told(error, 0) };
  } catch {
    return { error: "Error", cause: "The task threw what cannot be told." };
  }
}

const MOST_CAUSES = 5;

function told(error: Error, depth: number): string {
  // A stack begins with the name and message that the error had when it was made.
  const text = error.stack?.includes(error.message)
    ? error.stack
    : `${error.name}: ${error.message}`;
  if (!isError(error.cause) || depth === MOST_CAUSES) return text;
  return `${text}\nCaused by: ${told(error.cause, depth + 1)}`;
}

/** Also an Error of another realm, as of node:vm. */
function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}
