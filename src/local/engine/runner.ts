import { setImmediate as nextTurn } from "node:timers/promises";
import { Children } from "./children.js";
import { endRun } from "./end-run.js";
import { HistoryFull } from "./history.js";
import type { Program } from "./program.js";
import type { Branch, Run } from "./run.js";
import { RunFailed } from "./run-failed.js";
import type { RunnerHost } from "./runner-host.js";
import { advanceBranch } from "./step.js";
import { nextDue, tasksOf } from "./tree.js";

/** Something that happens to a run. */
export type Message = (run: Run) => void;

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
  #busy = false;
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
    this.#inbox.push(message);
    if (!this.#busy) void this.#work();
  }

  /** Resolves when the run waits, or has ended. */
  async idle(): Promise<void> {
    while (this.#busy) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Forgets the run's alarm, and leaves its tasks. */
  close(): void {
    this.#cancelAlarm();
    this.#inbox.length = 0;
    for (const controller of this.#tasks.values()) controller.abort();
    this.#children.close();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    const release = this.#host.clock.hold();
    try {
      for (let moves = 1; this.run.status === "RUNNING"; moves += 1) {
        const message = this.#inbox.shift();
        const moved = message === undefined ? await this.#move() : this.#take(message);
        if (!moved && this.#inbox.length === 0) break;
        if (moves % MOVES_PER_TURN === 0) await nextTurn();
      }
    } finally {
      this.#busy = false;
      this.#handOut();
      this.#setAlarm();
      release();
      for (const resolve of this.#idle.splice(0)) resolve();
    }
    if (this.run.status !== "RUNNING") this.#host.ended(this.run);
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
    this.#handOut();
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
