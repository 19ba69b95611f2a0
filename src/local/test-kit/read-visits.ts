import type { JsonValue } from "../../shared/json.js";
import type { HistoryEvent } from "../engine/index.js";

/** One try of a Task's work. */
export interface Attempt {
  /** What the resource was asked: the event of a function, the parameters of an integration. */
  readonly input: JsonValue;
  readonly output?: JsonValue;
  readonly error?: string;
  readonly cause?: string;
}

/** One stay of an execution in a state, retries included. */
export interface Visit {
  readonly state: string;
  readonly type: string;
  readonly input: JsonValue;
  /** Undefined while it lasts, and when it failed. */
  readonly output: JsonValue | undefined;
  /** The index of the iteration, within a Map: the innermost. */
  readonly iteration: number | undefined;
  /** Of a Task. */
  readonly attempts: readonly Attempt[];
  /** What it failed with at last, whether or not it was caught. */
  readonly failure: { readonly error?: string; readonly cause?: string } | undefined;
  /** The state that came after it. */
  readonly next: string | undefined;
  readonly enteredAt: Date;
  readonly exitedAt: Date | undefined;
}

type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] };

interface Open extends Mutable<Omit<Visit, "attempts">> {
  readonly attempts: Mutable<Attempt>[];
  /** The visit of the Map or Parallel around it. */
  readonly parent: Open | undefined;
}

/** Where an event belongs: to a visit, or to an iteration that is about to begin. */
interface Owner {
  readonly visit: Open | undefined;
  readonly iteration?: number;
  /** It ended its visit: what comes next is beside it. */
  readonly exited?: boolean;
}

/**
 * The visits that a history tells of, in the order of entering, by the links from event to event.
 * `iteration` is that of the whole history, in a child of a distributed Map.
 */
export function readVisits(events: readonly HistoryEvent[], iteration?: number): Visit[] {
  const owners = new Map<number, Owner>();
  const visits: Open[] = [];
  const whole = iteration === undefined ? {} : { iteration };
  for (const event of events) {
    const previous = owners.get(event.previousEventId) ?? { visit: undefined, ...whole };
    owners.set(event.id, ownerOf(event, previous, visits));
  }
  return visits.map(({ parent: _, ...visit }) => visit);
}

function ownerOf(event: HistoryEvent, previous: Owner, visits: Open[]): Owner {
  const { type } = event;
  const when = new Date(event.timestamp * 1000);
  if (event.stateEnteredEventDetails !== undefined) {
    return { visit: enter(event, event.stateEnteredEventDetails, previous, visits, when) };
  }
  if (event.stateExitedEventDetails !== undefined) {
    const { name, output } = event.stateExitedEventDetails;
    const visit = around(previous.visit, name);
    if (visit !== undefined) Object.assign(visit, { output: parse(output), exitedAt: when });
    return { visit, exited: true };
  }
  const started = event.mapIterationStartedEventDetails;
  const ended =
    event.mapIterationSucceededEventDetails ??
    event.mapIterationFailedEventDetails ??
    event.mapIterationAbortedEventDetails;
  if (started !== undefined) {
    return { visit: around(previous.visit, started.name), iteration: started.index };
  }
  if (ended !== undefined) return { visit: around(previous.visit, ended.name) };
  if (event.evaluationFailedEventDetails !== undefined) {
    const { state, error, cause } = event.evaluationFailedEventDetails;
    const visit = visits.findLast((known) => known.state === state && known.exitedAt === undefined);
    if (visit !== undefined) visit.failure = failureOf({ error, cause });
    return { visit: visit ?? previous.visit };
  }
  if (type !== "ExecutionSucceeded" && !type.startsWith("Execution"))
    noteTask(event, previous.visit);
  return { visit: previous.visit };
}

function enter(
  event: HistoryEvent,
  { name, input }: { name: string; input: string },
  { visit: previous, exited, iteration }: Owner,
  visits: Open[],
  when: Date,
): Open {
  const parent = exited === true ? previous?.parent : previous;
  if (exited === true && previous !== undefined) previous.next = name;
  const visit: Open = {
    state: name,
    type: event.type.replace(/StateEntered$/, ""),
    input: parse(input),
    output: undefined,
    iteration: iteration ?? (exited === true ? previous?.iteration : parent?.iteration),
    attempts: [],
    failure: undefined,
    next: undefined,
    enteredAt: when,
    exitedAt: undefined,
    parent,
  };
  visits.push(visit);
  return visit;
}

/** The visit itself or the nearest around it that is of a state. */
function around(visit: Open | undefined, state: string): Open | undefined {
  let found = visit;
  while (found !== undefined && found.state !== state) found = found.parent;
  return found;
}

/** The details of a task's event, whatever it is called. */
interface TaskDetails {
  readonly input?: string;
  readonly parameters?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

const TASK_EVENT = /^(?:Task|LambdaFunction|Activity)(Scheduled|Succeeded|Failed|TimedOut)$/;
const FAILED_EVENT = /^(?:Map(?:Run|State)?|ParallelState)Failed$/;

function noteTask(event: HistoryEvent, visit: Open | undefined): void {
  if (visit === undefined) return;
  const details = Object.entries(event).find(([name]) => name.endsWith("EventDetails"))?.[1];
  const { input, parameters, output, error, cause } = (details ?? {}) as TaskDetails; // of any kind
  if (FAILED_EVENT.test(event.type)) visit.failure = failureOf({ error, cause });
  const what = TASK_EVENT.exec(event.type)?.[1];
  if (what === "Scheduled") visit.attempts.push({ input: parse(parameters ?? input ?? "null") });
  const attempt = visit.attempts.at(-1);
  if (attempt === undefined) return;
  if (what === "Succeeded") {
    attempt.output = parse(output ?? "null");
    visit.failure = undefined;
  } else if (what === "Failed" || what === "TimedOut") {
    visit.failure = failureOf({ error, cause });
    Object.assign(attempt, visit.failure);
  }
}

function failureOf({ error, cause }: { error?: string | undefined; cause?: string | undefined }) {
  return {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function parse(text: string): JsonValue {
  return JSON.parse(text) as JsonValue; // the engine's own JSON
}
