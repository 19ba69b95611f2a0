import type { StateType } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { MapRun } from "../map-run/map-run-document.js";
import type { Moment } from "../moment.js";
import type { Move } from "../move.js";
import type { Catcher } from "./catcher.js";
import type { RetryRule } from "./retry.js";

/** One state of a program: parsed once, then run by as many executions as there are. */
export interface State {
  readonly name: string;
  readonly type: StateType;
  readonly retriers: readonly RetryRule[];
  readonly catchers: readonly Catcher[];
  /** The branches of a Parallel, or the one processor of a Map. */
  readonly scopes: readonly Scope[];
  /** What to do once the state was entered, and again at each retry. Throws StatesError. */
  start(moment: Moment): Move | Promise<Move>;
  /** What to do with the result that the state waited for, or when its time has come. Throws StatesError. */
  finish(moment: Moment, result: JsonValue): Move | Promise<Move>;
  /** Makes the inputs of children out of the items that a distributed Map has read. Throws StatesError. */
  itemsRead(moment: Moment, mapRun: MapRun): Move | Promise<Move>;
}

/** States that lead to one another, ready to run. */
export interface Scope {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A state machine, ready to run. */
export interface Program extends Scope {
  /** Milliseconds that a run may take; undefined when the definition does not say. */
  readonly timeoutMs: number | undefined;
}

/** The state of a name; a definition that was validated has all that are named. */
export function stateOf(scope: Scope, name: string): State {
  const state = scope.states.get(name);
  if (state === undefined) throw new Error(`There is no state "${name}" in this scope`);
  return state;
}
