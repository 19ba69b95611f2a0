import type { ExecutionStatus } from "../shared/execution-status.js";
import type { GraphIndex, StatePlace } from "./graph-index.js";
import type { ReadEvent } from "./read-event.js";
import {
  canBeTakenUp,
  endInside,
  endVisit,
  newVisit,
  takeUp,
  upwards,
  type Visit,
} from "./visits.js";

/** Where an execution has been. */
export interface Followed {
  status: ExecutionStatus | undefined;
  error: string | undefined;
  redrives: number;
  readonly visits: Visit[];
  /** How often each edge was taken, by id. */
  readonly edges: Map<string, number>;
  readonly unknownStates: Set<string>;
}

interface Following extends Followed {
  readonly index: GraphIndex;
  /** The visit in which what follows an event happens, by the event's id. */
  readonly after: Map<number, Visit>;
}

/**
 * Follows the events of an execution through a graph. Each event names the one that it follows, so
 * that what runs side by side is told apart; where an event names none, as in a history that was cut,
 * the states' names and what is still open tell where it belongs.
 */
export function followHistory(events: readonly ReadEvent[], index: GraphIndex): Followed {
  const following: Following = {
    index,
    status: events.length === 0 ? undefined : "RUNNING",
    error: undefined,
    redrives: 0,
    visits: [],
    edges: new Map(),
    unknownStates: new Set(),
    after: new Map(),
  };
  for (const event of events) {
    const before = following.after.get(event.previous ?? 0);
    const visit = follow(following, event, before);
    if (visit !== undefined && event.id !== undefined) following.after.set(event.id, visit);
  }
  return following;
}

type Follow = (
  following: Following,
  event: ReadEvent,
  before: Visit | undefined,
) => Visit | undefined;

/** What an event means, by its type; the first that fits. */
const MEANINGS: readonly (readonly [RegExp, Follow])[] = [
  [/^ExecutionRedriven$/, redriven],
  [/^Execution(?:Succeeded|Failed|Aborted|TimedOut)$/, ended],
  [/StateEntered$/, entered],
  [/StateExited$/, exited],
  [/^MapIteration/, iterated],
  [/(?:Scheduled|^(?:Map|Parallel)StateStarted|^MapRunRedriven)$/, begun],
  [/(?:Failed|TimedOut)$/, failed],
  [/Aborted$/, aborted],
];

const follow: Follow = (following, event, before) => {
  const [, meaning] = MEANINGS.find(([types]) => types.test(event.type)) ?? [];
  return meaning === undefined ? before : meaning(following, event, before);
};

function redriven(following: Following): undefined {
  following.status = "RUNNING";
  following.error = undefined;
  following.redrives += 1;
  for (const visit of following.visits) {
    // Those around others come before them.
    visit.isTakenUp = false;
    if (canBeTakenUp(visit)) takeUp(visit);
  }
}

const STATUSES: Readonly<Record<string, ExecutionStatus>> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionAborted: "ABORTED",
  ExecutionTimedOut: "TIMED_OUT",
};

function ended(following: Following, event: ReadEvent, before: Visit | undefined): undefined {
  const { visits } = following;
  following.status = STATUSES[event.type];
  following.error = event.error;
  const open = visits.filter(({ outcome }) => outcome === "running");
  if (following.status === "FAILED") {
    // What failed is where the last event happened, and all around it.
    const last = before?.outcome === "running" ? before : undefined;
    for (let each = last; each !== undefined; each = each.parent) {
      each.hasFailed = true;
      each.error ??= event.error;
    }
  }
  const outcome = following.status === "SUCCEEDED" ? "succeeded" : "aborted";
  for (const visit of open) {
    endVisit(visit, visit.hasFailed ? "failed" : outcome, event.at);
  }
}

function entered(following: Following, event: ReadEvent, before: Visit | undefined) {
  const { index, visits, unknownStates } = following;
  const { name = "", at } = event;
  const [first, ...others] = index.statesNamed(name);
  if (first === undefined) {
    unknownStates.add(name);
    return before;
  }
  // Names are unique in a machine, but not in every draft.
  const place = [first, ...others].find((each) => upwards(before, isAround(each))) ?? first;
  const again = following.redrives > 0 && visits.findLast(isTakenUpIn(place));
  if (again) {
    again.isTakenUp = false;
    return again;
  }
  const parent =
    place.parent === undefined
      ? undefined
      : (upwards(before, isAround(place)) ?? latestOpen(visits, isAround(place)));
  const visit = newVisit(place, parent, at);
  visits.push(visit);
  takeEdge(following, before, visit);
  return visit;
}

function isAround({ parent }: StatePlace) {
  return (visit: Visit) => visit.place === parent;
}

function isTakenUpIn(place: StatePlace) {
  return (visit: Visit) => visit.isTakenUp && visit.outcome === "running" && visit.place === place;
}

/** Counts the edge that led to a visit. */
function takeEdge({ index, edges }: Following, before: Visit | undefined, visit: Visit): void {
  const { node, scope } = visit.place;
  if (before === undefined || before === visit.parent) {
    const start = index.startOf(scope);
    if (start?.to === node.id) count(edges, start.id);
    return;
  }
  const candidates = index.between(before.place.node.id, node.id);
  const isCatch = candidates.filter(({ kind }) => kind === "catch");
  const isOther = candidates.filter(({ kind }) => kind !== "catch");
  const isCaught = before.outcome === "caught" || isOther.length === 0;
  const taken = isCaught && isCatch.length > 0 ? isCatch : isOther;
  // Some errors are caught without an event that tells of them.
  if (taken === isCatch && before.outcome === "succeeded") before.outcome = "caught";
  for (const { id } of taken) count(edges, id);
}

function exited({ index, visits, edges }: Following, event: ReadEvent, before: Visit | undefined) {
  const isNamed = ({ place }: Visit) => place.node.name === event.name;
  const visit =
    upwards(before, isNamed) ?? visits.find((each) => isNamed(each) && each.outcome === "running");
  if (visit === undefined) return before;
  const isCaught = visit.hasFailed;
  endVisit(visit, isCaught ? "caught" : "succeeded", event.at);
  const end = index.endOf(visit.place.node);
  if (end !== undefined && !isCaught) count(edges, end.id);
  return visit;
}

const ITERATION_OUTCOMES = {
  MapIterationStarted: "running",
  MapIterationSucceeded: "succeeded",
  MapIterationFailed: "failed",
  MapIterationAborted: "aborted",
} as const satisfies Record<string, Visit["outcome"]>;

function iterated({ visits }: Following, event: ReadEvent, before: Visit | undefined) {
  const isMap = ({ place }: Visit) => place.node.name === event.name;
  const map =
    upwards(before, isMap) ?? latestOpen(visits, isMap) ?? visits.find((each) => isMap(each));
  const outcome = Object.entries(ITERATION_OUTCOMES).find(([type]) => type === event.type)?.[1];
  if (map === undefined || outcome === undefined) return before;
  map.iterations.set(event.index ?? map.iterations.size, outcome);
  if (outcome === "failed" || outcome === "aborted") {
    for (let each = before; each !== undefined && each !== map; each = each.parent) {
      endVisit(each, outcome, event.at);
    }
  }
  return map;
}

function begun({ visits }: Following, event: ReadEvent, before: Visit | undefined) {
  const visit = visitOf(event, visits, before);
  if (visit === undefined) return before;
  if (visit.attempts > 0) {
    endInside(visit, event.at);
    for (const child of visit.children) child.isSuperseded = true;
  }
  visit.attempts += 1;
  visit.hasFailed = false;
  if (event.type === "MapStateStarted") {
    // A Map that is tried again does all iterations again.
    visit.iterations.clear();
    visit.items = event.length;
  }
  return visit;
}

function failed({ visits }: Following, event: ReadEvent, before: Visit | undefined) {
  const isNamed = ({ place }: Visit) => place.node.name === event.name;
  const visit =
    event.name === undefined
      ? visitOf(event, visits, before)
      : (upwards(before, isNamed) ?? latestOpen(visits, isNamed));
  if (visit === undefined) return before;
  visit.hasFailed = true;
  // A Parallel or Map fails of what failed inside.
  visit.error = event.error ?? before?.error ?? visit.error;
  endInside(visit, event.at);
  return visit;
}

function aborted({ visits }: Following, event: ReadEvent, before: Visit | undefined) {
  const visit = visitOf(event, visits, before);
  // A task that failed within a Parallel is said to be aborted, too.
  if (visit !== undefined) endVisit(visit, visit.hasFailed ? "failed" : "aborted", event.at);
  return visit ?? before;
}

const ANY_TASK = /^(?:Task|Lambda|Activity)/;

/** The visit that an event without a name is of: the nearest of its type, else the latest. */
function visitOf({ type }: ReadEvent, visits: readonly Visit[], before: Visit | undefined) {
  const wanted = ANY_TASK.test(type) ? "Task" : /^(?:Map|Parallel|Wait)/.exec(type)?.[0];
  const fits = ({ place }: Visit) => wanted === undefined || place.node.type === wanted;
  return upwards(before, fits) ?? latestOpen(visits, fits);
}

function latestOpen(visits: readonly Visit[], fits: (visit: Visit) => boolean): Visit | undefined {
  return visits.findLast((each) => each.outcome === "running" && fits(each));
}

function count(edges: Map<string, number>, id: string): void {
  edges.set(id, (edges.get(id) ?? 0) + 1);
}
