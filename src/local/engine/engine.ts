import { ActivityBoard } from "./activity-board.js";
import type { Clock } from "./clock.js";
import { endRun } from "./end-run.js";
import { type Watcher, watchHistory } from "./history.js";
import type { MapRun, MapRunLimits } from "./map-run-document.js";
import { type ItemSource, MapRuns, type ResultSink } from "./map-runs.js";
import { beginRun, type NewRun } from "./new-run.js";
import { OutsideTasks, type TaskAnswer } from "./outside-tasks.js";
import type { Program } from "./program.js";
import { whyNotRedrivable } from "./redrivable.js";
import { redrive } from "./redrive.js";
import { isKnownToken, keepToken } from "./redrive-tokens.js";
import type { Resource, TaskCall } from "./resource.js";
import type { Failure, Run } from "./run.js";
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
  /** What takes the events of a run as they are told; undefined for a run that nobody watches. */
  readonly watcherOf?: (run: Run) => Watcher | undefined;
}

/** Runs state machines. It knows no wire protocol and no service: resources do the work of tasks. */
export class Engine {
  readonly activities = new ActivityBoard(() => this.clock.now());
  readonly clock: Clock;
  readonly #host: RunnerHost;
  readonly #tasks: OutsideTasks;
  readonly #watcherOf: EngineOptions["watcherOf"];
  readonly #runners = new Map<string, Runner>();
  readonly #watchers = new Map<string, ((run: Run) => void)[]>();

  constructor(options: EngineOptions) {
    const { clock, region, resourceOf, items, results } = options;
    const { random = Math.random, mockOf = () => undefined } = options;
    this.clock = clock;
    this.#watcherOf = options.watcherOf;
    const { activities } = this;
    const runnerOf = (arn: string) => this.#runners.get(arn);
    this.#tasks = new OutsideTasks({ clock, activities, resourceOf, mockOf, runnerOf });
    const mapRuns = new MapRuns({
      clock,
      items,
      results,
      runnerOf,
      start: (child) => this.start(child),
      redrive: (arn, isWanted) => this.redrive(arn, undefined, isWanted),
      ended: (arn) => this.ended(arn),
      forget: (arn) => this.forget(arn),
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
      ended: (run) => this.#ended(run),
    };
  }

  /** Starts a run; its name must be free. */
  start(facts: NewRun): Run {
    return this.resume(
      beginRun(facts, this.clock.now(), (run) => this.#watch(run)),
      facts.program,
    );
  }

  /** Takes a run up where its document says that it stands; its tasks are begun again. */
  resume(run: Run, program: Program): Run {
    this.#watch(run);
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

  /** Forgets a run that has ended. */
  forget(arn: string): void {
    this.#runners.delete(arn);
  }

  /** The distributed Map of an ARN, with the run that it is in. */
  findMapRun(arn: string): { readonly run: Run; readonly mapRun: MapRun } | undefined {
    for (const { run } of this.#runners.values()) {
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
      if (run !== undefined && run.status !== "RUNNING") resolve(run);
      else this.#watchers.set(arn, [...(this.#watchers.get(arn) ?? []), resolve]);
    });
  }

  /** Ends a run that runs. */
  stop(arn: string, failure: Failure): void {
    const runner = this.#runners.get(arn);
    if (runner?.run.status !== "RUNNING") return;
    endRun(runner.run, { status: "ABORTED", ...failure }, this.clock.now());
    runner.post(() => {});
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
    const runner = this.#runners.get(arn);
    if (runner === undefined) return `There is no execution ${arn}`;
    await runner.idle();
    if (!isWanted()) return undefined;
    const { run, program } = runner;
    const now = this.clock.now();
    if (isKnownToken(run, token, now)) return undefined;
    const reason = whyNotRedrivable(run, now);
    if (reason !== undefined) return reason;
    redrive(run, program, { now, find: (child) => this.find(child) });
    if (token !== undefined) keepToken(run, token, now);
    runner.post(() => {});
    return undefined;
  }

  /** Takes what a worker, or a holder of a token, sends; tells whether the task still waits for it. */
  answerTask(token: string, answer: TaskAnswer): boolean {
    return this.#tasks.answer(token, answer);
  }

  /** Ends all work. */
  close(): void {
    for (const runner of this.#runners.values()) runner.close();
    this.activities.close();
    this.clock.close();
  }

  #watch(run: Run): void {
    const watcher = this.#watcherOf?.(run);
    if (watcher !== undefined) watchHistory(run, watcher);
  }

  #ended(run: Run): void {
    for (const watcher of this.#watchers.get(run.arn) ?? []) watcher(run);
    this.#watchers.delete(run.arn);
  }
}
