import { type Comparing, type Difference, firstDifference, scrubbed } from "./difference.js";
import { isObject, type Json, type JsonObject, sorted } from "./json.js";

/** A sequence of events that AWS ran beside others, and those that branched off it. */
export interface Thread {
  readonly parent: Thread | undefined;
  readonly events: JsonObject[];
  readonly kids: { readonly at: number; readonly thread: Thread }[];
}

const ENDS = /^Execution(?:Succeeded|Failed|Aborted|TimedOut)$/;
const JOINS = /^(?:Map|Parallel)State(?:Succeeded|Failed|Aborted|TimedOut|Exited)$/;
const WITHIN = /^(?:Map|Parallel)State(?:Started|Succeeded|Failed|Aborted|TimedOut)$/;

/** Splits a history into its threads; each event says how it is linked. */
export function threadsOf(events: readonly JsonObject[]): Thread {
  const root: Thread = { parent: undefined, events: [], kids: [] };
  const known = new Map<Json | undefined, { event: JsonObject; thread: Thread; place: number }>();
  for (const event of events) {
    const type = String(event.type);
    const previous = known.get(event.previousEventId);
    const previousType = String(previous?.event.type ?? "");
    let at = previous?.thread ?? root;
    const begins =
      type === "MapIterationStarted" ||
      (previousType === "ParallelStateStarted" && type.endsWith("StateEntered"));
    if (ENDS.test(type)) at = root;
    else if (begins) at = branchOff(at, event);
    else if (
      previous !== undefined &&
      JOINS.test(type) &&
      at.parent !== undefined &&
      !previousType.startsWith("MapRun") &&
      !WITHIN.test(previousType)
    ) {
      at = at.parent;
    }
    const place = at.events.length;
    const link = linkOf(place, previous, at, previousType);
    known.set(event.id, { event, thread: at, place });
    const { id: _, previousEventId: __, ...rest } = event;
    at.events.push({ ...rest, link });
  }
  return root;
}

function linkOf(
  place: number,
  previous: { thread: Thread; place: number } | undefined,
  at: Thread,
  previousType: string,
): string {
  if (place === 0) return "start";
  if (previous === undefined) return "none";
  return previous.thread === at ? `${place - previous.place} back` : `of ${previousType}`;
}

/** An iteration may be linked to an earlier one of the same Map. */
function branchOff(from: Thread, event: JsonObject): Thread {
  const name = mapName(event);
  let at = from;
  while (name !== undefined && at.parent !== undefined && mapName(at.events[0]) === name)
    at = at.parent;
  const thread: Thread = { parent: at, events: [], kids: [] };
  at.kids.push({ at: at.events.length, thread });
  return thread;
}

function mapName(event: JsonObject | undefined): string | undefined {
  const details = event?.mapIterationStartedEventDetails;
  return isObject(details) && typeof details.name === "string" ? details.name : undefined;
}

function keyOf({ events, kids }: Thread): string {
  const inner = kids.map(({ at, thread }) => `${at}:${keyOf(thread)}`).sort();
  return JSON.stringify([events.map((event) => sorted(scrubbed(event))), inner]);
}

/** The first difference of two trees of threads; those that branch off side by side come in any order. */
export function threadsDiffer(
  expected: Thread,
  actual: Thread,
  path: string,
  comparing: Comparing,
): Difference | undefined {
  for (const [at, event] of expected.events.entries()) {
    const other = actual.events[at];
    if (other === undefined) break;
    const difference = firstDifference(
      event,
      other,
      `${path}event ${at + 1} ${event.type}`,
      comparing,
    );
    if (difference !== undefined) return difference;
  }
  const [ours, theirs] = [expected.events.length, actual.events.length];
  if (ours !== theirs) return { path: `${path}number of events`, expected: ours, actual: theirs };
  return kidsDiffer(expected, actual, path, comparing);
}

function kidsDiffer(expected: Thread, actual: Thread, path: string, comparing: Comparing) {
  const keyed = ({ kids }: Thread) =>
    kids
      .map(({ at, thread }) => ({ thread, key: `${at}:${keyOf(thread)}` }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  const ours = keyed(expected);
  const left = keyed(actual);
  if (ours.length !== left.length) {
    return {
      path: `${path}number of branches or iterations`,
      expected: ours.length,
      actual: left.length,
    };
  }
  const odd: Thread[] = [];
  for (const { key, thread } of ours) {
    const at = left.findIndex((other) => other.key === key);
    if (at < 0) odd.push(thread);
    else left.splice(at, 1);
  }
  const [first] = odd;
  if (first === undefined) return undefined;
  let best: Difference | undefined;
  for (const { thread } of left) {
    const difference = threadsDiffer(first, thread, `${path}branch/`, comparing);
    if (difference === undefined) return undefined;
    best ??= difference;
  }
  return best;
}
