import type { JsonValue } from "../../shared/json.js";
import type { Clock } from "./clock.js";
import type { Scope } from "./program.js";
import type { MapRun, Run, Task } from "./run.js";
import type { Surroundings } from "./step.js";

/** Where a runner hands tasks to, and tells of the end. */
export interface RunnerHost extends Surroundings {
  readonly clock: Clock;
  /** Begins a task; `signal` aborts when the run waits for it no more. */
  beginTask(run: Run, task: Task, signal: AbortSignal): void;
  /** Begins to read the items of a distributed Map. */
  readItems(run: Run, mapRun: MapRun, signal: AbortSignal): void;
  /** Starts a child of a distributed Map. */
  startChild(run: Run, mapRun: MapRun, child: NewChild): void;
  stopChild(arn: string): void;
  /** Keeps what has become of a run; undefined when there is nothing to wait for. Rejects when it cannot be kept. */
  keep(run: Run): Promise<void> | undefined;
  ended(run: Run): void;
}

/** A child that a distributed Map wants. */
export interface NewChild {
  readonly arn: string;
  readonly input: JsonValue;
  readonly scope: Scope;
}
