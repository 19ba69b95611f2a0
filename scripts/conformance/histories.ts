import {
  type Comparing,
  type Difference,
  firstDifference,
  References,
  scrubbed,
} from "./difference.js";
import { isObject, type Json, type JsonObject, sorted } from "./json.js";
import { threadsDiffer, threadsOf } from "./threads.js";

/** How a history is to be compared. */
export interface HistoryOf {
  readonly compare: "full" | "prefix" | "sorted_parallel" | "output_only" | "none";
  readonly definition: Json;
  readonly later: ReadonlySet<string>;
}

/** The first difference of two histories, by the rules of the recordings. */
export function historiesDiffer(
  expected: Json | undefined,
  actual: Json | undefined,
  { compare, definition, later }: HistoryOf,
): Difference | undefined {
  let ours = eventsOf(expected);
  let theirs = eventsOf(actual);
  if (compare === "prefix") theirs = theirs.slice(0, ours.length);
  if (compare === "sorted_parallel") [ours, theirs] = [sortParallel(ours), sortParallel(theirs)];
  [ours, theirs] = [mapExits(ours), mapExits(theirs)];
  const difference = eventsDiffer(ours, theirs, { references: new References(true), later });
  if (difference === undefined) return undefined;
  const relaxed = { references: new References(false), later };
  if (eventsDiffer(ours, theirs, relaxed) === undefined) return undefined;
  const numbered = ours.every(({ id }) => typeof id === "number");
  if (compare === "full" && numbered && runsSideBySide(definition)) {
    return threadsDiffer(threadsOf(ours), threadsOf(theirs), "history/", relaxed);
  }
  return difference;
}

export function eventsOf(history: Json | undefined): JsonObject[] {
  const events = isObject(history) ? history.events : undefined;
  return Array.isArray(events) ? events.filter(isObject) : [];
}

export function eventsDiffer(
  expected: readonly JsonObject[],
  actual: readonly JsonObject[],
  comparing: Comparing,
): Difference | undefined {
  const types = (events: readonly JsonObject[], from: number, to: number) =>
    events
      .slice(from, to)
      .map(({ type }) => type)
      .join(" > ");
  for (const [at, event] of expected.entries()) {
    const other = actual[at];
    if (other === undefined) break;
    const place = `history event ${at + 1}`;
    if (event.type !== other.type) {
      const from = Math.max(0, at - 1);
      return {
        path: place,
        expected: types(expected, from, at + 3),
        actual: types(actual, from, at + 3),
      };
    }
    const difference = firstDifference(event, other, `${place} ${event.type}`, comparing);
    if (difference !== undefined) return difference;
  }
  if (expected.length === actual.length) return undefined;
  const from = Math.min(expected.length, actual.length);
  return {
    path: "history length",
    expected: `${expected.length} .. ${types(expected, from, from + 3)}`,
    actual: `${actual.length} .. ${types(actual, from, from + 3)}`,
  };
}

/**
 * The events between a Parallel's start and its end lost their ids, and were sorted; the one that
 * told of its success was lost with them, as the gap in the ids of the recordings shows.
 */
function sortParallel(events: readonly JsonObject[]): JsonObject[] {
  const out: JsonObject[] = [];
  let inner: JsonObject[] = [];
  let inside = false;
  const key = (event: JsonObject) => sorted(scrubbed(event));
  const flush = () => {
    out.push(...inner.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)));
    inner = [];
  };
  for (const event of events) {
    const type = String(event.type);
    if (inside && /^ParallelState(?:Succeeded|Aborted|Exited|Failed)$/.test(type)) {
      flush();
      inside = false;
    }
    if (type === "ParallelStateSucceeded") continue;
    if (type === "ParallelStateStarted") {
      out.push(event);
      inside = true;
      inner = [];
    } else if (inside) inner.push({ ...event, id: 0, previousEventId: 0 });
    else out.push(event);
  }
  if (inside) flush();
  return out;
}

/** What follows a distributed Map's run links to its success or to its start, by the time of the recording. */
function mapExits(events: readonly JsonObject[]): JsonObject[] {
  const run = new Map<Json | undefined, Json>();
  return events.map((event) => {
    if (event.type === "MapRunSucceeded") run.set(event.previousEventId, event.id ?? 0);
    const link = event.type === "MapStateExited" ? run.get(event.previousEventId) : undefined;
    return link ? { ...event, previousEventId: link } : event;
  });
}

function runsSideBySide(definition: Json): boolean {
  if (Array.isArray(definition)) return definition.some(runsSideBySide);
  if (!isObject(definition)) return false;
  const { Type, Branches, MaxConcurrency, ItemProcessor } = definition;
  if (Type === "Parallel" && Array.isArray(Branches) && Branches.length > 1) return true;
  const config = isObject(ItemProcessor) ? ItemProcessor.ProcessorConfig : undefined;
  const distributed = isObject(config) && config.Mode === "DISTRIBUTED";
  if (Type === "Map" && MaxConcurrency !== 1 && !distributed) return true;
  return Object.values(definition).some(runsSideBySide);
}
