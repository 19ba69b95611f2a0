import type { ExecutionStatus } from "../shared/execution-status.js";
import { followHistory } from "./follow-history.js";
import type { Graph } from "./graph.js";
import { indexGraph } from "./graph-index.js";
import { groupBy } from "./group-by.js";
import { type HistoryEvent, readEvents } from "./read-event.js";
import { itemsOf, type Outcome, type Visit } from "./visits.js";

/** The iterations of a Map, over all its visits. */
export interface Iterations {
  /** As many as the Map has items, when its history says so, else as many as were started. */
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly aborted: number;
}

/** What an execution's history says of one state. */
export interface StateRun {
  /** Of several visits, what is the first of: running, failed, caught, aborted, succeeded. */
  readonly status: Outcome;
  /** How often the state was entered: more than once in a loop, or within a Map. */
  readonly visits: number;
  /** How often its work was begun again, after an error or a redrive. */
  readonly retries: number;
  /** Milliseconds of all visits that are over, together; undefined where the history has no times. */
  readonly milliseconds?: number;
  /** The name of the latest error, whether or not it was caught. */
  readonly error?: string;
  /** Of a Map whose iterations are in this history: those of a distributed one are not. */
  readonly iterations?: Iterations;
}

/** What an execution's history says of a state machine. */
export interface Overlay {
  /** Undefined where the history is empty. One that was cut before its end looks like one that runs. */
  readonly status?: ExecutionStatus;
  /** From the first event to the last. */
  readonly milliseconds?: number;
  readonly error?: string;
  /** How often it was redriven. */
  readonly redrives: number;
  /** By the ids of nodes; those that were not entered are not in it. */
  readonly states: ReadonlyMap<string, StateRun>;
  /** How often edges were taken, by their ids. Of several from one state to the same, all are counted. */
  readonly edges: ReadonlyMap<string, number>;
  /** Names in the history that the machine does not have: it is of another version. */
  readonly unknownStates: readonly string[];
}

/**
 * What the history of an execution says of each state and edge of a graph. A history that was cut, is
 * empty, or is of another version of the machine, says less.
 *
 * @throws InvalidArgumentError for a history that is no list.
 */
export function overlayOf(graph: Graph, history: readonly HistoryEvent[]): Overlay {
  const events = readEvents(history);
  const { status, error, redrives, visits, edges, unknownStates } = followHistory(
    events,
    indexGraph(graph),
  );
  const [first, last] = [events[0]?.at, events.at(-1)?.at];
  const byNode = groupBy(visits, ({ place }) => place.node.id);
  return {
    ...(status === undefined ? {} : { status }),
    ...(first === undefined || last === undefined ? {} : { milliseconds: last - first }),
    ...(error === undefined ? {} : { error }),
    redrives,
    states: new Map([...byNode].map(([id, each]) => [id, runOf(each)])),
    edges,
    unknownStates: [...unknownStates],
  };
}

const WORST_FIRST: readonly Outcome[] = ["running", "failed", "caught", "aborted", "succeeded"];

function runOf(visits: readonly Visit[]): StateRun {
  const times = visits.flatMap(({ took }) => (took === undefined ? [] : [took]));
  const error = visits.findLast((visit) => visit.error !== undefined)?.error;
  const outcomes = new Set(visits.map(({ outcome }) => outcome));
  const iterations = iterationsOf(visits);
  return {
    status: WORST_FIRST.find((outcome) => outcomes.has(outcome)) ?? "succeeded",
    visits: visits.length,
    retries: sum(visits.map(({ attempts }) => Math.max(0, attempts - 1))),
    ...(times.length === 0 ? {} : { milliseconds: sum(times) }),
    ...(error === undefined ? {} : { error }),
    ...(iterations === undefined ? {} : { iterations }),
  };
}

function iterationsOf(visits: readonly Visit[]): Iterations | undefined {
  const outcomes = visits.flatMap(({ iterations }) => [...iterations.values()]);
  if (outcomes.length === 0) return undefined;
  const of = (outcome: Outcome) => outcomes.filter((each) => each === outcome).length;
  return {
    total: sum(visits.map(itemsOf)),
    succeeded: of("succeeded"),
    failed: of("failed"),
    aborted: of("aborted"),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
