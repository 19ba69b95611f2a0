import { ActivityBoard, type ActivityFacts } from "./activity-board.js";
import type { Clock } from "./clock.js";
import { endRun } from "./end-run.js";
import { type ItemSource, MapRuns } from "./map-runs.js";
import { memoryRuns } from "./memory-runs.js";
import { beginRun, type NewRun } from "./new-run.js";
import { OutsideTasks, type TaskAnswer } from "./outside-tasks.js";
import type { Program } from "./program.js";
import type { Resource } from "./resource.js";
import type { Failure, Run } from "./run.js";
import type { RunStore } from "./run-store.js";
import { Runner } from "./runner.js";
import type { RunnerHost } from "./runner-host.js";
import type { TaskResource } from "./task-resource.js";

export interface EngineOptions {
  readonly clock: Clock;
  readonly region: string;
  /** The resource that does the work of an ARN; undefined when none does. */
  readonly resourceOf: (resource: TaskResource) => Resource | undefined;
  /** Reads the items of distributed Maps. */
  readonly items: ItemSource;
  /** From 0 up to 1; spreads retries. */
  readonly random?: () => number;
  /** Where runs are kept. Default: in memory. */
  readonly store?: RunStore;
  /** The activities that are known, by ARN; what is made of them is kept there. Default: none. */
  readonly activities?: Map<string, ActivityFacts>;
}

/** Runs state machines. It knows no wire protocol and no service: resources do the work of tasks. */
export class Engine {
  readonly activities: ActivityBoard;
  readonly clock: Clock;
  readonly #host: RunnerHost;
  readonly #tasks: OutsideTasks;
  readonly #store: RunStore;
  /** All runs, the newest last; those that have ended are as the store hands them out. */
  readonly #runs = new Map<string, Run>();
  readonly #runners = new Map<string, Runner>();
  readonly #watchers = new Map<string, ((run: Run) => void)[]>();
  #closed = false;

  constructor(options: EngineOptions) {
    const { clock, region, resourceOf, items, random = Math.random } = options;
    this.clock = clock;
    this.activities = new ActivityBoard(() => clock.now(), options.activities);
    this.#store = options.store ?? memoryRuns();
    const { activities } = this;
    const runnerOf = (arn: string) => this.#runners.get(arn);
    this.#tasks = new OutsideTasks({ clock, activities, resourceOf, runnerOf });
    const mapRuns = new MapRuns({
      clock,
      items,
      runnerOf,
      start: (child) => this.#startChild(child),
      ended: (arn) => this.ended(arn),
      forget: (arn) => this.#forget(arn),
    });
    this.#host = {
      clock,
      region,
      random,
      now: () => clock.now(),
      hasActivity: (arn) => activities.has(arn),
      beginTask: (run, task, signal) => this.#tasks.begin(run, task, signal),
      readItems: (run, mapRun, signal) => void mapRuns.read(run, mapRun, signal),
      startChild: (run, mapRun, child) => mapRuns.startChild(run, mapRun, child),
      stopChild: (arn) => this.stop(arn, {}),
      keep: (run) => this.#keep(run),
      ended: (run) => this.#ended(run),
    };
  }

  /** Starts a run; its name must be free. */
  start(facts: NewRun): Run {
    const run = beginRun(facts, this.clock.now());
    // Before anything that its first step leads to. What becomes of it, the runner will tell.
    void this.#store.keep(run)?.catch(() => {});
    return this.resume(run, facts.program);
  }

  /** Takes a run up where its document says that it stands; its tasks are begun again. */
  resume(run: Run, program: Program): Run {
    const runner = new Runner(run, program, this.#host);
    this.#runs.set(run.arn, run);
    this.#runners.set(run.arn, runner);
    runner.post(() => {});
    return run;
  }

  /**
   * Takes in what an earlier process kept, the oldest first, and takes up what runs. Children of
   * distributed Maps wait for their Map to ask for them; those that none asks for are ended.
   */
  restore(runs: readonly Run[], programOf: (run: Run) => Program): void {
    for (const run of runs) this.#runs.set(run.arn, run);
    const running = runs.filter(({ status }) => status === "RUNNING");
    for (const run of running) if (run.mapRunArn === undefined) this.resume(run, programOf(run));
  }

  /** A run that has ended, as a document that `resume` may take up. */
  reopened(arn: string): Run | undefined {
    const run = this.#runs.get(arn);
    return run === undefined || run.status === "RUNNING" ? undefined : this.#store.reopened(run);
  }

  find(arn: string): Run | undefined {
    return this.#runs.get(arn);
  }

  /** All runs, the newest last. */
  runs(): Run[] {
    return [...this.#runs.values()];
  }

  /** Resolves when the run has ended. */
  ended(arn: string): Promise<Run> {
    return new Promise((resolve) => {
      const run = this.find(arn);
      if (run !== undefined && run.status !== "RUNNING" && !this.#runners.has(arn)) resolve(run);
      else this.#watchers.set(arn, [...(this.#watchers.get(arn) ?? []), resolve]);
    });
  }

  /** Ends a run that runs. */
  stop(arn: string, failure: Failure): void {
    const runner = this.#runners.get(arn);
    if (this.#closed || runner?.run.status !== "RUNNING") return;
    endRun(runner.run, { status: "ABORTED", ...failure }, this.clock.now());
    runner.post(() => {});
  }

  /** Takes what a worker, or a holder of a token, sends; tells whether the task still waits for it. */
  answerTask(token: string, answer: TaskAnswer): boolean {
    return this.#tasks.answer(token, answer);
  }

  /**
   * Resolves when all that has been asked of the engine so far is kept; undefined when it is
   * already. Rejects when it cannot be kept.
   */
  settled(): Promise<void> | undefined {
    const settled = this.#store.settled();
    return settled === undefined ? undefined : this.#allKept(settled);
  }

  /** Ends all work; the documents of runs stay as they are. */
  close(): void {
    this.#closed = true;
    for (const runner of this.#runners.values()) runner.close();
    this.activities.close();
    this.clock.close();
  }

  async #allKept(settled: Promise<void>): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.kept()));
    await settled;
    await this.#store.settled();
  }

  /** A child that an earlier process started goes on, or has ended. */
  #startChild(child: NewRun): void {
    const known = this.#runs.get(child.arn);
    if (known === undefined) this.start(child);
    else if (known.status === "RUNNING") this.resume(known, child.program);
  }

  #keep(run: Run): Promise<void> | undefined {
    return this.#closed ? undefined : this.#store.keep(run);
  }

  #forget(arn: string): void {
    this.#runs.delete(arn);
    this.#store.forget(arn);
  }

  #ended(run: Run): void {
    if (this.#closed) return;
    this.#runners.delete(run.arn);
    this.#runs.set(run.arn, this.#store.endedRun(run));
    for (const watcher of this.#watchers.get(run.arn) ?? []) watcher(run);
    this.#watchers.delete(run.arn);
  }
}
