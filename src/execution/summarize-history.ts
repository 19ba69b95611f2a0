import { type Frame, historyTree } from "./format-history/history-tree.js";
import type { HistoryEvent } from "./history-event.js";

/** What a state did in an execution, all its visits together. */
export interface StateSummary {
  readonly name: string;
  /** `Task`, `Map`, `Choice`, … */
  readonly type: string;
  /** How often it was entered. */
  readonly visits: number;
  /** How often its work was tried: more than its visits where it was retried, 0 where it has none to try. */
  readonly attempts: number;
  /** From entering to leaving it; of a visit that did not get so far, to its last event. */
  readonly milliseconds: number;
  /** Bytes of its inputs as JSON; 0 in a history without data. */
  readonly inputBytes: number;
  /** Bytes of its outputs as JSON. */
  readonly outputBytes: number;
  /** Bytes of the largest of them. Step Functions allows 262,144. */
  readonly largestBytes: number;
}

/**
 * What each state of an execution did, in the order in which they were first entered, those within
 * branches and Maps among them.
 */
export function summarizeHistory(events: readonly HistoryEvent[]): StateSummary[] {
  const ordered = events.toSorted((one, other) => one.id - other.id);
  const states = new Map<string, StateSummary>();
  for (const frame of statesIn(historyTree(ordered))) {
    const visit = summarizeVisit(frame);
    const before = states.get(frame.name);
    states.set(frame.name, before === undefined ? visit : together(before, visit));
  }
  return [...states.values()];
}

function* statesIn(frame: Frame): Generator<Frame> {
  if (frame.kind === "state") yield frame;
  for (const child of frame.children) if ("kind" in child) yield* statesIn(child);
}

function summarizeVisit({ name, attempts, since, last, children }: Frame): StateSummary {
  const own = children.flatMap((child) => ("event" in child ? [child.event] : []));
  const bytesOf = (edge: "StateEntered" | "StateExited", member: "input" | "output") => {
    const event = own.find(({ type }) => type.endsWith(edge));
    return jsonBytes((event?.details as Readonly<Record<string, unknown>> | undefined)?.[member]);
  };
  const inputBytes = bytesOf("StateEntered", "input");
  const outputBytes = bytesOf("StateExited", "output");
  return {
    name,
    type: own[0]?.type.replace(/StateEntered$/, "") ?? "",
    visits: 1,
    attempts,
    milliseconds: last.getTime() - since.getTime(),
    inputBytes,
    outputBytes,
    largestBytes: Math.max(inputBytes, outputBytes),
  };
}

function together(one: StateSummary, other: StateSummary): StateSummary {
  return {
    name: one.name,
    type: one.type,
    visits: one.visits + other.visits,
    attempts: one.attempts + other.attempts,
    milliseconds: one.milliseconds + other.milliseconds,
    inputBytes: one.inputBytes + other.inputBytes,
    outputBytes: one.outputBytes + other.outputBytes,
    largestBytes: Math.max(one.largestBytes, other.largestBytes),
  };
}

function jsonBytes(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
