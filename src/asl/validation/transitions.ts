import type { ScopeDefinition, StateDefinition } from "../definition.js";
import type { Findings } from "./diagnostics.js";

/** A place that names a state to go to. */
interface Target {
  readonly name: string;
  readonly location: string;
}

/** Looks at where the states of a scope lead: to states that are there, and to an end. */
export function checkTransitions(
  scope: ScopeDefinition,
  location: string,
  findings: Findings,
): void {
  const names = new Set(Object.keys(scope.States));
  const start = { name: scope.StartAt, location: `${location}/StartAt` };
  const targets = new Map(
    Object.entries(scope.States).map(([name, state]) => [
      name,
      targetsOf(state, `${location}/States/${name}`),
    ]),
  );
  for (const target of [start, ...[...targets.values()].flat()]) {
    if (names.has(target.name)) continue;
    const message = `Missing 'Next' target: ${target.name}`;
    findings.add("MISSING_TRANSITION_TARGET", message, target.location);
  }
  if (!Object.values(scope.States).some(isTerminal)) {
    findings.add("MISSING_END_STATE", "Workflow has no terminal state");
    return;
  }
  const reached = reachable(start.name, targets);
  for (const name of names) {
    if (reached.has(name)) continue;
    const message = `State "${name}" is not reachable.`;
    findings.add("MISSING_TRANSITION_TARGET", message, `${location}/States/${name}`);
  }
}

function targetsOf(state: StateDefinition, location: string): Target[] {
  const next =
    "Next" in state && state.Next !== undefined
      ? [{ name: state.Next, location: `${location}/Next` }]
      : [];
  const caught =
    "Catch" in state
      ? (state.Catch ?? []).map(({ Next }, index) => ({
          name: Next,
          location: `${location}/Catch[${index}]/Next`,
        }))
      : [];
  if (state.Type !== "Choice") return [...next, ...caught];
  const chosen = state.Choices.map(({ Next }, index) => ({
    name: Next,
    location: `${location}/Choices[${index}]/Next`,
  }));
  return state.Default === undefined
    ? chosen
    : [...chosen, { name: state.Default, location: `${location}/Default` }];
}

function isTerminal(state: StateDefinition): boolean {
  return (
    state.Type === "Succeed" || state.Type === "Fail" || ("End" in state && state.End === true)
  );
}

function reachable(start: string, targets: ReadonlyMap<string, readonly Target[]>): Set<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const target of targets.get(name) ?? []) reached.add(target.name);
  }
  return reached;
}
