import type { Failure } from "./run.js";

/** Errors that no retrier and no catcher sees: they end the whole run. */
export function isFatal({ error }: Pick<Failure, "error">): boolean {
  return error === "States.Runtime";
}

/** The text by which Step Functions tells where the interpretation of a state failed. */
export function causeIn(state: string, entered: number, cause: string): string {
  return `An error occurred while executing the state '${state}' (entered at the event id #${entered}). ${cause}`;
}
