import type { JsonValue } from "../../../shared/json.js";
import type { Clock } from "../clock/clock.js";
import { bePatient } from "../clock/patience.js";
import type { Branch, Failure, Run, Task } from "../run.js";
import type { Runner } from "../runner.js";
import { tasksOf } from "../tree.js";
import type { ActivityBoard } from "./activity-board.js";
import { type Earlier, failureOf, type Resource, type TaskCall, TaskFailure } from "./resource.js";
import { taskBeats, taskFailed, taskStarted, taskSubmitted, taskSucceeded } from "./task-events.js";
import { parseTaskResource, type TaskResource } from "./task-resource.js";
import { readToken } from "./token.js";

export interface OutsideTasksOptions {
  readonly clock: Clock;
  readonly activities: ActivityBoard;
  readonly resourceOf: (resource: TaskResource) => Resource | undefined;
  /** What does the work of one task in place of its resource or its workers; undefined for nothing. */
  readonly mockOf: (call: TaskCall) => Resource | undefined;
  readonly runnerOf: (executionArn: string) => Runner | undefined;
}

/** What is sent for a task. */
export type TaskAnswer =
  | { readonly output: JsonValue }
  | { readonly failure: Failure }
  | { readonly heartbeat: true };

type Happen = (run: Run, branch: Branch, task: Task, now: number) => void;

/** The tasks that something outside a run works on: resources, workers, holders of tokens. */
export class OutsideTasks {
  readonly #options: OutsideTasksOptions;

  constructor(options: OutsideTasksOptions) {
    this.#options = options;
  }

  /** Begins a task; `signal` aborts when its run waits for it no more. */
  begin(run: Run, task: Task, signal: AbortSignal): void {
    const call = this.#callOf(run, task, signal);
    if (call === undefined) return;
    const mock = this.#options.mockOf(call);
    if (mock !== undefined) void this.#work(run, task, call, mock, true);
    else if (call.resource.kind === "activity") this.#offer(run, task, signal);
    // Another process has sent the token out, which is what the task waits for.
    else if (call.taskToken !== undefined && task.stage === "submitted")
      bePatient(this.#options.clock);
    else void this.#work(run, task, call, this.#options.resourceOf(call.resource), false);
  }

  /** Takes what a worker, or a holder of a token, sends; tells whether the task still waits for it. */
  answer(token: string, answer: TaskAnswer): boolean {
    const named = readToken(token);
    const runner = named && this.#options.runnerOf(named.executionArn);
    const found = named && runner && taskIn(runner.run, named.task);
    if (runner === undefined || found?.task.token !== token) return false;
    if ("heartbeat" in answer) {
      this.#post(runner.run, found.task, taskBeats);
      bePatient(this.#options.clock);
    } else this.#post(runner.run, found.task, settlement(answer));
    return true;
  }

  /** Puts a task up for the workers of its activity, unless one of them had it when the run was kept. */
  #offer(run: Run, task: Task, signal: AbortSignal): void {
    const { activities, clock } = this.#options;
    if (task.stage === "started") {
      signal.addEventListener("abort", clock.hold());
      return;
    }
    signal.addEventListener("abort", bePatient(clock));
    activities.offer(task.resource, { task, executionArn: run.arn, signal }, (workerName) => {
      signal.addEventListener("abort", clock.hold());
      this.#post(run, task, (...happened) => taskStarted(...happened, workerName));
    });
  }

  #callOf(run: Run, task: Task, signal: AbortSignal): TaskCall | undefined {
    const resource = parseTaskResource(task.resource);
    const visit = taskIn(run, task.id)?.branch.visit;
    if (resource === undefined || visit === undefined) return undefined;
    const waits = resource.kind === "integration" && resource.pattern === "waitForTaskToken";
    return {
      resource,
      parameters: task.parameters,
      key: task.token,
      earlier: earlierOf(task),
      executionArn: run.arn,
      rootArn: run.rootArn ?? run.arn,
      stateMachineName: run.machine.name.split("/")[0] ?? run.machine.name,
      testCase: run.testCase,
      state: visit.state,
      retryCount: visit.retries.reduce((sum, count) => sum + count, 0),
      taskToken: waits ? task.token : undefined,
      signal,
      submitted: (output) =>
        this.#post(run, task, (...happened) => taskSubmitted(...happened, output)),
    };
  }

  /** Has the work of a task done. A mock's result is the task's own, also where a token is out. */
  async #work(
    run: Run,
    task: Task,
    call: TaskCall,
    handler: Resource | undefined,
    isMock: boolean,
  ): Promise<void> {
    const { clock } = this.#options;
    const release = handler?.waitsForExecutions === true ? () => {} : clock.hold();
    call.signal.addEventListener("abort", release);
    try {
      if (handler === undefined) throw new TaskFailure(unhandled(task.resource));
      if (isMock && call.resource.kind === "activity") this.#post(run, task, taskStarted);
      const output = await handler.run(call);
      if (call.taskToken !== undefined && !isMock) {
        call.submitted(output);
        bePatient(clock);
      } else this.#post(run, task, settlement({ output }));
    } catch (error) {
      this.#post(run, task, settlement({ failure: failureOf(error) }));
    } finally {
      release();
    }
  }

  /** Posts something that happens to a task, unless its run no longer waits for it by then. */
  #post(run: Run, { id }: Task, happen: Happen): void {
    this.#options.runnerOf(run.arn)?.post((run) => {
      const found = taskIn(run, id);
      if (found !== undefined) happen(run, found.branch, found.task, this.#options.clock.now());
    });
  }
}

function earlierOf({ submitted: answer, stage }: Task): Earlier | undefined {
  return answer === undefined ? undefined : { answer, isUnderWay: stage === "submitted" };
}

function settlement(answer: Exclude<TaskAnswer, { heartbeat: true }>): Happen {
  return (...happened) =>
    "output" in answer
      ? taskSucceeded(...happened, answer.output)
      : taskFailed(...happened, answer.failure);
}

function taskIn(run: Run, id: number) {
  return tasksOf(run).find(({ task }) => task.id === id);
}

function unhandled(arn: string): Failure {
  return { error: "States.Runtime", cause: `No resource of the local engine handles "${arn}"` };
}
