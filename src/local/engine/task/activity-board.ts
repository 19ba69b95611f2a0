import type { Task } from "../run.js";

/** A task that an activity's workers may take. */
export interface OfferedTask {
  readonly task: Task;
  readonly executionArn: string;
  /** Aborts when the task is over. */
  readonly signal: AbortSignal;
}

interface Offer extends OfferedTask {
  readonly taken: (workerName: string | undefined) => void;
}

interface Poll {
  readonly workerName: string | undefined;
  readonly give: (task: Task | undefined) => void;
}

/** What is known of an activity. */
export interface ActivityFacts {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  /** Kept and answered, not acted upon. */
  readonly encryptionConfiguration: object;
}

/** The work of one activity. */
interface Desk {
  readonly offers: Offer[];
  readonly polls: Poll[];
}

/** The activities, the tasks that wait for a worker, and the workers that wait for a task. */
export class ActivityBoard {
  readonly #activities: Map<string, ActivityFacts>;
  readonly #desks = new Map<string, Desk>();
  readonly #now: () => number;

  constructor(now: () => number, activities: Map<string, ActivityFacts> = new Map()) {
    this.#now = now;
    this.#activities = activities;
  }

  /** Creates an activity, or finds the one that is there. */
  create(arn: string, name: string, encryptionConfiguration: object): ActivityFacts {
    const known = this.#activities.get(arn);
    if (known !== undefined) return known;
    const activity = { arn, name, createdAt: this.#now(), encryptionConfiguration };
    this.#activities.set(arn, activity);
    return activity;
  }

  has(arn: string): boolean {
    return this.#activities.has(arn);
  }

  find(arn: string): ActivityFacts | undefined {
    return this.#activities.get(arn);
  }

  list(): ActivityFacts[] {
    return [...this.#activities.values()];
  }

  /** Deletes an activity; its workers come away with nothing. */
  delete(arn: string): void {
    this.#leave(arn);
    this.#activities.delete(arn);
  }

  /** Puts a task up; the worker that has waited longest takes it at once. */
  offer(arn: string, offered: OfferedTask, taken: Offer["taken"]): void {
    const desk = this.#deskOf(arn);
    if (desk === undefined) return;
    const poll = desk.polls.shift();
    if (poll === undefined) {
      desk.offers.push({ ...offered, taken });
      return;
    }
    taken(poll.workerName);
    poll.give(offered.task);
  }

  /**
   * Resolves to the task that has waited longest, or to the next; to undefined when `signal` aborts
   * before there is one.
   */
  poll(
    arn: string,
    workerName: string | undefined,
    signal: AbortSignal,
  ): Promise<Task | undefined> {
    const desk = this.#deskOf(arn);
    if (desk === undefined) return Promise.resolve(undefined);
    for (;;) {
      const offer = desk.offers.shift();
      if (offer === undefined) break;
      if (offer.signal.aborted) continue;
      offer.taken(workerName);
      return Promise.resolve(offer.task);
    }
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const poll: Poll = { workerName, give: resolve };
      desk.polls.push(poll);
      signal.addEventListener("abort", () => {
        const index = desk.polls.indexOf(poll);
        if (index < 0) return;
        desk.polls.splice(index, 1);
        poll.give(undefined);
      });
    });
  }

  /** Lets all workers go. */
  close(): void {
    for (const arn of [...this.#desks.keys()]) this.#leave(arn);
  }

  #deskOf(arn: string): Desk | undefined {
    if (!this.#activities.has(arn)) return undefined;
    const desk = this.#desks.get(arn) ?? { offers: [], polls: [] };
    this.#desks.set(arn, desk);
    return desk;
  }

  #leave(arn: string): void {
    for (const { give } of this.#desks.get(arn)?.polls ?? []) give(undefined);
    this.#desks.delete(arn);
  }
}
