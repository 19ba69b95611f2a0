import type { Clock } from "./clock/clock.js";
import type { Watcher } from "./history/history.js";
import type { ItemSource, ResultSink } from "./map-run/map-runs.js";
import type { Program } from "./program/program.js";
import type { Run } from "./run.js";
import type { RunStore } from "./run-store.js";
import type { ActivityFacts } from "./task/activity-board.js";
import type { Resource, TaskCall } from "./task/resource.js";
import type { TaskResource } from "./task/task-resource.js";

/** What an engine is given: its clock, what does its work, and where its runs are kept. */
export interface EngineOptions {
  readonly clock: Clock;
  readonly region: string;
  /** The resource that does the work of an ARN; undefined when none does. */
  readonly resourceOf: (resource: TaskResource) => Resource | undefined;
  /** What does the work of one task in place of its resource or its workers. Default: nothing does. */
  readonly mockOf?: (call: TaskCall) => Resource | undefined;
  /** Reads the items of distributed Maps. */
  readonly items: ItemSource;
  /** Puts the files of their results. */
  readonly results: ResultSink;
  /** From 0 up to 1; spreads retries. */
  readonly random?: () => number;
  /** Where runs are kept. Default: in memory. */
  readonly store?: RunStore;
  /** The program of a run that another process started. Needed by `restore` only. */
  readonly programOf?: (run: Run) => Program;
  /** The activities that are known, by ARN; what is made of them is kept there. Default: none. */
  readonly activities?: Map<string, ActivityFacts>;
  /** What takes the events of a run as they are told; undefined for a run that nobody watches. */
  readonly watcherOf?: (run: Run) => Watcher | undefined;
}
