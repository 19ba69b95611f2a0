import type { TaskHandler } from "../handler/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { checkSfnName } from "../shared/sfn-names.js";

/** What a running task of an activity is told beside its input. */
export interface TaskInfo {
  /** The activity's name. */
  readonly activity: string;
  readonly taskToken: string;
  readonly workerName: string;
  /** Aborts when nobody waits for the result any more, or the worker's time to drain is over. */
  readonly signal: AbortSignal;
}

/** A function that does the work of an activity; what it returns is the task's output. */
export type ActivityFunction<Input, Result> = (
  input: Input,
  task: TaskInfo,
) => Result | Promise<Result>;

export interface ActivityOptions {
  /**
   * Seconds without a sign of life after which a task counts as lost: the HeartbeatSeconds of the
   * Tasks on this activity. The worker gives one three times as often. Default 60.
   */
  readonly heartbeatSeconds?: number | undefined;
  /** Whether Tasks send the envelope of a `task()` handler, which then knows its execution. Default false. */
  readonly envelope?: boolean | undefined;
}

/** What `define` takes, of whatever types. */
export type AnyFunction = ActivityFunction<never, unknown> | TaskHandler<never, unknown>;

/** An activity and what does its work. A Task of `sfn-task-tools/workflow` takes it as its resource. */
export interface Activity<Input = never, Result = unknown> {
  readonly kind: "activity";
  /** With the group's prefix. */
  readonly name: string;
  readonly heartbeatSeconds: number;
  readonly envelope: boolean;
  readonly run: (input: Input, task: TaskInfo) => Result | Promise<Result>;
}

/**
 * An activity of a name of its own.
 *
 * @param run a plain function, or a `task()` handler.
 * @throws InvalidArgumentError for a name that AWS refuses, or no function.
 */
export function defineActivity<Input, Result>(
  name: string,
  run: ActivityFunction<Input, Result>,
  options?: ActivityOptions,
): Activity<Input, Awaited<Result>>;
export function defineActivity<Input, Result>(
  name: string,
  run: TaskHandler<Input, Result>,
  options?: ActivityOptions,
): Activity<Input, Awaited<Result>>;
export function defineActivity(
  name: string,
  run: AnyFunction,
  { heartbeatSeconds = 60, envelope = false }: ActivityOptions = {},
): Activity {
  checkSfnName(name, "the activity's name");
  if (typeof run !== "function") {
    throw new InvalidArgumentError(
      `Expected what does the work of the activity "${name}" to be a function (input, task) => result, got ${describe(run)}.`,
    );
  }
  if (!(Number.isInteger(heartbeatSeconds) && heartbeatSeconds >= 1)) {
    throw new InvalidArgumentError(
      `Expected the "heartbeatSeconds" option of the activity "${name}" to be a whole number of seconds, got ${describe(heartbeatSeconds)}.`,
    );
  }
  return {
    kind: "activity",
    name,
    heartbeatSeconds,
    envelope,
    // A task() handler takes what it is told for Lambda's context, of which it needs the signal.
    run: run as Activity["run"],
  };
}
