import type { Clock } from "./clock/clock.js";
import { endRun } from "./end-run.js";
import { engineHost } from "./engine-host.js";
import type { EngineOptions } from "./engine-options.js";
import type { MapRunLimits } from "./map-run/map-run-document.js";
import { memoryRuns } from "./memory-runs.js";
import { beginRun, type NewRun } from "./new-run.js";
import type { Program } from "./program/program.js";
import { whyNotRedrivable } from "./redrive/redrivable.js";
import { redrive } from "./redrive/redrive.js";
import { isKnownToken, keepToken } from "./redrive/redrive-tokens.js";
import type { Failure, Run } from "./run.js";
import { type FoundMapRun, RunBook } from "./run-book.js";
import { Runner } from "./runner.js";
import type { RunnerHost } from "./runner-host.js";
import { ActivityBoard } from "./task/activity-board.js";
import type { OutsideTasks, TaskAnswer } from "./task/outside-tasks.js";

/** Runs state machines. It knows no wire protocol and no service: resources do the work of tasks. */
export class Engine {
  readonly activities: ActivityBoard;
  readonly clock: Clock;
  readonly #host: RunnerHost;
  readonly #tasks: OutsideTasks;
  readonly #book: RunBook;
  readonly #runners = new Map<string, Runner>();
  readonly #watchers = new Map<string, ((run: Run) => void)[]>();
  #closed = false;

  constructor(options: EngineOptions) {
    const { clock, store = memoryRuns(), programOf, watcherOf } = options;
    this.clock = clock;
    this.activities = new ActivityBoard(() => clock.now(), options.activities);
    this.#book = new RunBook({ store, programOf, watcherOf });
    const { host, tasks } = engineHost(options, {
      activities: this.activities,
      runnerOf: (arn) => this.#runners.get(arn),
      start: (child) => this.#startChild(child),
      redrive: (arn, isWanted) => this.redrive(arn, undefined, isWanted),
      ended: (arn) => this.ended(arn),
      forget: (arn) => this.forget(arn),
      find: (arn) => this.find(arn),
      stopChild: (arn) => this.stop(arn, {}),
      keep: (run) => (this.#closed ? undefined : store.keep(run)),
      over: (run) => this.#over(run),
    });
    this.#host = host;
    this.#tasks = tasks;
  }

  /** Starts a run; its name must be free. */
  start(facts: NewRun): Run {
    const run = beginRun(facts, this.clock.now(), (run) => this.#book.watch(run));
    // Before anything that its first step leads to. What becomes of it, the runner will tell.
    void this.#book.store.keep(run)?.catch(() => {});
    return this.resume(run, facts.program);
  }

  /** Takes a run up where its document says that it stands; its tasks are begun again. */
  resume(run: Run, program: Program): Run {
    this.#book.watch(run);
    this.#book.add(run, program);
    const runner = new Runner(run, program, this.#host);
    this.#runners.set(run.arn, runner);
    runner.post(() => {});
    return run;
  }

  /**
   * Takes in what an earlier process kept, the oldest first, and takes up what runs. Children of
   * distributed Maps wait for their Map to ask for them; those that none asks for are ended.
   */
  restore(runs: readonly Run[]): void {
    for (const run of runs) this.#book.add(run);
    for (const run of runs) {
      if (run.status !== "RUNNING") continue;
      if (run.mapRunArn === undefined) this.resume(run, this.#book.programOf(run));
      else if (!this.#book.isWanted(run)) this.stop(run.arn, {});
    }
  }

  find(arn: string): Run | undefined {
    return this.#book.find(arn);
  }

  /** All runs, the newest last. */
  runs(): Run[] {
    return this.#book.all();
  }

  /** The distributed Map of an ARN, with the run that it is in. */
  findMapRun(arn: string): FoundMapRun | undefined {
    return this.#book.findMapRun(arn);
  }

  /** Changes what a distributed Map that runs is limited to. */
  limitMapRun({ run, mapRun }: FoundMapRun, limits: Partial<MapRunLimits>): void {
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
    const run = runner?.run ?? this.find(arn);
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
    const known = this.find(arn);
    if (known === undefined) return `There is no execution ${arn}`;
    if (!isWanted()) return undefined;
    const now = this.clock.now();
    if (isKnownToken(known, token, now)) return undefined;
    const reason = whyNotRedrivable(known, now);
    if (reason !== undefined) return reason;
    const run = this.#book.store.reopened(known);
    const program = this.#book.programOf(run);
    this.#book.watch(run);
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
    return this.#book.store.isDurable ? this.#allKept() : undefined;
  }

  /** Ends all work; the documents of runs stay as they are. */
  close(): void {
    this.#closed = true;
    for (const runner of this.#runners.values()) runner.close();
    this.activities.close();
    this.clock.close();
  }

  /** Forgets a run that has ended. */
  forget(arn: string): void {
    this.#book.forget(arn, () => this.#allKept());
  }

  async #allKept(): Promise<void> {
    await Promise.all([...this.#runners.values()].map((runner) => runner.kept()));
    await this.#book.store.settled();
  }

  /** A child that an earlier process started goes on, or has ended. */
  #startChild(child: NewRun): void {
    const known = this.find(child.arn);
    if (known === undefined) this.start(child);
    else if (known.status === "RUNNING") this.resume(known, child.program);
  }

  #keepEnded(run: Run): void {
    this.#book.store.keep(run)?.catch(() => {}); // who waits for the store hears of it
    this.#book.close(run);
  }

  #over(run: Run): void {
    if (this.#closed) return;
    this.#runners.delete(run.arn);
    this.#book.close(run);
    for (const watcher of this.#watchers.get(run.arn) ?? []) watcher(run);
    this.#watchers.delete(run.arn);
  }
}
