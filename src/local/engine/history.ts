import type { JsonValue } from "../../shared/json.js";
import type { HistoryDetails } from "./history-details.js";
import { LIMITS } from "./limits.js";
import type { Run } from "./run.js";
import { textOf } from "./text.js";

/** Thrown when only the last event that a history may hold is left. */
export class HistoryFull extends Error {
  override readonly name = "HistoryFull";
}

/** Adds an event that is not the run's last, and returns its id; none after the last. Throws HistoryFull. */
export function tell(
  run: Run,
  now: number,
  previousEventId: number,
  type: string,
  details: HistoryDetails = {},
): number {
  if (run.status !== "RUNNING") return run.told;
  if (run.type === "STANDARD" && run.told >= LIMITS.events - 1) throw new HistoryFull();
  return tellLast(run, now, previousEventId, type, details);
}

/** Adds an event, whether or not others may follow. */
export function tellLast(
  run: Run,
  now: number,
  previousEventId: number,
  type: string,
  details: HistoryDetails = {},
): number {
  run.told += 1;
  // An EXPRESS execution tells its history to logs only: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
  if (run.type === "STANDARD") {
    run.events.push({ id: run.told, previousEventId, timestamp: now / 1000, type, ...details });
  }
  return run.told;
}

/** The members of details that tell an input. */
export function inputDetails(value: JsonValue) {
  return { input: textOf(value), inputDetails: { truncated: false } } as const;
}

/** The members of details that tell an output. */
export function outputDetails(value: JsonValue) {
  return { output: textOf(value), outputDetails: { truncated: false } } as const;
}

/** An error and its cause, without what is not there. */
export function errorDetails({ error, cause }: { error?: string; cause?: string }) {
  return {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}
