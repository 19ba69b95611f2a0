import { createHash } from "node:crypto";
import {
  type Bulk,
  endedRun,
  factsOf,
  type HistoryEvent,
  type Run,
  type RunFacts,
  type RunStore,
} from "../engine/index.js";
import { keys } from "./keys.js";
import { LocalDataError } from "./local-data-error.js";
import { PartBook } from "./part-book.js";
import { fromStored, type PartReader, toStored } from "./run-document.js";
import type { Change, Storage } from "./storage.js";

/** What is known of what is stored of a run that runs. */
interface Kept {
  readonly parts: PartBook;
  /** The number of its events that are stored. */
  events: number;
  status: Run["status"] | undefined;
  readonly order: number;
}

/** What is stored beside a document. */
interface Stored {
  readonly document: object;
  readonly nextPart: number;
}

interface StoredFacts {
  readonly facts: object;
  readonly machine: string;
  readonly order: number;
}

/** Runs in a storage: each commit has the new events, the new parts, and the document. */
export class StoredRuns implements RunStore {
  readonly isDurable = true;
  readonly #storage: Storage;
  readonly #kept = new Map<string, Kept>();
  readonly #machines = new Map<string, Run["machine"]>();
  readonly #hashes = new WeakMap<Run["machine"], string>();
  #started = 0;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * All runs that were kept, the oldest first: those that run are whole, of those that have ended
   * the facts are read. Rejects with LocalDataError.
   */
  async load(): Promise<Run[]> {
    const found: { readonly order: number; readonly run: Run }[] = [];
    for await (const [key, text] of this.#storage.entries(keys.facts())) {
      const { facts, order } = this.#guard(key, () => this.#readFacts(text));
      this.#started = Math.max(this.#started, order);
      const run = facts.status === "RUNNING" ? this.#load(facts.arn, order) : this.#ended(facts);
      found.push({ order, run });
    }
    return found.sort((a, b) => a.order - b.order).map(({ run }) => run);
  }

  keep(run: Run): Promise<void> | undefined {
    const { isKept = true } = run;
    // A step of an EXPRESS execution is not kept: https://docs.aws.amazon.com/step-functions/latest/dg/express-at-least-once-execution.html
    const isExpress = run.type === "EXPRESS" && run.status === "RUNNING" && this.#kept.has(run.arn);
    if (!isKept || isExpress) return undefined;
    return this.#storage.write(this.#changes(run));
  }

  endedRun(run: Run): Run {
    this.#kept.delete(run.arn);
    const { isKept = true } = run;
    return isKept ? this.#ended(factsOf(run)) : run;
  }

  reopened({ arn }: Run): Run {
    const { order } = this.#readFacts(this.#storage.read(keys.facts(arn)) ?? "");
    return this.#load(arn, order);
  }

  forget(arn: string): void {
    const run = this.#load(arn, 0);
    const parts = this.#kept.get(arn)?.parts.removal() ?? [];
    this.#kept.delete(arn);
    const gone = [
      keys.facts(arn),
      keys.run(arn),
      ...run.events.map(({ id }) => keys.event(arn, id)),
    ];
    const changes = [...parts, ...gone.map((key) => ({ key, text: undefined }))];
    this.#storage.write(changes).catch(() => {}); // who waits for the storage hears of it
  }

  settled(): Promise<void> | undefined {
    return this.#storage.settled();
  }

  #changes(run: Run): Change[] {
    const { arn, events, machine, ...document } = run;
    const kept = this.#kept.get(arn) ?? this.#begin(arn);
    const fresh = events.slice(kept.events);
    kept.events = events.length;
    const { stored, changes } = kept.parts.record((parts) => toStored(document, parts) as object);
    const record: Stored = { document: stored, nextPart: kept.parts.next };
    changes.push({ key: keys.run(arn), text: JSON.stringify(record) });
    for (const event of fresh) {
      changes.push({ key: keys.event(arn, event.id), text: JSON.stringify(event) });
    }
    if (kept.status !== run.status) {
      kept.status = run.status;
      const { machine: _, ...facts } = factsOf(run);
      const row: StoredFacts = {
        facts,
        order: kept.order,
        machine: this.#hashOf(machine, changes),
      };
      changes.push({ key: keys.facts(arn), text: JSON.stringify(row) });
    }
    return changes;
  }

  #begin(arn: string): Kept {
    this.#started += 1;
    const kept: Kept = {
      parts: new PartBook(arn),
      events: 0,
      status: undefined,
      order: this.#started,
    };
    this.#kept.set(arn, kept);
    return kept;
  }

  /** Machines are large, and many runs have the same: each is stored once. */
  #hashOf(machine: Run["machine"], changes: Change[]): string {
    const known = this.#hashes.get(machine);
    if (known !== undefined) return known;
    const text = JSON.stringify(machine);
    const hash = createHash("sha256").update(text).digest("base64url");
    this.#hashes.set(machine, hash);
    if (!this.#machines.has(hash)) {
      this.#machines.set(hash, machine);
      changes.push({ key: keys.machine(hash), text });
    }
    return hash;
  }

  #readFacts(text: string): { facts: RunFacts; order: number } {
    const { facts, machine: hash, order } = JSON.parse(text) as StoredFacts; // written above
    return { facts: { ...facts, machine: this.#machine(hash) } as RunFacts, order };
  }

  #machine(hash: string): Run["machine"] {
    const known = this.#machines.get(hash);
    if (known !== undefined) return known;
    const machine = this.#read(keys.machine(hash), JSON.parse) as Run["machine"]; // written above
    this.#machines.set(hash, machine);
    this.#hashes.set(machine, hash);
    return machine;
  }

  /** A run, whole, of which the next commit stores only what is new. */
  #load(arn: string, order: number): Run {
    const { facts } = this.#readFacts(this.#storage.read(keys.facts(arn)) ?? "");
    const { document, parts } = this.#document(arn);
    const events = this.#events(arn, document.told);
    this.#kept.set(arn, { parts, events: events.length, status: document.status, order });
    return { ...document, arn, machine: facts.machine, events };
  }

  #ended(facts: RunFacts): Run {
    const { arn } = facts;
    return endedRun(facts, (): Bulk => {
      const { document } = this.#document(arn);
      return { ...document, events: this.#events(arn, document.told) };
    });
  }

  #document(arn: string): { document: Omit<Run, "events" | "machine">; parts: PartBook } {
    const { document, nextPart } = this.#read(keys.run(arn), JSON.parse) as Stored; // written above
    const parts = new PartBook(arn, nextPart);
    const reader: PartReader = {
      text: (part) => this.#read(keys.part(arn, part), (text) => text),
      element: (part, index) => this.#storage.read(keys.element(arn, part, index)),
      tookValue: (part, value) => parts.adoptValue(part, value),
      tookList: (part, list) => parts.adoptList(part, list),
    };
    const read = this.#guard(keys.run(arn), () => fromStored(document, reader));
    return { document: read as Omit<Run, "events" | "machine">, parts }; // what was kept
  }

  /** An EXPRESS execution has none, whatever its number says. */
  #events(arn: string, told: number): HistoryEvent[] {
    const events: HistoryEvent[] = [];
    for (let id = 1; id <= told; id += 1) {
      const key = keys.event(arn, id);
      const text = this.#storage.read(key);
      if (text === undefined && id === 1) break;
      events.push(this.#guard(key, () => JSON.parse(text ?? "")));
    }
    return events;
  }

  #read<Value>(key: string, read: (text: string) => Value): Value {
    return this.#guard(key, () => {
      const text = this.#storage.read(key);
      if (text === undefined) throw new Error("it is not there");
      return read(text);
    });
  }

  #guard<Value>(key: string, read: () => Value): Value {
    try {
      return read();
    } catch (cause) {
      if (cause instanceof LocalDataError) throw cause; // of a record within
      throw this.#storage.unreadable(key, cause);
    }
  }
}
