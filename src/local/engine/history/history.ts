import type { JsonValue } from "../../../shared/json.js";
import { textOf } from "../dataflow/text.js";
import { LIMITS } from "../limits.js";
import type { Run } from "../run.js";
import type { HistoryDetails } from "./history-details.js";
import type { HistoryEvent } from "./history-event.js";

/** Thrown when only the last event that a history may hold is left; says which limit it is. */
export class HistoryFull extends Error {
  override readonly name = "HistoryFull";
}

const TOO_MANY = `The execution reached the maximum number of history events (${LIMITS.events}).`;
const TOO_LONG = `The execution's history reached ${LIMITS.historyCharacters / 1_048_576} MiB, the most that the local engine keeps.`;

/** Adds an event that is not the run's last, and returns its id; none after the last. Throws HistoryFull. */
export function tell(
  run: Run,
  now: number,
  previousEventId: number,
  type: string,
  details: HistoryDetails = {},
): number {
  if (run.status !== "RUNNING") return run.told;
  if (run.type === "STANDARD") {
    if (run.told >= LIMITS.events - 1) throw new HistoryFull(TOO_MANY);
    run.characters += lengthOf(details);
    if (run.characters > LIMITS.historyCharacters) throw new HistoryFull(TOO_LONG);
  }
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
  const watcher = watchers.get(run);
  if (run.type === "EXPRESS" && watcher === undefined && run.taken === undefined) return run.told;
  const event = { id: run.told, previousEventId, timestamp: now / 1000, type, ...details };
  // An EXPRESS execution tells its history to logs only: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
  if (run.type === "STANDARD" || run.taken !== undefined) run.events.push(event);
  watcher?.(event);
  return run.told;
}

/** Who takes the events of a run as they are told; apart from the run, which is JSON. */
const watchers = new WeakMap<Run, Watcher>();

export type Watcher = (event: HistoryEvent) => void;

/** Hands the events that a run tells from now on to a watcher. */
export function watchHistory(run: Run, watcher: Watcher): void {
  watchers.set(run, watcher);
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

/** The new text in details: what is entered with is the text that was left with before. */
function lengthOf(details: HistoryDetails): number {
  let length = 0;
  for (const told of Object.values(details)) {
    const { output = "", parameters = "" } = told as { output?: string; parameters?: string }; // of any kind of event
    length += output.length + parameters.length;
  }
  return length;
}
