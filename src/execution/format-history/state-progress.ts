import type { HistoryEvent } from "../history-event.js";
import { type Frame, historyTree, type Line } from "./history-tree.js";

/** How far a state of an execution has come. */
export interface StateProgress {
  /** The id of the event with which it was entered: a state may be entered again and again. */
  readonly id: number;
  readonly name: string;
  /** 0 for the machine's own states, one more for those of each Parallel around it. */
  readonly depth: number;
  /** `aborted`: something beside it failed first, or the execution was stopped. */
  readonly status: "running" | "succeeded" | "failed" | "aborted";
  /** How often its work was tried; 0 for a state that tries nothing. */
  readonly attempts: number;
  readonly since: Date;
  /** When its latest event happened. */
  readonly last: Date;
  /** What its latest attempt failed with, until another one begins. */
  readonly error: string | undefined;
  /** Of an inline Map. */
  readonly items: { readonly total: number; readonly done: number } | undefined;
}

/** The states that an execution has entered, in that order; those within Map iterations are counted only. */
export function stateProgress(events: readonly HistoryEvent[]): StateProgress[] {
  const root = historyTree(events);
  const ends = root.children.flatMap((child) =>
    "event" in child && child.isEdge ? child.event.type : [],
  );
  const end = END[ends.at(-1) ?? ""];
  return [...statesIn(root, 0, end)];
}

/** How the states stand that had not ended when this happened. */
const END: Readonly<Record<string, StateProgress["status"] | undefined>> = {
  ExecutionSucceeded: "aborted",
  ExecutionAborted: "aborted",
  ExecutionFailed: "failed",
  ExecutionTimedOut: "failed",
};

function* statesIn(
  frame: Frame,
  depth: number,
  end: StateProgress["status"] | undefined,
): Generator<StateProgress> {
  for (const child of frame.children) {
    if ("event" in child) continue;
    if (child.kind === "branch") yield* statesIn(child, depth, end);
    if (child.kind !== "state") continue;
    const lines = linesOf(child);
    const status = statusOf(lines, end);
    yield {
      id: lines[0]?.event.id ?? 0,
      name: child.name,
      depth,
      status,
      attempts: child.attempts,
      since: child.since,
      last: child.last,
      error: status === "succeeded" ? undefined : errorIn(lines),
      items: itemsOf(child, lines),
    };
    yield* statesIn(child, depth + 1, status === "running" ? end : "aborted");
  }
}

function statusOf(
  lines: readonly Line[],
  end: StateProgress["status"] | undefined,
): StateProgress["status"] {
  const types = lines.map(({ event }) => event.type);
  if (types.some((type) => type.endsWith("StateExited"))) return "succeeded";
  if (types[0] === "FailStateEntered") return "failed";
  if (end === undefined) return "running";
  return errorIn(lines) === undefined ? end : "failed";
}

function errorIn(lines: readonly Line[]): string | undefined {
  // A branch is aborted as soon as a state of it has failed, and that state with it.
  const last = lines.findLast(({ event }) => !event.type.endsWith("StateAborted"))?.event;
  if (last === undefined || !/(?:Failed|TimedOut)$/.test(last.type)) return undefined;
  const { error } = last.details as { error?: string }; // as all events of failures have it
  return error ?? last.type;
}

function itemsOf(state: Frame, lines: readonly Line[]): StateProgress["items"] {
  const started = lines.find(({ event }) => event.type === "MapStateStarted");
  if (started === undefined) return undefined;
  const { length = 0 } = started.event.details as { length?: number }; // as MapStateStarted has it
  const done = state.children.filter(
    (child) =>
      !("event" in child) &&
      child.kind === "iteration" &&
      linesOf(child).some(({ event }) => event.type === "MapIterationSucceeded"),
  );
  return { total: length, done: done.length };
}

function linesOf(frame: Frame): Line[] {
  return frame.children.filter((child): child is Line => "event" in child);
}
