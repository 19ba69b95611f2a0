import { type Watcher, watchHistory } from "./history/history.js";
import type { MapRun } from "./map-run/map-run-document.js";
import type { Program } from "./program/program.js";
import type { Run } from "./run.js";
import type { RunStore } from "./run-store.js";

export interface RunBookOptions {
  readonly store: RunStore;
  /** The program of a run that another process started. */
  readonly programOf: ((run: Run) => Program) | undefined;
  readonly watcherOf: ((run: Run) => Watcher | undefined) | undefined;
}

/** A distributed Map, with the run that it is in. */
export interface FoundMapRun {
  readonly run: Run;
  readonly mapRun: MapRun;
}

/** All runs that an engine knows, those under way and those that have ended, and their programs. */
export class RunBook {
  readonly store: RunStore;
  readonly #watcherOf: RunBookOptions["watcherOf"];
  readonly #compile: (run: Run) => Program;
  readonly #programs = new WeakMap<Run, Program>();
  /** The newest last; those that have ended are as the store hands them out. */
  readonly #runs = new Map<string, Run>();
  readonly #forgotten: string[] = [];

  constructor({ store, programOf = unknownProgram, watcherOf }: RunBookOptions) {
    this.store = store;
    this.#compile = programOf;
    this.#watcherOf = watcherOf;
  }

  find(arn: string): Run | undefined {
    return this.#runs.get(arn);
  }

  all(): Run[] {
    return [...this.#runs.values()];
  }

  findMapRun(arn: string): FoundMapRun | undefined {
    for (const run of this.#runs.values()) {
      const mapRun = Object.hasOwn(run.mapRuns, arn) ? run.mapRuns[arn] : undefined;
      if (mapRun !== undefined) return { run, mapRun };
    }
    return undefined;
  }

  /** Takes in a run as it is from now on; its program where it is known. */
  add(run: Run, program?: Program): void {
    this.#runs.set(run.arn, run);
    if (program !== undefined) this.#programs.set(run, program);
  }

  /** Has the events that a run tells from now on taken by who watches it. */
  watch(run: Run): void {
    const watcher = this.#watcherOf?.(run);
    if (watcher !== undefined) watchHistory(run, watcher);
  }

  programOf(run: Run): Program {
    const program = this.#programs.get(run) ?? this.#compile(run);
    this.#programs.set(run, program);
    return program;
  }

  /** A run has ended, and was kept. */
  close(run: Run): void {
    this.#runs.set(run.arn, this.store.endedRun(run));
  }

  /** Forgets a run that has ended: for good when all is kept that others have learnt of it. */
  forget(arn: string, allKept: () => Promise<void>): void {
    this.#runs.delete(arn);
    if (!this.store.isDurable) return;
    this.#forgotten.push(arn);
    if (this.#forgotten.length > 1) return;
    void allKept()
      .then(() => {
        for (const run of this.#forgotten.splice(0)) this.store.forget(run);
      })
      .catch(() => {}); // who waits for the store hears of it, and a record that nobody can read stays
  }

  /** Whether a child's Map waits for it. */
  isWanted({ arn, mapRunArn = "" }: Run): boolean {
    const found = this.findMapRun(mapRunArn);
    if (found?.run.status !== "RUNNING" || found.mapRun.status !== "RUNNING") return false;
    return Object.values(found.mapRun.active).some((child) => child.arn === arn);
  }
}

function unknownProgram(run: Run): never {
  throw new Error(`The program of ${run.arn} is not known: give the "programOf" option`);
}
