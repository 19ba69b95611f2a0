import type { ScopeDefinition } from "../asl/index.js";
import { InvalidArgumentError } from "../shared/errors.js";
import type { AnyState, Scope, Writing } from "./state.js";

/** The states of a scope in the order in which they are reached, from its first. */
export function statesOf({ start, also = [] }: Scope): AnyState[] {
  const states = new Set([start]);
  for (const state of states) {
    for (const next of state.following()) states.add(next);
  }
  for (const added of also) {
    states.add(added);
    for (const state of states) {
      for (const next of state.following()) states.add(next);
    }
  }
  return [...states];
}

/**
 * The document of a scope.
 *
 * @throws InvalidArgumentError for two states of one name, wherever in the machine they are.
 */
export function writeScope(scope: Scope, writing: Writing): ScopeDefinition {
  scope.check?.();
  const states = statesOf(scope);
  for (const state of states) claimName(state, writing);
  return {
    ...scope.scopeFields,
    StartAt: scope.start.name,
    States: Object.fromEntries(states.map((state) => [state.name, state.write(writing)])),
  };
}

function claimName(state: AnyState, { taken, where }: Writing): void {
  const other = taken.get(state.name);
  taken.set(state.name, { state, where });
  if (other === undefined) return;
  throw new InvalidArgumentError(
    other.state === state
      ? `Expected ${state} to be in one scope, got it in ${other.where} and in ${where}. No state leads from one scope into another: make a state for each.`
      : `Expected each state of a machine to have a name of its own, got "${state.name}" for ${other.state} in ${other.where} and for another ${state.type} in ${where}. Rename one of them.`,
  );
}
