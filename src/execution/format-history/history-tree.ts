import type { HistoryEvent } from "../history-event.js";

/** A state, a branch of a Parallel, an iteration of a Map, or the execution, with what happens in it. */
export interface Frame {
  readonly kind: "execution" | "state" | "branch" | "iteration";
  /** The state's name; of a branch, that of its first state. */
  readonly name: string;
  /** Of an iteration. */
  readonly index?: number;
  readonly since: Date;
  readonly parent: Frame | undefined;
  readonly children: (Frame | Line)[];
  /** How often its work was tried: a task was scheduled, a Parallel or Map started. */
  attempts: number;
  /** When its present attempt began. */
  attemptSince: Date;
  /** Its latest event. */
  last: Date;
}

/** One event, and how the frame that it belongs to stood then. */
export interface Line {
  readonly event: HistoryEvent;
  readonly frame: Frame;
  /** Whether it begins or ends the frame. */
  readonly isEdge: boolean;
  /** 1 for the first; set for events that begin or end an attempt. */
  readonly attempt: number | undefined;
  /** Milliseconds that the attempt, or the frame that ends here, took. */
  readonly took: number | undefined;
  /** Milliseconds between the attempt before and this one. */
  readonly pause: number | undefined;
}

/**
 * Sorts events into what they happen in. Each follows the chain of its branch or iteration by
 * `previousEventId`, so that what runs side by side does not mix.
 */
export function historyTree(events: readonly HistoryEvent[]): Frame {
  const root = frameOf("execution", "", events[0]?.timestamp ?? new Date(0), undefined);
  /** The frame in which an event that follows this one happens, by id. */
  const after = new Map<number, Frame>();
  for (const event of events) {
    const before = after.get(event.previousEventId) ?? root;
    after.set(event.id, place(event, before));
  }
  return root;
}

function place(event: HistoryEvent, before: Frame): Frame {
  const { type, timestamp } = event;
  if (type.startsWith("Execution")) {
    const root = rootOf(before);
    const isStart = type === "ExecutionStarted" || type === "ExecutionRedriven";
    add(root, event, { isEdge: true, ...(isStart ? {} : { took: since(root.since, event) }) });
    return root;
  }
  if (type.endsWith("StateEntered")) {
    const parent = branchFor(event, before);
    const state = open(parent, "state", nameOf(event), timestamp);
    add(state, event, { isEdge: true });
    return state;
  }
  if (type.endsWith("StateExited")) {
    const state = upTo(before, (frame) => frame.kind === "state" && frame.name === nameOf(event));
    add(state, event, { isEdge: true, took: since(state.since, event) });
    return state.parent ?? state;
  }
  if (type.startsWith("MapIteration")) return placeIteration(event, before);
  const state = stateFor(event, before);
  add(state, event, attemptFacts(event, state));
  return state;
}

function placeIteration(event: HistoryEvent, before: Frame): Frame {
  const { name, index } = event.details as { name?: string; index?: number };
  const map = upTo(before, (frame) => frame.kind === "state" && frame.name === name);
  if (event.type === "MapIterationStarted") {
    const iteration = open(map, "iteration", name ?? "", event.timestamp, index);
    add(iteration, event, { isEdge: true });
    return iteration;
  }
  const iteration = map.children.findLast(
    (child): child is Frame => "kind" in child && child.index === index,
  );
  if (iteration === undefined) {
    add(map, event, {});
    return map;
  }
  add(iteration, event, { isEdge: true, took: since(iteration.since, event) });
  return map;
}

/** The first state of a branch follows the event that started its Parallel. */
function branchFor(event: HistoryEvent, before: Frame): Frame {
  const isBranch =
    before.kind === "state" &&
    before.children.some(
      (child) =>
        "event" in child &&
        child.event.id === event.previousEventId &&
        child.event.type === "ParallelStateStarted",
    );
  if (isBranch) return open(before, "branch", nameOf(event), event.timestamp);
  // The state before did not tell of its exit.
  return before.kind === "state" ? (before.parent ?? before) : before;
}

/** Which state an event without a name is of. */
function stateFor(event: HistoryEvent, before: Frame): Frame {
  if (/^Parallel/.test(event.type)) return ofKind(before, event, "Parallel");
  if (/^Map(?:State|Run)/.test(event.type)) return ofKind(before, event, "Map");
  return upTo(before, (frame) => frame.kind === "state");
}

function ofKind(before: Frame, event: HistoryEvent, kind: "Map" | "Parallel"): Frame {
  return upTo(before, (frame) => {
    const [entered] = frame.children;
    return (
      frame.kind === "state" &&
      entered !== undefined &&
      "event" in entered &&
      entered.event.type === `${kind}StateEntered` &&
      entered.event.id < event.id
    );
  });
}

function attemptFacts({ type, timestamp }: HistoryEvent, state: Frame): Partial<Line> {
  if (/(?:Scheduled|ParallelStateStarted|MapStateStarted|MapRunStarted)$/.test(type)) {
    const pause = state.attempts === 0 ? undefined : timestamp.getTime() - state.last.getTime();
    state.attempts += 1;
    state.attemptSince = timestamp;
    return { attempt: state.attempts, pause };
  }
  if (/(?:Succeeded|Failed|TimedOut|Aborted)$/.test(type) && state.attempts > 0) {
    return { attempt: state.attempts, took: timestamp.getTime() - state.attemptSince.getTime() };
  }
  return {};
}

function open(parent: Frame, kind: Frame["kind"], name: string, at: Date, index?: number): Frame {
  const frame = frameOf(kind, name, at, parent, index);
  parent.children.push(frame);
  return frame;
}

function frameOf(
  kind: Frame["kind"],
  name: string,
  at: Date,
  parent: Frame | undefined,
  index?: number,
): Frame {
  const times = { since: at, attemptSince: at, last: at };
  const place = index === undefined ? {} : { index };
  return { kind, name, parent, children: [], attempts: 0, ...times, ...place };
}

function add(frame: Frame, event: HistoryEvent, facts: Partial<Line>): void {
  const { isEdge = false, attempt, took, pause } = facts;
  frame.children.push({ event, frame, isEdge, attempt, took, pause });
  frame.last = event.timestamp;
}

/** The nearest frame that fits, from within outwards; the execution where none does. */
function upTo(frame: Frame, fits: (frame: Frame) => boolean): Frame {
  for (let at: Frame | undefined = frame; at !== undefined; at = at.parent) if (fits(at)) return at;
  return rootOf(frame);
}

function rootOf(frame: Frame): Frame {
  return frame.parent === undefined ? frame : rootOf(frame.parent);
}

function nameOf({ details }: HistoryEvent): string {
  return "name" in details && typeof details.name === "string" ? details.name : "";
}

function since(start: Date, { timestamp }: HistoryEvent): number {
  return timestamp.getTime() - start.getTime();
}
