import type { JsonValue } from "../../shared/json.js";
import type { Engine } from "./engine.js";
import { mapRunOf } from "./map-run/map-run.js";
import type { MapRunLimits, ReaderRequest, SourceItem } from "./map-run/map-run-document.js";
import { closeLastBatch, itemsOf } from "./map-run/map-run-items.js";
import type { Inspect, Moment } from "./moment.js";
import type { Move } from "./move.js";
import type { Catcher } from "./program/catcher.js";
import type { State } from "./program/program.js";
import type { RetryRule } from "./program/retry.js";
import type { Failure, MachineOfRun, Run, Stage, Variables } from "./run.js";
import { TaskFailure } from "./task/resource.js";

/** A state that is to be run alone. */
export interface StateTest {
  readonly arn: string;
  readonly name: string;
  readonly machine: MachineOfRun;
  readonly state: State;
  readonly inputText: string;
  readonly variables: Variables;
  /** The context object; undefined for one of the test's own. */
  readonly context: JsonValue | undefined;
  /** What the state's work gives, in place of the work. */
  readonly mock: StateMock | undefined;
  /** How often the retrier that applies has retried. */
  readonly retried: number;
  /** What stands for the items that a distributed Map would read. */
  readonly read: ((request: ReaderRequest) => Promise<readonly SourceItem[]>) | undefined;
}

export type StateMock =
  | { readonly result: JsonValue; readonly failedIterations: number }
  | { readonly failure: Failure };

/** How the state ended, and what was seen on the way. */
export interface StateTested {
  readonly status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  readonly output?: JsonValue;
  readonly failure?: Failure;
  readonly next?: string;
  readonly catchIndex?: number;
  readonly retry?: { readonly index: number; readonly delayMs: number };
  /** What the state's fields made of its data, by their names. */
  readonly inspected: ReadonlyMap<string, JsonValue>;
  readonly variables: Variables;
}

/** Thrown for a mock that the state could never have given. */
export class MockMismatch extends Error {
  override readonly name = "MockMismatch";
}

/**
 * Runs one state as any run would, with its own dataflow, retriers and catchers, until it would go
 * on, retry or fail. Rejects with MockMismatch.
 */
export async function testState(engine: Engine, test: StateTest): Promise<StateTested> {
  const seen: Seen = { inspected: new Map() };
  const state = probed(
    test,
    seen,
    () => engine.stop(test.arn, {}),
    () => engine.find(test.arn),
  );
  const program = {
    startAt: state.name,
    states: new Map([[state.name, state]]),
    timeoutMs: undefined,
  };
  const { arn, name, machine, inputText, variables } = test;
  engine.start({ arn, name, type: "EXPRESS", machine, program, inputText, variables });
  const run = await engine.ended(arn);
  engine.forget(arn);
  if (seen.mismatch !== undefined) throw seen.mismatch;
  return outcomeOf(run, seen);
}

interface Seen {
  readonly inspected: Map<string, JsonValue>;
  next?: string | undefined;
  caught?: { readonly index: number; readonly failure: Failure };
  retry?: { readonly index: number; readonly delayMs: number; readonly failure: Failure };
  mismatch?: MockMismatch;
}

function outcomeOf({ root, status, error, cause }: Run, seen: Seen): StateTested {
  const { inspected, next, caught, retry } = seen;
  const { output = null, variables } = root;
  const sight = { inspected, variables };
  if (retry !== undefined) {
    return { ...sight, status: "RETRIABLE", failure: retry.failure, retry };
  }
  const leading = next === undefined ? {} : { next };
  if (status === "SUCCEEDED" && caught !== undefined) {
    const { failure, index } = caught;
    return { ...sight, ...leading, status: "CAUGHT_ERROR", failure, catchIndex: index, output };
  }
  if (status === "SUCCEEDED") return { ...sight, ...leading, status, output };
  const failure = {
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
  return { ...sight, status: "FAILED", failure };
}

/** The state, with an eye on what it decides and makes of its data; where it would go, the run ends. */
function probed(test: StateTest, seen: Seen, stop: () => void, run: () => Run | undefined): State {
  const { state } = test;
  const inspect: Inspect = (name, value) => seen.inspected.set(name, value);
  const watched = (moment: Moment) => watchedMoment(moment, test, inspect);

  const ending = (move: Move): Move => {
    if (move.go !== "on") return move;
    seen.next = move.next;
    return { ...move, next: undefined };
  };

  const retriers = state.retriers.map(
    (rule, index): RetryRule => ({
      ...rule,
      maxAttempts: rule.maxAttempts - test.retried,
      delayMs(retry, random) {
        const delayMs = rule.delayMs(retry + test.retried, random);
        const stage = run()?.root.visit.stage;
        seen.retry = { index, delayMs, failure: stage?.at === "failure" ? stage.failure : {} };
        stop();
        return delayMs;
      },
    }),
  );

  const catchers = state.catchers.map(
    (catcher, index): Catcher => ({
      ...catcher,
      async take(moment, failure) {
        const move = ending(await catcher.take(watched(moment), failure));
        seen.caught = { index, failure };
        return move;
      },
    }),
  );

  return {
    ...state,
    retriers,
    catchers,
    async start(moment) {
      const watching = watched(moment);
      const move = await state.start(watching);
      const { mock } = test;
      if (move.go !== "wait" || mock === undefined || move.stage.at === "pause")
        return ending(move);
      try {
        const iterations = await iterationsOf(move.stage, watching, test, inspect);
        return { go: "wait", stage: mockedStage(mock, iterations) };
      } catch (error) {
        if (error instanceof TaskFailure) return { go: "wait", stage: failed(error.failure) };
        if (!(error instanceof MockMismatch)) throw error;
        seen.mismatch = error;
        return { go: "fail", failure: {} };
      }
    },
    async finish(moment, result) {
      if (state.type === "Task") inspect("result", result);
      return ending(await state.finish(watched(moment), result));
    },
  };
}

function watchedMoment(moment: Moment, test: StateTest, inspect: Inspect): Moment {
  const context = test.context ?? contextOfTest(moment.names.context, test);
  return {
    ...moment,
    names: { ...moment.names, context, inspect },
    hasActivity: (arn) => test.mock !== undefined || moment.hasActivity(arn),
  };
}

/** What the service shows of a test: no redrives, and retries in a state of whatever type. */
function contextOfTest(context: JsonValue, { retried }: StateTest): JsonValue {
  const { Execution, State, ...rest } = context as Record<string, Record<string, JsonValue>>; // the context object
  const { RedriveCount: _, ...execution } = Execution ?? {};
  return { ...rest, Execution: execution, State: { ...State, RetryCount: retried } };
}

/** What a Map would run, as far as it is known. */
interface Iterations {
  readonly count: number | undefined;
  /** The items that a tolerated share is one of. */
  readonly items: number;
  readonly limits?: MapRunLimits;
}

/** What a Map makes of its items, or of those that the test gives in place of what it would read. */
async function iterationsOf(
  stage: Stage,
  moment: Moment,
  { state, read }: StateTest,
  inspect: Inspect,
): Promise<Iterations> {
  if (stage.at === "branches") {
    const count = stage.fork.kind === "Map" ? stage.fork.items.length : undefined;
    return { count, items: count ?? 0 };
  }
  if (stage.at !== "children") return { count: undefined, items: 0 };
  const mapRun = mapRunOf(moment.run, stage.mapRunArn);
  const { source, limits } = mapRun;
  if (source.kind === "reader" && read === undefined) return { count: undefined, items: 0, limits };
  mapRun.read = source.kind === "list" ? itemsOf(source) : ((await read?.(source.request)) ?? []);
  mapRun.taken = mapRun.read.length;
  mapRun.exhausted = true;
  await state.itemsRead(moment, mapRun);
  closeLastBatch(mapRun);
  const inputs = mapRun.ready.map(({ input }) => input);
  if (mapRun.batches !== undefined) inspect("afterItemBatcher", inputs);
  return { count: inputs.length, items: mapRun.taken, limits };
}

function mockedStage(mock: StateMock, { count, items, limits }: Iterations): Stage {
  if ("failure" in mock) return failed(mock.failure);
  const total = count ?? (Array.isArray(mock.result) ? mock.result.length : 0);
  if (mock.failedIterations > total) {
    throw new MockMismatch(
      "Map iteration failure count must be less than or equal to the number of Map iterations",
    );
  }
  const isTooMany = limits !== undefined && exceeds(limits, mock.failedIterations, items || total);
  if (!isTooMany) return { at: "result", result: mock.result };
  return failed({
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  });
}

/** A test without a threshold has none to exceed, unlike a run. */
function exceeds(
  { toleratedFailureCount: count, toleratedFailurePercentage: percentage }: MapRunLimits,
  failures: number,
  total: number,
): boolean {
  const tooMany = count > 0 && failures > count;
  return tooMany || (percentage > 0 && (100 * failures) / total > percentage);
}

function failed(failure: Failure): Stage {
  const { error = "" } = failure;
  const timeout = error === "States.HeartbeatTimeout" ? ["States.Timeout"] : [];
  return { at: "failure", failure, names: [error, ...timeout] };
}
