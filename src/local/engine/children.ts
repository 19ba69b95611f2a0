import type { JsonValue } from "../../shared/json.js";
import { type Scope, stateOf } from "./program.js";
import type { Branch, MapRun, Run } from "./run.js";
import type { RunnerHost } from "./runner-host.js";

/** What the distributed Maps of a run have under way: readers, and children. */
export class Children {
  readonly #run: Run;
  readonly #program: Scope;
  readonly #host: RunnerHost;
  readonly #readers = new Map<string, AbortController>();
  readonly #started = new Set<string>();

  constructor(run: Run, program: Scope, host: RunnerHost) {
    this.#run = run;
    this.#program = program;
    this.#host = host;
  }

  /** Begins what is new, and ends what the run no longer waits for. */
  handOut(): void {
    const wanted =
      this.#run.status === "RUNNING" ? [...mapRunsOf(this.#run.root, this.#program)] : [];
    if (wanted.length === 0 && this.#started.size === 0 && this.#readers.size === 0) return;
    this.#leave(wanted);
    for (const { mapRun, scope } of wanted) {
      if (mapRun.inputs === undefined) this.#read(mapRun);
      for (const { index, arn } of mapRun.active) {
        if (this.#started.has(arn)) continue;
        this.#started.add(arn);
        const input = mapRun.inputs?.[index] as JsonValue; // a child has an input
        this.#host.startChild(this.#run, mapRun, { arn, input, scope });
      }
    }
  }

  close(): void {
    this.#leave([]);
  }

  #read(mapRun: MapRun): void {
    if (this.#readers.has(mapRun.arn)) return;
    const controller = new AbortController();
    this.#readers.set(mapRun.arn, controller);
    this.#host.readItems(this.#run, mapRun, controller.signal);
  }

  #leave(wanted: readonly WantedMapRun[]): void {
    const reading = new Set(
      wanted.filter(({ mapRun }) => mapRun.inputs === undefined).map(({ mapRun }) => mapRun.arn),
    );
    const running = new Set(wanted.flatMap(({ mapRun }) => mapRun.active.map(({ arn }) => arn)));
    for (const [arn, controller] of this.#readers) {
      if (reading.has(arn)) continue;
      this.#readers.delete(arn);
      controller.abort();
    }
    for (const arn of this.#started) {
      if (running.has(arn)) continue;
      this.#started.delete(arn);
      this.#host.stopChild(arn);
    }
  }
}

interface WantedMapRun {
  readonly mapRun: MapRun;
  readonly scope: Scope;
}

/** The distributed Maps at work in a branch and those within it, with what their children run. */
function* mapRunsOf(branch: Branch, scope: Scope): Generator<WantedMapRun> {
  if (branch.status !== "running") return;
  const { stage, state: name } = branch.visit;
  if (stage.at !== "children" && stage.at !== "branches") return;
  const { scopes } = stateOf(scope, name);
  const [first] = scopes;
  if (stage.at === "children" && first !== undefined) yield { mapRun: stage.mapRun, scope: first };
  if (stage.at !== "branches") return;
  for (const { branch: inner, index } of stage.fork.active) {
    const innerScope = scopes[stage.fork.kind === "Map" ? 0 : index];
    if (innerScope !== undefined) yield* mapRunsOf(inner, innerScope);
  }
}
