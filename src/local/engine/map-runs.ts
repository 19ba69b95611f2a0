import type { JsonValue } from "../../shared/json.js";
import type { Clock } from "./clock.js";
import { childEnded, failMapRun } from "./map-run.js";
import type { NewRun } from "./new-run.js";
import { failureOf } from "./resource.js";
import type { Branch, MapRun, ReaderRequest, Run } from "./run.js";
import type { Runner } from "./runner.js";
import type { NewChild } from "./runner-host.js";
import { parseText, textOf } from "./text.js";
import { branchesOf } from "./tree.js";

/** Reads the items of a distributed Map. Rejects with TaskFailure. */
export type ItemSource = (
  request: ReaderRequest,
  signal: AbortSignal,
) => Promise<readonly JsonValue[]>;

export interface MapRunsOptions {
  readonly clock: Clock;
  readonly items: ItemSource;
  readonly runnerOf: (executionArn: string) => Runner | undefined;
  readonly start: (child: NewRun) => void;
  readonly ended: (arn: string) => Promise<Run>;
  /** Forgets a run that has ended. */
  readonly forget: (arn: string) => void;
}

/** A distributed Map of more children than this keeps those that failed only. */
const KEPT_CHILDREN = 1_000;

/** What distributed Maps have outside their run: readers of items, and children. */
export class MapRuns {
  readonly #options: MapRunsOptions;

  constructor(options: MapRunsOptions) {
    this.#options = options;
  }

  /** Reads the items of a distributed Map, and hands them to it. */
  async read(run: Run, { arn, reader }: MapRun, signal: AbortSignal): Promise<void> {
    if (reader === undefined) return;
    const { clock, items } = this.#options;
    const release = clock.hold();
    try {
      const read = await items(reader, signal);
      this.#post(run, arn, (_run, { visit }, mapRun) => {
        visit.stage = { at: "items", mapRun, items: read };
      });
    } catch (error) {
      this.#post(run, arn, (run, branch, mapRun) =>
        failMapRun(run, branch, mapRun, clock.now(), failureOf(error)),
      );
    } finally {
      release();
    }
  }

  /** Starts a child, whose end its Map learns. */
  startChild(parent: Run, mapRun: MapRun, { arn, input, scope }: NewChild): void {
    const { machine } = parent;
    const { label, inputs = [] } = mapRun;
    this.#options.start({
      arn,
      name: arn.slice(arn.lastIndexOf(":") + 1),
      type: mapRun.childType,
      machine: { ...machine, arn: `${machine.arn}/${label}`, name: `${machine.name}/${label}` },
      program: { ...scope, timeoutMs: undefined },
      inputText: textOf(input),
      mapRunArn: mapRun.arn,
      rootArn: parent.rootArn ?? parent.arn,
      traced: parent.taken !== undefined,
      ...(parent.testCase === undefined ? {} : { testCase: parent.testCase }),
    });
    void this.#options.ended(arn).then(({ outputText }) => {
      const output = outputText === undefined ? undefined : parseText(outputText);
      if (output !== undefined && inputs.length > KEPT_CHILDREN) this.#options.forget(arn);
      this.#post(parent, mapRun.arn, (_run, _branch, mapRun) => childEnded(mapRun, arn, output));
    });
  }

  /** Posts something that happens to a distributed Map, unless its run no longer waits for it by then. */
  #post(run: Run, arn: string, happen: (run: Run, branch: Branch, mapRun: MapRun) => void): void {
    this.#options.runnerOf(run.arn)?.post((run) => {
      for (const branch of branchesOf(run.root)) {
        const { stage } = branch.visit;
        if (stage.at === "children" && stage.mapRun.arn === arn) happen(run, branch, stage.mapRun);
      }
    });
  }
}
