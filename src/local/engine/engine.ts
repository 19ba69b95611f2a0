import type { JsonValue } from "../../shared/json.js";
import { ActivityBoard } from "./activity-board.js";
import type { Clock } from "./clock.js";
import { endRun } from "./end-run.js";
import { branchOf } from "./fork.js";
import { inputDetails, tell } from "./history.js";
import { LIMITS } from "./limits.js";
import { childEnded, failMapRun } from "./map-run.js";
import { type Resource, TaskFailure } from "./resource.js";
import type {
  Branch,
  Failure,
  MachineOfRun,
  MachineType,
  MapRun,
  ReaderRequest,
  Run,
  Task,
} from "./run.js";
import { Runner } from "./runner.js";
import type { NewChild, RunnerHost } from "./runner-host.js";
import type { Program } from "./scope.js";
import { taskFailed, taskStarted, taskSubmitted, taskSucceeded } from "./task-events.js";
import { parseTaskResource, type TaskResource } from "./task-resource.js";
import { parseText, textOf } from "./text.js";
import { readToken } from "./token.js";
import { branchesOf, tasksOf } from "./tree.js";

export interface EngineOptions {
  readonly clock: Clock;
  readonly region: string;
  /** The resource that does the work of an ARN; undefined when none does. */
  readonly resourceOf: (resource: TaskResource) => Resource | undefined;
  /** Reads the items of distributed Maps. */
  readonly items: ItemSource;
  /** From 0 up to 1; spreads retries. */
  readonly random?: () => number;
}

/** Reads the items of a distributed Map. Rejects with TaskFailure. */
export type ItemSource = (
  request: ReaderRequest,
  signal: AbortSignal,
) => Promise<readonly JsonValue[]>;

export interface NewRun {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly machine: MachineOfRun;
  readonly program: Program;
  readonly inputText: string;
  readonly mapRunArn?: string;
}

/** What became of an answer to a task. */
export type Answered = "done" | "over";

/** A distributed Map of more children than this keeps those that failed only. */
const KEPT_CHILDREN = 1_000;

/** How long a clock that skips waits for somebody outside, in milliseconds as they pass. */
const PATIENCE_MS = 1_000;

/** Runs state machines. It knows no wire protocol and no service: resources do the work of tasks. */
export class Engine {
  readonly activities: ActivityBoard;
  readonly clock: Clock;
  readonly #options: EngineOptions;
  readonly #host: RunnerHost;
  readonly #runners = new Map<string, Runner>();
  readonly #watchers = new Map<string, ((run: Run) => void)[]>();

  constructor(options: EngineOptions) {
    const { clock, region, random = Math.random } = options;
    this.#options = options;
    this.clock = clock;
    this.activities = new ActivityBoard(clock);
    this.#host = {
      clock,
      region,
      random,
      now: () => clock.now(),
      hasActivity: (arn) => this.activities.has(arn),
      beginTask: (run, task, signal) => this.#beginTask(run, task, signal),
      readItems: (run, mapRun, signal) => void this.#readItems(run, mapRun, signal),
      startChild: (run, mapRun, child) => this.#startChild(run, mapRun, child),
      stopChild: (arn) => this.stop(arn, {}),
      ended: (run) => this.#ended(run),
    };
  }

  /** Starts a run; its name must be free. */
  start({ program, ...facts }: NewRun): Run {
    const now = this.clock.now();
    const longest = facts.type === "EXPRESS" ? LIMITS.expressMs : LIMITS.standardMs;
    const input = parseText(facts.inputText);
    const run: Run = {
      ...facts,
      startedAt: now,
      dueAt: now + Math.min(program.timeoutMs ?? longest, longest),
      events: [],
      root: branchOf(program, input, { variables: {} }, 0),
      status: "RUNNING",
      tasks: 0,
      told: 0,
    };
    tell(run, now, 0, "ExecutionStarted", {
      executionStartedEventDetails: { ...inputDetails(input), roleArn: facts.machine.roleArn },
    });
    const runner = new Runner(run, program, this.#host);
    this.#runners.set(run.arn, runner);
    runner.post(() => {});
    return run;
  }

  find(arn: string): Run | undefined {
    return this.#runners.get(arn)?.run;
  }

  /** All runs, the newest last. */
  runs(): Run[] {
    return [...this.#runners.values()].map(({ run }) => run);
  }

  /** Resolves when the run has ended. */
  ended(arn: string): Promise<Run> {
    return new Promise((resolve) => {
      const run = this.find(arn);
      if (run === undefined || run.status === "RUNNING") {
        this.#watchers.set(arn, [...(this.#watchers.get(arn) ?? []), resolve]);
      } else resolve(run);
    });
  }

  /** Ends a run that runs. */
  stop(arn: string, failure: Failure): void {
    const runner = this.#runners.get(arn);
    if (runner?.run.status !== "RUNNING") return;
    endRun(runner.run, { status: "ABORTED", ...failure }, this.clock.now());
    runner.post(() => {});
  }

  /** Takes what a worker, or a holder of a token, sends. */
  answerTask(token: string, answer: TaskAnswer): Answered {
    const named = readToken(token);
    const runner = named && this.#runners.get(named.executionArn);
    const found = runner && taskIn(runner.run, named.task);
    if (!named || runner === undefined || found?.task.token !== token) return "over";
    const now = this.clock.now();
    if ("heartbeat" in answer) {
      const { task } = found;
      if (task.heartbeatMs !== undefined) task.heartbeatAt = now + task.heartbeatMs;
      this.#bePatient();
    } else
      this.#post(runner, named.task, (run, branch, task) => settle(run, branch, task, now, answer));
    return "done";
  }

  /** Ends all work. */
  close(): void {
    for (const runner of this.#runners.values()) runner.close();
    this.activities.close();
    this.clock.close();
  }

  #ended(run: Run): void {
    for (const watcher of this.#watchers.get(run.arn) ?? []) watcher(run);
    this.#watchers.delete(run.arn);
  }

  /** Posts something that happens to a task, unless its run no longer waits for it by then. */
  #post(runner: Runner, id: number, happen: (run: Run, branch: Branch, task: Task) => void): void {
    runner.post((run) => {
      const found = taskIn(run, id);
      if (found !== undefined) happen(run, found.branch, found.task);
    });
  }

  async #readItems(run: Run, mapRun: MapRun, signal: AbortSignal): Promise<void> {
    const { reader } = mapRun;
    const runner = this.#runners.get(run.arn);
    if (reader === undefined || runner === undefined) return;
    const release = this.clock.hold();
    try {
      const items = await this.#options.items(reader, signal);
      this.#postToMap(runner, mapRun.arn, (_run, { visit }, mapRun) => {
        visit.stage = { at: "items", mapRun, items };
      });
    } catch (error) {
      this.#postToMap(runner, mapRun.arn, (run, branch, mapRun) =>
        failMapRun(run, branch, mapRun, this.clock.now(), failureOf(error)),
      );
    } finally {
      release();
    }
  }

  #startChild(parent: Run, mapRun: MapRun, { arn, input, scope }: NewChild): void {
    const runner = this.#runners.get(parent.arn);
    if (runner === undefined) return;
    const { machine } = parent;
    this.start({
      arn,
      name: arn.slice(arn.lastIndexOf(":") + 1),
      type: mapRun.childType,
      machine: {
        ...machine,
        arn: `${machine.arn}/${mapRun.label}`,
        name: `${machine.name}/${mapRun.label}`,
      },
      program: { ...scope, timeoutMs: undefined },
      inputText: textOf(input),
      mapRunArn: mapRun.arn,
    });
    void this.ended(arn).then(({ outputText }) => {
      const output = outputText === undefined ? undefined : parseText(outputText);
      if (
        output !== undefined &&
        mapRun.inputs !== undefined &&
        mapRun.inputs.length > KEPT_CHILDREN
      ) {
        this.#runners.delete(arn);
      }
      this.#postToMap(runner, mapRun.arn, (_run, _branch, mapRun) =>
        childEnded(mapRun, arn, output),
      );
    });
  }

  /** Posts something that happens to a distributed Map, unless its run no longer waits for it by then. */
  #postToMap(
    runner: Runner,
    arn: string,
    happen: (run: Run, branch: Branch, mapRun: MapRun) => void,
  ): void {
    runner.post((run) => {
      for (const branch of branchesOf(run.root)) {
        const { stage } = branch.visit;
        if (stage.at === "children" && stage.mapRun.arn === arn) happen(run, branch, stage.mapRun);
      }
    });
  }

  #beginTask(run: Run, task: Task, signal: AbortSignal): void {
    const runner = this.#runners.get(run.arn);
    const resource = parseTaskResource(task.resource);
    if (runner === undefined || resource === undefined) return;
    const post = (happen: (run: Run, branch: Branch, task: Task) => void) =>
      this.#post(runner, task.id, happen);
    if (resource.kind === "activity") this.#offer(run, task, signal, post);
    else void this.#call(run, task, resource, signal, post);
  }

  /** Puts a task up for the workers of its activity. */
  #offer(run: Run, task: Task, signal: AbortSignal, post: Post): void {
    signal.addEventListener("abort", this.#bePatient());
    this.activities.offer(task.resource, { task, executionArn: run.arn, signal }, (workerName) => {
      signal.addEventListener("abort", this.clock.hold());
      post((run, branch, task) => taskStarted(run, branch, task, this.clock.now(), workerName));
    });
  }

  async #call(run: Run, task: Task, resource: TaskResource, signal: AbortSignal, post: Post) {
    const waits = resource.kind === "integration" && resource.pattern === "waitForTaskToken";
    const submit = (output: JsonValue) =>
      post((run, branch, task) => taskSubmitted(run, branch, task, this.clock.now(), output));
    const release = this.clock.hold();
    signal.addEventListener("abort", release);
    try {
      const { parameters } = task;
      const handler = this.#options.resourceOf(resource);
      if (handler === undefined) throw new TaskFailure(unhandled(task.resource));
      const call = { resource, parameters, executionArn: run.arn, signal, submitted: submit };
      const output = await handler.run(call);
      if (waits) {
        submit(output);
        this.#bePatient();
      } else
        post((run, branch, task) => taskSucceeded(run, branch, task, this.clock.now(), output));
    } catch (error) {
      post((run, branch, task) =>
        taskFailed(run, branch, task, this.clock.now(), failureOf(error)),
      );
    } finally {
      release();
    }
  }

  /** Somebody outside may act soon: time is not skipped for a moment. */
  #bePatient(): () => void {
    const release = this.clock.hold();
    const timer = setTimeout(release, PATIENCE_MS);
    timer.unref();
    return () => {
      clearTimeout(timer);
      release();
    };
  }
}

type Post = (happen: (run: Run, branch: Branch, task: Task) => void) => void;

/** What is sent for a task. */
export type TaskAnswer =
  | { readonly output: JsonValue }
  | { readonly failure: Failure }
  | { readonly heartbeat: true };

function settle(run: Run, branch: Branch, task: Task, now: number, answer: TaskAnswer): void {
  if ("output" in answer) taskSucceeded(run, branch, task, now, answer.output);
  else if ("failure" in answer) taskFailed(run, branch, task, now, answer.failure);
}

function taskIn(run: Run, id: number) {
  return tasksOf(run).find(({ task }) => task.id === id);
}

function unhandled(arn: string): Failure {
  return { error: "States.Runtime", cause: `No resource of the local engine handles "${arn}"` };
}

function failureOf(error: unknown): Failure {
  if (error instanceof TaskFailure) return error.failure;
  return {
    error: "States.TaskFailed",
    cause: error instanceof Error ? error.message : String(error),
  };
}
