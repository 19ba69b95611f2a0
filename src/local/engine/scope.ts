import type { State } from "./state.js";

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
