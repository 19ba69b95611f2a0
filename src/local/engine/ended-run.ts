import type { Run } from "./run.js";

/** What of a run that has ended is read only when somebody asks for it. */
export type Bulk = Pick<Run, (typeof BULK)[number]>;

/** What of it is at hand: all that lists tell. */
export type RunFacts = Omit<Run, keyof Bulk> & { readonly hasMapRuns: boolean };

const BULK = ["inputText", "outputText", "cause", "events", "root", "mapRuns"] as const;

/** The facts of a run, without its bulk. */
export function factsOf(run: Run): RunFacts {
  const facts: Partial<Record<string, unknown>> = { ...run };
  for (const name of BULK) delete facts[name];
  const hasMapRuns = Object.keys(run.mapRuns).length > 0;
  return { ...facts, hasMapRuns } as unknown as RunFacts; // all but what was taken out
}

/** The bulk of a run, without its facts. */
export function bulkOf(run: Run): Bulk {
  const { inputText, events, root, mapRuns, outputText, cause } = run;
  return {
    inputText,
    events,
    root,
    mapRuns,
    ...(outputText === undefined ? {} : { outputText }),
    ...(cause === undefined ? {} : { cause }),
  };
}

/** A run that has ended, as others see it; `read` gets its bulk, which is kept no longer than memory allows. */
export function endedRun(facts: RunFacts, read: () => Bulk): Run {
  return new EndedRun(facts, read) as EndedRun & RunFacts & Bulk; // it has them assigned, and defined
}

/** A class, since thousands of them share their getters. */
class EndedRun {
  static readonly #properties = Object.fromEntries(
    BULK.map((name) => [
      name,
      {
        enumerable: true,
        get(this: EndedRun) {
          // Whoever looks for a Map Run looks at all runs, and most have none.
          return name === "mapRuns" && !this.#hasMapRuns ? {} : this.#get()[name];
        },
      },
    ]),
  );

  readonly #read: () => Bulk;
  readonly #hasMapRuns: boolean;
  #bulk: WeakRef<Bulk> | undefined;

  constructor({ hasMapRuns, ...facts }: RunFacts, read: () => Bulk) {
    this.#read = read;
    this.#hasMapRuns = hasMapRuns;
    Object.assign(this, facts);
    Object.defineProperties(this, EndedRun.#properties);
  }

  #get(): Bulk {
    const known = this.#bulk?.deref();
    if (known !== undefined) return known;
    const bulk = this.#read();
    this.#bulk = new WeakRef(bulk);
    return bulk;
  }
}
