import type { Clock } from "./clock/clock.js";
import type { ActiveChild, MapRun } from "./map-run/map-run-document.js";
import type { Scope } from "./program/program.js";
import type { Run, Task } from "./run.js";
import type { Surroundings } from "./step.js";

/** Where a runner hands tasks to, and tells of the end. */
export interface RunnerHost extends Surroundings {
  readonly clock: Clock;
  /** Begins a task; `signal` aborts when the run waits for it no more. */
  beginTask(run: Run, task: Task, signal: AbortSignal): void;
  /** Reads some more items of a distributed Map, unless that is under way. */
  readItems(run: Run, mapRun: MapRun, signal: AbortSignal): void;
  /** Writes some of the results of a distributed Map, unless that is under way. */
  writeResults(run: Run, mapRun: MapRun, signal: AbortSignal): void;
  /** Starts a child of a distributed Map, or waits for the end of one that was started before. */
  startChild(run: Run, mapRun: MapRun, child: NewChild): void;
  stopChild(arn: string): void;
  /** Keeps what has become of a run; undefined when there is nothing to wait for. Rejects when it cannot be kept. */
  keep(run: Run): Promise<void> | undefined;
  ended(run: Run): void;
}

/** A child that a distributed Map wants. */
export interface NewChild {
  readonly index: number;
  readonly child: ActiveChild;
  readonly scope: Scope;
}
