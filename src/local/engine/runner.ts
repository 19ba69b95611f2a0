import { setImmediate as nextTurn } from "node:timers/promises";
import { endRun } from "./end-run.js";
import { HistoryFull } from "./history/history.js";
import { Children } from "./map-run/children.js";
import type { Program } from "./program/program.js";
import type { Branch, Run } from "./run.js";
import { RunFailed } from "./run-failed.js";
import type { RunnerHost } from "./runner-host.js";
import { advanceBranch } from "./step.js";
import { nextDue, tasksOf } from "./tree.js";

/** Something that happens to a run. */
export type Message = (run: Run) => void;

interface Settle {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** How a run stands after a turn. */
type Standing = "moves" | "waits" | "over";

/** Moves between two turns of the event loop: a machine that spins leaves room for others. */
const MOVES_PER_TURN = 200;

/** Moves one run: takes what happens to it one by one, and lets it step until it waits. */
export class Runner {
  readonly run: Run;
  readonly program: Program;
  readonly #host: RunnerHost;
  readonly #inbox: Message[] = [];
  readonly #tasks = new Map<number, AbortController>();
  readonly #children: Children;
  /** Those who wait until all that was posted up to some number is kept. */
  readonly #keepers: { readonly upTo: number; readonly settle: Settle }[] = [];
  #posted = 0;
  #taken = 0;
  #busy = false;
  #closed = false;
  readonly #idle: (() => void)[] = [];
  #cancelAlarm = () => {};

  constructor(run: Run, program: Program, host: RunnerHost) {
    this.run = run;
    this.program = program;
    this.#host = host;
    this.#children = new Children(run, program, host);
  }

  /** Hands the run a message, to be taken when it next waits. */
  post(message: Message): void {
    if (this.#closed) return;
    this.#inbox.push(message);
    this.#posted += 1;
    if (!this.#busy) void this.#work();
  }

  /** Resolves when all that was posted so far, and what came of it, is kept; undefined when it is. */
  kept(): Promise<void> | undefined {
    if (!this.#busy || this.#closed) return undefined;
    return new Promise((resolve, reject) =>
      this.#keepers.push({ upTo: this.#posted, settle: { resolve, reject } }),
    );
  }

  /** Resolves when the run waits, or has ended. */
  async idle(): Promise<void> {
    while (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Forgets the run's alarm, and leaves its tasks. */
  close(): void {
    this.#closed = true;
    this.#cancelAlarm();
    this.#inbox.length = 0;
    for (const controller of this.#tasks.values()) controller.abort();
    this.#children.close();
    for (const { settle } of this.#keepers.splice(0)) settle.resolve();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    const release = this.#host.clock.hold();
    try {
      let stands: Standing;
      // Asked here, since something may be posted until this very moment.
      do stands = await this.#goOn();
      while (stands === "moves" || (stands === "waits" && this.#inbox.length > 0));
    } catch (error) {
      for (const { settle } of this.#keepers.splice(0)) settle.reject(error);
      this.close();
    } finally {
      this.#busy = false;
      release();
      for (const resolve of this.#idle.splice(0)) resolve();
    }
    if (this.#closed) return;
    this.#setAlarm();
    if (this.run.status !== "RUNNING") this.#host.ended(this.run);
  }

  /**
   * One turn: the run moves, what became of it is kept, and only then anybody outside learns of it.
   * Rejects when it cannot be kept.
   */
  async #goOn(): Promise<Standing> {
    // What happens to a run in one turn of the event loop is taken together.
    await nextTurn();
    const waits = await this.#turn();
    this.#children.endLeft();
    const { status } = this.run;
    const upTo = status === "RUNNING" ? this.#taken : this.#posted;
    await this.#host.keep(this.run);
    if (this.#closed) return "over";
    this.#handOut();
    this.#tellKept(upTo);
    if (this.run.status !== status) return "moves"; // stopped meanwhile
    if (status !== "RUNNING") return "over";
    return waits ? "waits" : "moves";
  }

  #tellKept(upTo: number): void {
    for (const keeper of this.#keepers.splice(0)) {
      if (keeper.upTo <= upTo) keeper.settle.resolve();
      else this.#keepers.push(keeper);
    }
  }

  /** Takes messages and moves until the run waits, or others are to have their turn; tells whether it waits. */
  async #turn(): Promise<boolean> {
    for (let moves = 0; moves < MOVES_PER_TURN; moves += 1) {
      if (this.run.status !== "RUNNING" || this.#closed) break;
      const message = this.#inbox.shift();
      if (message !== undefined) this.#taken += 1;
      const moved = message === undefined ? await this.#move() : this.#take(message);
      if (!moved && this.#inbox.length === 0) return true;
    }
    return false;
  }

  #take(message: Message): boolean {
    return this.#guarded(() => {
      message(this.run);
      return true;
    });
  }

  async #move(): Promise<boolean> {
    const { run } = this;
    const now = this.#host.now();
    if (now >= run.dueAt) {
      endRun(run, { status: "TIMED_OUT", error: "States.Timeout" }, run.dueAt);
      return true;
    }
    let moved = false;
    try {
      moved = await advanceBranch(run, run.root, this.program, this.#host);
    } catch (error) {
      this.#fail(error);
    }
    return this.#settleRoot(run.root) || moved;
  }

  #settleRoot(root: Branch): boolean {
    if (this.run.status !== "RUNNING" || root.status === "running") return false;
    const now = this.#host.now();
    if (root.status === "succeeded")
      endRun(this.run, { status: "SUCCEEDED", output: root.output }, now);
    else endRun(this.run, { status: "FAILED", ...root.failure }, now);
    return true;
  }

  #guarded(act: () => boolean): boolean {
    try {
      return act();
    } catch (error) {
      this.#fail(error);
      return true;
    }
  }

  /** Ends the run for a reason that no state can handle; what nobody foresaw is told as it is. */
  #fail(error: unknown): void {
    const now = this.#host.now();
    if (error instanceof RunFailed) {
      const ending = { status: "FAILED", error: error.error, cause: error.cause } as const;
      endRun(this.run, ending, now, error.previousEventId);
    } else if (error instanceof HistoryFull) {
      endRun(this.run, { status: "FAILED", error: "States.Runtime", cause: error.message }, now);
    } else {
      const text = error instanceof Error ? error.message : String(error);
      const cause = `The local engine failed: ${text}`;
      endRun(this.run, { status: "FAILED", error: "States.Runtime", cause }, now);
    }
  }

  /** Begins the tasks that are new, and leaves those that the run no longer waits for. */
  #handOut(): void {
    const waiting = new Map(tasksOf(this.run).map(({ task }) => [task.id, task]));
    for (const [id, controller] of this.#tasks) {
      if (waiting.has(id)) continue;
      this.#tasks.delete(id);
      controller.abort();
    }
    for (const [id, task] of waiting) {
      if (this.#tasks.has(id)) continue;
      const controller = new AbortController();
      this.#tasks.set(id, controller);
      this.#host.beginTask(this.run, task, controller.signal);
    }
    this.#children.handOut();
  }

  #setAlarm(): void {
    this.#cancelAlarm();
    const due = nextDue(this.run);
    this.#cancelAlarm =
      due === undefined ? () => {} : this.#host.clock.at(due, () => this.post(() => {}));
  }
}
