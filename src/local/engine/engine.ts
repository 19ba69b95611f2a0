import { ActivityBoard, type ActivityFacts } from "./activity-board.js";
import type { Clock } from "./clock.js";
import { endRun } from "./end-run.js";
import { type Watcher, watchHistory } from "./history.js";
import type { MapRun, MapRunLimits } from "./map-run-document.js";
import { type ItemSource, MapRuns, type ResultSink } from "./map-runs.js";
import { memoryRuns } from "./memory-runs.js";
import { beginRun, type NewRun } from "./new-run.js";
import { OutsideTasks, type TaskAnswer } from "./outside-tasks.js";
import type { Program } from "./program.js";
import { whyNotRedrivable } from "./redrivable.js";
import { redrive } from "./redrive.js";
import { isKnownToken, keepToken } from "./redrive-tokens.js";
import type { Resource, TaskCall } from "./resource.js";
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

/** Runs state machines. It knows no wire protocol and no service: resources do the work of tasks. */
export class Engine {
  readonly activities: ActivityBoard;
  readonly clock: Clock;
  readonly #host: RunnerHost;
  readonly #tasks: OutsideTasks;
  readonly #store: RunStore;
  /** All runs, the newest last; those that have ended are as the store hands them out. */
  readonly #runs = new Map<string, Run>();
  readonly #watcherOf: EngineOptions["watcherOf"];
  readonly #runners = new Map<string, Runner>();
  readonly #watchers = new Map<string, ((run: Run) => void)[]>();
  readonly #programs = new WeakMap<Run, Program>();
  readonly #compile: (run: Run) => Program;
  readonly #forgotten: string[] = [];
  #closed = false;

  constructor(options: EngineOptions) {
    const { clock, region, resourceOf, items, results } = options;
    const { random = Math.random, mockOf = () => undefined } = options;
    this.clock = clock;
    this.activities = new ActivityBoard(() => clock.now(), options.activities);
    this.#store = options.store ?? memoryRuns();
    this.#watcherOf = options.watcherOf;
    this.#compile = options.programOf ?? unknownProgram;
    const { activities } = this;
    const runnerOf = (arn: string) => this.#runners.get(arn);
    this.#tasks = new OutsideTasks({ clock, activities, resourceOf, mockOf, runnerOf });
    const mapRuns = new MapRuns({
      clock,
      items,
      results,
      runnerOf,
      start: (child) => this.#startChild(child),
      redrive: (arn, isWanted) => this.redrive(arn, undefined, isWanted),
      ended: (arn) => this.ended(arn),
      forget: (arn) => this.forget(arn),
      find: (arn) => this.#runs.get(arn),
    });
    this.#host = {
      clock,
      region,
      random,
      now: () => clock.now(),
      hasActivity: (arn) => activities.has(arn),
      beginTask: (run, task, signal) => this.#tasks.begin(run, task, signal),
      readItems: (run, mapRun, signal) => void mapRuns.readItems(run, mapRun, signal),
      writeResults: (run, mapRun, signal) => void mapRuns.writeResults(run, mapRun, signal),
      startChild: (run, mapRun, child) => mapRuns.startChild(run, mapRun, child),
      stopChild: (arn) => this.stop(arn, {}),
      keep: (run) => this.#keep(run),
      ended: (run) => this.#ended(run),
    };
  }

  /** Starts a run; its name must be free. */
  start(facts: NewRun): Run {
    const run = beginRun(facts, this.clock.now(), (run) => this.#watch(run));
    // Before anything that its first step leads to. What becomes of it, the runner will tell.
    void this.#store.keep(run)?.catch(() => {});
    return this.resume(run, facts.program);
  }

  /** Takes a run up where its document says that it stands; its tasks are begun again. */
  resume(run: Run, program: Program): Run {
    this.#watch(run);
    this.#programs.set(run, program);
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
  restore(runs: readonly Run[]): void {
    for (const run of runs) this.#runs.set(run.arn, run);
    for (const run of runs) {
      if (run.status !== "RUNNING") continue;
      if (run.mapRunArn === undefined) this.resume(run, this.#programOf(run));
      else if (!this.#isWanted(run)) this.stop(run.arn, {});
    }
  }

  find(arn: string): Run | undefined {
    return this.#runs.get(arn);
  }

  /** All runs, the newest last. */
  runs(): Run[] {
    return [...this.#runs.values()];
  }

  /** The distributed Map of an ARN, with the run that it is in. */
  findMapRun(arn: string): { readonly run: Run; readonly mapRun: MapRun } | undefined {
    for (const run of this.#runs.values()) {
      const mapRun = Object.hasOwn(run.mapRuns, arn) ? run.mapRuns[arn] : undefined;
      if (mapRun !== undefined) return { run, mapRun };
    }
    return undefined;
  }

  /** Changes what a distributed Map that runs is limited to. */
  limitMapRun({ run, mapRun }: { run: Run; mapRun: MapRun }, limits: Partial<MapRunLimits>): void {
    mapRun.limits = { ...mapRun.limits, ...limits };
    this.#runners.get(run.arn)?.post(() => {});
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
    const run = runner?.run ?? this.#runs.get(arn);
    if (this.#closed || run?.status !== "RUNNING") return;
    endRun(run, { status: "ABORTED", ...failure }, this.clock.now());
    // Without a runner it is a child that its Map has not taken up again.
    if (runner === undefined) this.#keepEnded(run);
    else runner.post(() => {});
  }

  /**
   * Lets a run that was not successful go on from where it failed. Resolves to why it cannot, or
   * to undefined. A run is redriven once by one token, and not when nobody wants it any more.
   */
  async redrive(
    arn: string,
    token: string | undefined,
    isWanted = () => true,
  ): Promise<string | undefined> {
    await this.#runners.get(arn)?.idle();
    const known = this.#runs.get(arn);
    if (known === undefined) return `There is no execution ${arn}`;
    if (!isWanted()) return undefined;
    const now = this.clock.now();
    if (isKnownToken(known, token, now)) return undefined;
    const reason = whyNotRedrivable(known, now);
    if (reason !== undefined) return reason;
    const run = this.#store.reopened(known);
    const program = this.#programOf(run);
    this.#watch(run);
    redrive(run, program, { now, find: (child) => this.find(child) });
    if (token !== undefined) keepToken(run, token, now);
    this.resume(run, program);
    return undefined;
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
    return this.#store.isDurable ? this.#allKept() : undefined;
  }

  /** Ends all work; the documents of runs stay as they are. */
  close(): void {
    this.#closed = true;
    for (const runner of this.#runners.values()) runner.close();
    this.activities.close();
    this.clock.close();
  }

  async #allKept(): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.kept()));
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

  /** Forgets a run that has ended: for good when all is kept that others have learnt of it. */
  forget(arn: string): void {
    this.#runs.delete(arn);
    if (!this.#store.isDurable) return;
    this.#forgotten.push(arn);
    if (this.#forgotten.length > 1) return;
    void this.#allKept().then(
      () => {
        for (const child of this.#forgotten.splice(0)) this.#store.forget(child);
      },
      () => {}, // who waits for the store hears of it
    );
  }

  /** Whether the Map of a child waits for it. */
  #isWanted({ arn, mapRunArn = "" }: Run): boolean {
    const found = this.findMapRun(mapRunArn);
    if (found?.run.status !== "RUNNING" || found.mapRun.status !== "RUNNING") return false;
    return Object.values(found.mapRun.active).some((child) => child.arn === arn);
  }

  #keepEnded(run: Run): void {
    this.#store.keep(run)?.catch(() => {}); // who waits for the store hears of it
    this.#runs.set(run.arn, this.#store.endedRun(run));
  }

  #programOf(run: Run): Program {
    const program = this.#programs.get(run) ?? this.#compile(run);
    this.#programs.set(run, program);
    return program;
  }

  #watch(run: Run): void {
    const watcher = this.#watcherOf?.(run);
    if (watcher !== undefined) watchHistory(run, watcher);
  }

  #ended(run: Run): void {
    if (this.#closed) return;
    this.#runners.delete(run.arn);
    this.#runs.set(run.arn, this.#store.endedRun(run));
    for (const watcher of this.#watchers.get(run.arn) ?? []) watcher(run);
    this.#watchers.delete(run.arn);
  }
}

function unknownProgram(run: Run): never {
  throw new Error(`The program of ${run.arn} is not known: give the "programOf" option`);
}
