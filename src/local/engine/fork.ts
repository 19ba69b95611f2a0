import type { JsonValue } from "../../shared/json.js";
import { abortBranch } from "./abort.js";
import { arrayOf } from "./dataflow/text.js";
import { tell } from "./history/history.js";
import type { Scope, State } from "./program/program.js";
import type { Branch, Fork, Run } from "./run.js";
import { visitOf } from "./visit.js";

/** Moves a branch on by one stage; tells whether it moved. */
type RunBranch = (branch: Branch, scope: Scope) => Promise<boolean>;

/**
 * Moves each branch of a Parallel, or each iteration of a Map that is under way, by one stage. The
 * first that fails ends the others; when all have succeeded, their outputs are the state's result.
 */
export async function advanceFork(
  run: Run,
  parent: Branch,
  state: State,
  fork: Fork,
  now: () => number,
  runBranch: RunBranch,
): Promise<boolean> {
  let moved = beginIterations(run, parent, state, fork, now);
  for (const active of [...fork.active]) {
    const { branch, index } = active;
    if (await runBranch(branch, scopeOf(state, fork, index))) moved = true;
    if (branch.status === "failed") return failFork(run, parent, state, fork, active, now);
    if (branch.status === "succeeded") endOne(run, parent, state, fork, active, now);
  }
  const total = fork.kind === "Map" ? fork.items.length : state.scopes.length;
  if (fork.ended < total) return moved;
  tell(run, now(), parent.last, `${fork.kind}StateSucceeded`);
  parent.visit.stage = { at: "result", result: arrayOf(fork.outputs) };
  return true;
}

type Active = Fork["active"][number];

/** A Parallel has a scope for each branch, a Map one for all its iterations. */
function scopeOf(state: State, fork: Fork, index: number): Scope {
  const scope = state.scopes[fork.kind === "Map" ? 0 : index];
  if (scope === undefined) throw new Error(`The state "${state.name}" has no branch ${index}`);
  return scope;
}

function beginIterations(
  run: Run,
  parent: Branch,
  state: State,
  fork: Fork,
  now: () => number,
): boolean {
  let moved = false;
  while (fork.kind === "Map" && fork.active.length < fork.width && fork.begun < fork.items.length) {
    const index = fork.begun;
    const details = { name: state.name, index };
    const last = tell(run, now(), fork.turn, "MapIterationStarted", {
      mapIterationStartedEventDetails: details,
    });
    const item = { index, value: fork.values[index] as JsonValue }; // as many values as items
    const input = fork.items[index] as JsonValue; // begun < items.length
    fork.active.push({
      index,
      branch: branchOf(scopeOf(state, fork, index), input, parent, last, item),
    });
    fork.begun += 1;
    moved = true;
  }
  return moved;
}

/** A branch that is about to begin; it sees the variables around it. */
export function branchOf(
  scope: Scope,
  input: JsonValue,
  parent: Pick<Branch, "variables" | "item">,
  last: number,
  item = parent.item,
): Branch {
  return {
    status: "running",
    visit: visitOf(scope.startAt, input),
    variables: parent.variables,
    last,
    ...(item === undefined ? {} : { item }),
  };
}

function endOne(
  run: Run,
  parent: Branch,
  state: State,
  fork: Fork,
  active: Active,
  now: () => number,
): void {
  const { branch, index } = active;
  fork.active.splice(fork.active.indexOf(active), 1);
  fork.outputs[index] = branch.output as JsonValue; // it has succeeded
  fork.ended += 1;
  fork.turn = branch.last;
  parent.last =
    fork.kind === "Parallel"
      ? branch.last
      : tell(run, now(), branch.last, "MapIterationSucceeded", {
          mapIterationSucceededEventDetails: { name: state.name, index },
        });
}

function failFork(
  run: Run,
  parent: Branch,
  state: State,
  fork: Fork,
  failed: Active,
  now: () => number,
): boolean {
  const { branch, index } = failed;
  const scope = scopeOf(state, fork, index);
  const type = scope.states.get(branch.visit.state)?.type;
  if (type === "Task" || type === "Wait") tell(run, now(), branch.last, `${type}StateAborted`);
  if (fork.kind === "Map") {
    tell(run, now(), branch.last, "MapIterationFailed", {
      mapIterationFailedEventDetails: { name: state.name, index },
    });
  }
  for (const other of fork.active) {
    if (other === failed) continue;
    abortBranch(run, other.branch, scopeOf(state, fork, other.index), now);
    if (fork.kind === "Map") {
      tell(run, now(), other.branch.last, "MapIterationAborted", {
        mapIterationAbortedEventDetails: { name: state.name, index: other.index },
      });
    }
  }
  parent.last = branch.last;
  const failure = branch.failure ?? {};
  const names = failure.error === undefined ? [] : [failure.error];
  parent.visit.stage = { at: "failure", failure, names, fork };
  return true;
}
