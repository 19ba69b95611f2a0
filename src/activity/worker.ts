import { InvalidArgumentError } from "../shared/errors.js";
import { type SfnSender, sfnSender } from "../shared/sfn-client.js";
import { NotRegisteredError } from "../shared/sfn-errors.js";
import type { Activity } from "./activity.js";
import type { ActivityGroup } from "./activity-group.js";
import { WorkerStoppedError } from "./errors.js";
import { findActivityArns } from "./find-activities.js";
import { pollForTasks } from "./poll-for-tasks.js";
import type { CallOptions } from "./register-activities.js";
import { type GivenTask, runTask } from "./run-task.js";
import { Slots } from "./slots.js";
import { taskReports } from "./task-reports.js";
import type { WorkerEvent } from "./worker-event.js";
import {
  checkSeconds,
  readWorkerOptions,
  type WorkerOptions,
  type WorkerSettings,
} from "./worker-options.js";

/** Polls of an activity that are open at a time; each holds a connection. */
const MOST_POLLS = 10;
/** Milliseconds that a task has to end after its signal aborted, and then its report to be taken. */
const PATIENCE = 5_000;

/** Works on the tasks of activities, in this process, until it is stopped. */
export class Worker {
  readonly name: string;
  readonly #activities: readonly Activity[];
  readonly #settings: WorkerSettings;
  readonly #send: SfnSender;
  /** Aborts when no more tasks are to be taken. */
  readonly #polling = new AbortController();
  /** Aborts when running tasks are to end. */
  readonly #tasks = new AbortController();
  /** Aborts when nobody listens to reports any more. */
  readonly #reports = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #onSignal = () => void this.stop().catch(() => undefined);
  #started = false;
  #finished: Promise<void> = Promise.resolve();

  /** Makes no request and no SDK client. @throws InvalidArgumentError */
  constructor(
    activities: ActivityGroup | Activity | readonly Activity[],
    options: WorkerOptions = {},
  ) {
    this.#activities = listOf(activities);
    this.#settings = readWorkerOptions(options);
    this.#send = sfnSender(options.client);
    this.name = this.#settings.name;
  }

  /**
   * Begins to work; resolves when it does. A worker is started once.
   *
   * @throws NotRegisteredError when an activity is not registered; StepFunctionsAccessError and
   * StepFunctionsUnavailableError.
   */
  async start({ signal }: CallOptions = {}): Promise<void> {
    if (this.#started) {
      throw new InvalidArgumentError(
        "Expected a worker to be started once. Make a new one to go on.",
      );
    }
    this.#started = true;
    const arns = await this.#arns(signal);
    if (this.#polling.signal.aborted) return;
    for (const name of this.#settings.drainOn) process.once(name, this.#onSignal);
    this.#finished = this.#work(arns);
    // It is heard by whoever waits in stop() or run().
    this.#finished.catch(() => undefined);
  }

  /** Resolves when it has stopped and all its tasks are over; rejects with what it gave up for. */
  get finished(): Promise<void> {
    return this.#finished;
  }

  /** Works until it is stopped, or the signal aborts. Rejects as `start` does, and when it gives up. */
  async run({ signal }: CallOptions = {}): Promise<void> {
    await this.start({ signal });
    signal?.addEventListener("abort", this.#onSignal, { once: true });
    if (signal?.aborted) this.#onSignal();
    try {
      await this.#finished;
    } finally {
      signal?.removeEventListener("abort", this.#onSignal);
    }
  }

  /**
   * Takes no more tasks, from this moment, and resolves when the running ones are over: those that
   * are not within `drainSeconds` are told by their signal, and reported as failed with
   * WorkerStoppedError if they do not end within five seconds then.
   *
   * Rejects with the failure for which the worker had given up.
   */
  async stop(options: { readonly drainSeconds?: number | undefined } = {}): Promise<void> {
    const { drainSeconds = this.#settings.drainSeconds } = options;
    checkSeconds("drainSeconds", drainSeconds);
    this.#drain(drainSeconds);
    try {
      await this.#finished;
    } finally {
      this.#clearTimers();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #arns(signal: AbortSignal | undefined): Promise<ReadonlyMap<Activity, string>> {
    const names = this.#activities.map(({ name }) => name);
    const found = await findActivityArns(this.#send, names, signal);
    const missing = names.filter((name) => !found.has(name));
    const [first] = missing;
    if (first !== undefined) {
      throw new NotRegisteredError(
        first,
        `Expected the activities of the worker to be registered, and these are not: ${missing.join(", ")}. Call register() of their group first, or look at the region and account of the client.`,
      );
    }
    return new Map(this.#activities.map((activity) => [activity, found.get(activity.name) ?? ""]));
  }

  async #work(arns: ReadonlyMap<Activity, string>): Promise<void> {
    const polls = [...arns].flatMap(([activity, arn]) => this.#pollers(activity, arn));
    try {
      await Promise.all(polls);
    } finally {
      this.#drain(this.#settings.drainSeconds);
      await Promise.allSettled(polls);
      await Promise.all(this.#running);
      this.#clearTimers();
      for (const name of this.#settings.drainOn) process.off(name, this.#onSignal);
    }
  }

  #pollers(activity: Activity, activityArn: string): Promise<void>[] {
    const { concurrency, giveUpSeconds } = this.#settings;
    const slots = new Slots(concurrency);
    return Array.from({ length: Math.min(concurrency, MOST_POLLS) }, () =>
      pollForTasks({
        send: this.#send,
        activityArn,
        workerName: this.name,
        slots,
        signal: this.#polling.signal,
        giveUpAfter: giveUpSeconds * 1_000,
        work: (task) => this.#track(this.#runTask(activity, task)),
        onFailure: (error) => this.#tell({ type: "poll-failed", activity: activity.name, error }),
      }),
    );
  }

  async #track(work: Promise<void>): Promise<void> {
    this.#running.add(work);
    await work;
    this.#running.delete(work);
  }

  async #runTask(activity: Activity, task: GivenTask): Promise<void> {
    const { name } = activity;
    const began = Date.now();
    this.#tell({ type: "task-started", activity: name });
    const ended = (type: "task-failed" | "task-lost" | "report-failed", error: unknown) =>
      this.#tell({ type, activity: name, milliseconds: Date.now() - began, error });
    try {
      const { outcome, failure } = await runTask(task, {
        activity,
        workerName: this.name,
        reports: taskReports(this.#send, task.taskToken, this.#reports.signal),
        stopped: this.#tasks.signal,
        patience: PATIENCE,
      });
      if (outcome !== "succeeded") ended(`task-${outcome}`, failure);
      else {
        const milliseconds = Date.now() - began;
        this.#tell({ type: "task-succeeded", activity: name, milliseconds });
      }
    } catch (error) {
      ended("report-failed", error);
    }
  }

  /** May be called again: the shortest time to drain counts. */
  #drain(seconds: number): void {
    this.#polling.abort();
    const drained = seconds * 1_000;
    const stopTasks = () => {
      const message = `The worker ${this.name} was stopped, and the task did not end within ${seconds} s.`;
      this.#tasks.abort(new WorkerStoppedError(message));
    };
    this.#timers.push(
      setTimeout(stopTasks, drained),
      setTimeout(() => this.#reports.abort(), drained + 2 * PATIENCE),
    );
  }

  #clearTimers(): void {
    for (const timer of this.#timers.splice(0)) clearTimeout(timer);
  }

  #tell(event: WorkerEvent): void {
    try {
      this.#settings.onEvent(event);
    } catch {
      // What looks on is not to end what it looks at.
    }
  }
}

function listOf(activities: ActivityGroup | Activity | readonly Activity[]): readonly Activity[] {
  const list = "kind" in activities ? [activities] : [...membersOf(activities)];
  const names = new Set(list.map(({ name }) => name));
  if (list.length === 0 || names.size < list.length) {
    throw new InvalidArgumentError(
      `Expected at least one activity, each with a name of its own, got ${list.length === 0 ? "none" : list.map(({ name }) => name).join(", ")}.`,
    );
  }
  return list;
}

function membersOf(activities: ActivityGroup | readonly Activity[]): readonly Activity[] {
  return "activities" in activities ? activities.activities : activities;
}
