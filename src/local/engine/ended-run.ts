import type { Run } from "./run.js";

/** What of a run that has ended is read only when somebody asks for it. */
export type Bulk = Pick<Run, (typeof BULK)[number]>;

/** What of it is at hand: all that lists tell. */
export type RunFacts = Omit<Run, keyof Bulk>;

const BULK = ["inputText", "outputText", "cause", "events", "root"] as const;

/** The facts of a run, without its bulk. */
export function factsOf(run: Run): RunFacts {
  const facts: Partial<Record<string, unknown>> = { ...run };
  for (const name of BULK) delete facts[name];
  return facts as unknown as RunFacts; // all but what was taken out
}

/** The bulk of a run, without its facts. */
export function bulkOf(run: Run): Bulk {
  const { inputText, events, root, outputText, cause } = run;
  return {
    inputText,
    events,
    root,
    ...(outputText === undefined ? {} : { outputText }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** A run that has ended, as others see it; `read` gets its bulk, which is kept no longer than memory allows. */
export function endedRun(facts: RunFacts, read: () => Bulk): Run {
  return new EndedRun(facts, read) as EndedRun & RunFacts; // it has them assigned
}

/** A class, since thousands of them share their getters. */
class EndedRun implements Bulk {
  readonly #read: () => Bulk;
  #bulk: WeakRef<Bulk> | undefined;

  constructor(facts: RunFacts, read: () => Bulk) {
    Object.assign(this, facts);
    this.#read = read;
  }

  get inputText() {
    return this.#get().inputText;
  }

  get events() {
    return this.#get().events;
  }

  get root() {
    return this.#get().root;
  }

  // Absent and undefined are the same to those who read a run.
  get outputText() {
    return this.#get().outputText as string;
  }

  get cause() {
    return this.#get().cause as string;
  }

  #get(): Bulk {
    const known = this.#bulk?.deref();
    if (known !== undefined) return known;
    const bulk = this.#read();
    this.#bulk = new WeakRef(bulk);
    return bulk;
  }
}
