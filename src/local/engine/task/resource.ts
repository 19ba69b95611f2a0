import type { JsonValue } from "../../../shared/json.js";
import type { Failure } from "../run.js";
import type { TaskResource } from "./task-resource.js";

/** Does the work of tasks: a function, a service, another execution. */
export interface Resource {
  /**
   * Does one task, and resolves to its result. For a `.waitForTaskToken` task that is what the
   * service answered; the task's own result comes by its token. Rejects with TaskFailure when the
   * task fails.
   */
  run(call: TaskCall): Promise<JsonValue>;
  /** It waits for nothing but executions of this engine: a clock that skips need not mind it. */
  readonly waitsForExecutions?: true;
}

/** One task that is to be done. */
export interface TaskCall {
  readonly resource: TaskResource;
  readonly parameters: JsonValue;
  /** Of the execution that asks for it. */
  readonly executionArn: string;
  /** Of the execution that a client started: the same, unless a distributed Map's child asks. */
  readonly rootArn: string;
  /** The name of the state machine, without the label of a distributed Map. */
  readonly stateMachineName: string;
  /** The test case of a mock file that the execution was started with. */
  readonly testCase: string | undefined;
  /** The name of the Task state. */
  readonly state: string;
  /** How often the state has tried before, in this visit. */
  readonly retryCount: number;
  /** What goes on with the task when it is sent back: set for `.waitForTaskToken`. */
  readonly taskToken: string | undefined;
  /** Aborts when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  /** The same each time that the task is begun, which another process may do once more. */
  readonly key: string;
  /** What a `.sync` task goes on from; undefined where the service has not been asked yet. */
  readonly earlier: Earlier | undefined;
  /** Says that a `.sync` task is under way, and what the service answered. */
  submitted(output: JsonValue): void;
}

/** What the service answered, before this process began the task. */
export interface Earlier {
  readonly answer: JsonValue;
  /**
   * Whether it answered this task, which another process began and which is under way; else the
   * one in its place, before the execution was redriven.
   */
  readonly isUnderWay: boolean;
}

/** The way in which a task fails, with the error that its retriers and catchers match. */
export class TaskFailure extends Error {
  override readonly name = "TaskFailure";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.error ?? "(no error)"}: ${failure.cause ?? "(no cause)"}`);
    this.failure = failure;
  }
}

/** The failure that something thrown stands for. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TaskFailure) return error.failure;
  const cause = error instanceof Error ? error.message : String(error);
  return { error: "States.TaskFailed", cause };
}
