import type { JsonValue } from "../../../shared/json.js";
import type { Clock } from "../clock/clock.js";
import { sizeOf, textOf } from "../dataflow/text.js";
import { LIMITS } from "../limits.js";
import type { NewRun } from "../new-run.js";
import type { Branch, Run } from "../run.js";
import type { Runner } from "../runner.js";
import type { NewChild } from "../runner-host.js";
import { failureOf, TaskFailure } from "../task/resource.js";
import { branchesOf } from "../tree.js";
import { nextFile, wrote } from "./map-files.js";
import { failMapRun } from "./map-run.js";
import { childEnded } from "./map-run-children.js";
import type { MapRun, ReaderRequest, SourceItem } from "./map-run-document.js";

/** Opens the items of a distributed Map, but for the first `skip`. The iterator rejects with TaskFailure. */
export type ItemSource = (
  request: ReaderRequest,
  skip: number,
  signal: AbortSignal,
) => AsyncIterator<SourceItem>;

/** Puts one file of results. Rejects with TaskFailure. */
export type ResultSink = (
  file: {
    readonly bucket: string;
    readonly key: string;
    readonly text: string;
    /** What else the ResultWriter says of its bucket. */
    readonly parameters: Readonly<Record<string, JsonValue>>;
  },
  signal: AbortSignal,
) => Promise<void>;

export interface MapRunsOptions {
  readonly clock: Clock;
  readonly items: ItemSource;
  readonly results: ResultSink;
  readonly runnerOf: (executionArn: string) => Runner | undefined;
  readonly start: (child: NewRun) => void;
  /** Redrives a child that has ended, unless its Map has left it by then. */
  readonly redrive: (arn: string, isWanted: () => boolean) => Promise<unknown>;
  readonly ended: (arn: string) => Promise<Run>;
  /** Forgets a run that has ended. */
  readonly forget: (arn: string) => void;
  readonly find: (arn: string) => Run | undefined;
}

/** Bytes of the items that are read at once. */
const CHUNK_BYTES = 1_048_576;

/** A source that is being read. */
interface Feed {
  readonly items: AsyncIterator<SourceItem>;
  /** How many items are out of it. */
  position: number;
}

/** One kind of work for distributed Maps: reading, or writing. */
interface Work {
  /** The ARNs of the Map Runs that it is being done for. */
  readonly busy: Set<string>;
  /** Who asked for a piece that is done, and that the Map has not learnt of yet: it must not ask again. */
  readonly untold: WeakSet<AbortSignal>;
}

const newWork = (): Work => ({ busy: new Set(), untold: new WeakSet() });

/** What distributed Maps have outside their run: readers of items, writers of results, and children. */
export class MapRuns {
  readonly #options: MapRunsOptions;
  readonly #feeds = new Map<string, Feed>();
  readonly #reading = newWork();
  readonly #writing = newWork();

  constructor(options: MapRunsOptions) {
    this.#options = options;
  }

  /** Reads some more of a Map's items, and hands them to it. */
  readItems(run: Run, mapRun: MapRun, signal: AbortSignal): Promise<void> {
    const { source } = mapRun;
    return this.#once(this.#reading, { run, mapRun, signal }, async () => {
      if (source.kind === "list") return () => {};
      const feed = this.#feedOf(mapRun, source.request, signal);
      const { items, isLast } = await chunkOf(feed.items);
      feed.position += items.length;
      return (_run, _branch, mapRun) => {
        mapRun.read = items;
        mapRun.taken += items.length;
        mapRun.exhausted = isLast;
      };
    });
  }

  /** Writes the next file of a Map's results. */
  writeResults(run: Run, mapRun: MapRun, signal: AbortSignal): Promise<void> {
    const { results } = mapRun;
    return this.#once(this.#writing, { run, mapRun, signal }, async () => {
      if (results === undefined) return () => {};
      const file = nextFile(mapRun, results, (arn) => this.#options.find(arn));
      const { bucket, parameters } = results;
      const { key, text } = file;
      await this.#options.results({ bucket, key, text, parameters }, signal);
      return (_run, _branch, mapRun) => {
        for (const arn of wrote(mapRun, file)) this.#forget(mapRun, arn);
      };
    });
  }

  /** Starts a child, or finds one that was started before; its Map learns its end. */
  startChild(parent: Run, mapRun: MapRun, { index, child, scope }: NewChild): void {
    const { machine } = parent;
    const { label, childType } = mapRun;
    const { arn, redrives = 0 } = child;
    const known = this.#options.find(arn);
    const isBehind = known !== undefined && known.redrives < redrives;
    const isWanted = () => mapRun.active[index]?.arn === arn;
    const begun = isBehind ? this.#options.redrive(arn, isWanted) : Promise.resolve();
    // One that an earlier process began is found by its ARN.
    if (!isBehind && this.#options.runnerOf(arn) === undefined) {
      this.#options.start({
        arn,
        name: arn.split(":")[7] ?? "", // after the name of the machine
        type: childType,
        machine: {
          ...machine,
          arn: `${machine.arn}/${label}`,
          name: `${machine.name}/${label}`,
          definition: mapRun.definition,
        },
        program: { ...scope, timeoutMs: undefined },
        inputText: textOf(child.input),
        mapRunArn: mapRun.arn,
        itemCount: child.items,
        rootArn: parent.rootArn ?? parent.arn,
        traced: parent.taken !== undefined,
        ...(parent.testCase === undefined ? {} : { testCase: parent.testCase }),
      });
    }
    void begun
      .then(() => this.#options.ended(arn))
      .then((ended) => {
        this.#post(parent, mapRun.arn, (_run, _branch, mapRun) => {
          childEnded(mapRun, index, ended);
          if (ended.status === "SUCCEEDED" && mapRun.results === undefined)
            this.#forget(mapRun, arn);
        });
      });
  }

  /** Forgets a child that succeeded, but for the first of them. */
  #forget(mapRun: MapRun, arn: string): void {
    if (mapRun.kept < LIMITS.keptChildren) mapRun.kept += 1;
    else this.#options.forget(arn);
  }

  #feedOf({ arn, taken }: MapRun, request: ReaderRequest, signal: AbortSignal): Feed {
    const known = this.#feeds.get(arn);
    if (known?.position === taken) return known;
    const feed = { items: this.#options.items(request, taken, signal), position: taken };
    this.#feeds.set(arn, feed);
    const close = () => {
      if (this.#feeds.get(arn) === feed) this.#feeds.delete(arn);
      void feed.items.return?.().catch(() => {}); // nobody waits for it any more
    };
    signal.addEventListener("abort", close, { once: true });
    return feed;
  }

  /** Does one piece of work for a Map at a time; the clock waits for it, and the Map learns what came of it. */
  async #once(
    { busy, untold }: Work,
    { run, mapRun: { arn }, signal }: Asked,
    work: () => Promise<Happen>,
  ): Promise<void> {
    if (busy.has(arn) || untold.has(signal)) return;
    busy.add(arn);
    const { clock } = this.#options;
    const release = clock.hold();
    let happen: Happen;
    try {
      happen = await work();
    } catch (error) {
      happen = (run, branch, mapRun) =>
        failMapRun(run, branch, mapRun, clock.now(), failureOf(error));
    }
    busy.delete(arn);
    untold.add(signal);
    // The Map that asked for it was left: if it was redriven since, it only is to ask again.
    this.#post(run, arn, signal.aborted ? () => {} : happen, () => untold.delete(signal));
    release();
  }

  /** Posts something that happens to a distributed Map, unless its run no longer waits for it by then. */
  #post(run: Run, arn: string, happen: Happen, learnt: () => void = () => {}): void {
    this.#options.runnerOf(run.arn)?.post((run) => {
      learnt();
      for (const branch of branchesOf(run.root)) {
        const { stage } = branch.visit;
        const mapRun = run.mapRuns[arn];
        if (mapRun === undefined || branch.status !== "running") continue;
        if (stage.at === "children" && stage.mapRunArn === arn) happen(run, branch, mapRun);
      }
    });
  }
}

/** Who asked for a piece of work, until when. */
interface Asked {
  readonly run: Run;
  readonly mapRun: MapRun;
  readonly signal: AbortSignal;
}

type Happen = (run: Run, branch: Branch, mapRun: MapRun) => void;

async function chunkOf(feed: AsyncIterator<SourceItem>) {
  const items: SourceItem[] = [];
  for (let bytes = 0; items.length < LIMITS.itemsAhead && bytes < CHUNK_BYTES; ) {
    const { done, value } = await feed.next();
    if (done === true) return { items, isLast: true };
    const size = sizeOf(value.value);
    if (size > LIMITS.itemBytes) throw tooLarge(value, size);
    bytes += size;
    items.push(value);
  }
  return { items, isLast: false };
}

function tooLarge({ source }: SourceItem, size: number): TaskFailure {
  const cause = `An item of ${source} has ${size} bytes, and no item may have more than ${LIMITS.itemBytes}.`;
  return new TaskFailure({ error: "States.ItemReaderFailed", cause });
}
