import { type Scope, stateOf } from "../program/program.js";
import type { Branch, Run } from "../run.js";
import type { RunnerHost } from "../runner-host.js";
import { endMapRun, mapRunOf, wantsWriter } from "./map-run.js";
import type { MapRun } from "./map-run-document.js";
import { wantsItems } from "./map-run-items.js";

/** What one distributed Map has under way outside its run. */
interface Hands {
  readonly controller: AbortController;
  /** Children from this index on have not been looked at; undefined at first. */
  seen: number | undefined;
  /** Of the children that were redriven, how many have been looked at. */
  resumed: number;
  /** Whether the children that the Map aborted were stopped. */
  isStopped: boolean;
}

/** What the distributed Maps of a run have under way: readers, writers and children. */
export class Children {
  readonly #run: Run;
  readonly #program: Scope;
  readonly #host: RunnerHost;
  readonly #hands = new Map<string, Hands>();

  constructor(run: Run, program: Scope, host: RunnerHost) {
    this.#run = run;
    this.#program = program;
    this.#host = host;
    // Of a run that is taken up, for what becomes of them if it never waits for them again.
    for (const mapRun of runningMapRuns(run)) this.#handsOf(mapRun);
  }

  /** Ends those that the run no longer waits for, in its document: before it is kept, and anybody is told. */
  endLeft(): void {
    const running = runningMapRuns(this.#run);
    if (running.length === 0) return;
    const wanted = new Set(this.#wanted().map(({ mapRun }) => mapRun));
    for (const mapRun of running) {
      if (!wanted.has(mapRun)) endMapRun(mapRun, "ABORTED", this.#host.now());
    }
  }

  /** Begins what is new, and stops what the run no longer waits for. */
  handOut(): void {
    const run = this.#run;
    const wanted = this.#wanted();
    if (this.#hands.size > 0) this.#leave(wanted);
    for (const { mapRun, scope } of wanted) {
      const hands = this.#handsOf(mapRun);
      this.#startChildren(mapRun, hands, scope);
      if (mapRun.failure !== undefined) this.#stopAborted(mapRun, hands);
      const { signal } = hands.controller;
      if (wantsItems(mapRun)) this.#host.readItems(run, mapRun, signal);
      if (wantsWriter(mapRun)) this.#host.writeResults(run, mapRun, signal);
    }
  }

  /** Leaves all of it as it is, to be taken up again by the run's document. */
  close(): void {
    for (const { controller } of this.#hands.values()) controller.abort();
    this.#hands.clear();
  }

  #wanted(): readonly WantedMapRun[] {
    const run = this.#run;
    return run.status === "RUNNING" ? [...mapRunsOf(run, run.root, this.#program)] : [];
  }

  #handsOf({ arn }: MapRun): Hands {
    let hands = this.#hands.get(arn);
    if (hands === undefined) {
      hands = { controller: new AbortController(), seen: undefined, resumed: 0, isStopped: false };
      this.#hands.set(arn, hands);
    }
    return hands;
  }

  /** At first all that the document has, which may have been taken up again; then what is new. */
  #startChildren(mapRun: MapRun, hands: Hands, scope: Scope): void {
    const { seen } = hands;
    const indexes = seen === undefined ? Object.keys(mapRun.active).map(Number) : [];
    for (let index = seen ?? mapRun.begun; index < mapRun.begun; index += 1) indexes.push(index);
    if (seen !== undefined) indexes.push(...mapRun.resumed.slice(hands.resumed));
    hands.resumed = mapRun.resumed.length;
    for (const index of indexes) {
      const child = mapRun.active[index];
      if (child !== undefined) this.#host.startChild(this.#run, mapRun, { index, child, scope });
    }
    hands.seen = mapRun.begun;
  }

  #leave(wanted: readonly WantedMapRun[]): void {
    const arns = new Set(wanted.map(({ mapRun }) => mapRun.arn));
    for (const [arn, hands] of this.#hands) {
      if (arns.has(arn)) continue;
      this.#hands.delete(arn);
      hands.controller.abort();
      this.#stopAborted(mapRunOf(this.#run, arn), hands);
    }
  }

  #stopAborted({ unsuccessful }: MapRun, hands: Hands): void {
    if (hands.isStopped) return;
    hands.isStopped = true;
    for (const arn of Object.values(unsuccessful)) this.#host.stopChild(arn);
  }
}

function runningMapRuns({ mapRuns }: Run): readonly MapRun[] {
  return Object.values(mapRuns).filter(({ status }) => status === "RUNNING");
}

interface WantedMapRun {
  readonly mapRun: MapRun;
  readonly scope: Scope;
}

/** The distributed Maps at work in a branch and those within it, with what their children run. */
function* mapRunsOf(run: Run, branch: Branch, scope: Scope): Generator<WantedMapRun> {
  if (branch.status !== "running") return;
  const { stage, state: name } = branch.visit;
  if (stage.at !== "children" && stage.at !== "branches") return;
  const { scopes } = stateOf(scope, name);
  const [first] = scopes;
  if (stage.at === "children") {
    if (first !== undefined) yield { mapRun: mapRunOf(run, stage.mapRunArn), scope: first };
    return;
  }
  for (const { branch: inner, index } of stage.fork.active) {
    const innerScope = scopes[stage.fork.kind === "Map" ? 0 : index];
    if (innerScope !== undefined) yield* mapRunsOf(run, inner, innerScope);
  }
}
