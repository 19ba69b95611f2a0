import type { StateDefinition, StateMachineDefinition } from "../../asl/index.js";
import { InvalidArgumentError } from "../../shared/errors.js";
import { expectState } from "./machine-source.js";

/** Fields of Maps and Parallels that say what they do, in place of which a mock's result comes. */
const WORK = [
  "Branches",
  "ItemBatcher",
  "ItemProcessor",
  "ItemReader",
  "ItemSelector",
  "Items",
  "ItemsPath",
  "Iterator",
  "Label",
  "MaxConcurrency",
  "MaxConcurrencyPath",
  "ResultWriter",
  "ToleratedFailureCount",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentage",
  "ToleratedFailurePercentagePath",
];

/**
 * The definition in which each mocked Map and Parallel is a Task, with all that makes its result,
 * errors and transitions. Throws InvalidArgumentError for mocks of states that are not there, or do
 * no work.
 */
export function withMockedStates(
  definition: StateMachineDefinition,
  mocked: readonly string[],
): StateMachineDefinition {
  const whole = new Set<string>();
  for (const name of mocked) {
    const { Type } = expectState(definition, name, `each key of the "mocks" option`);
    if (Type === "Map" || Type === "Parallel") whole.add(name);
    else if (Type !== "Task") {
      throw new InvalidArgumentError(
        `Expected each key of the "mocks" option to name a Task, Map or Parallel state, got ${JSON.stringify(name)}, which is a ${Type} state: it does no work that could be mocked`,
      );
    }
  }
  return whole.size === 0 ? definition : (inScope(definition, whole) as StateMachineDefinition); // with other states
}

type Scope = { readonly States: Readonly<Record<string, StateDefinition>> };

function inScope<Of extends Scope>(scope: Of, whole: ReadonlySet<string>): Of {
  const States = Object.fromEntries(
    Object.entries(scope.States).map(([name, state]) => [name, inState(name, state, whole)]),
  );
  return { ...scope, States };
}

function inState(
  name: string,
  state: StateDefinition,
  whole: ReadonlySet<string>,
): StateDefinition {
  if (whole.has(name)) return asTask(name, state);
  if (state.Type === "Parallel") {
    return { ...state, Branches: state.Branches.map((branch) => inScope(branch, whole)) };
  }
  if (state.Type !== "Map") return state;
  const { ItemProcessor, Iterator, ...rest } = state;
  return {
    ...rest,
    ...(ItemProcessor === undefined ? {} : { ItemProcessor: inScope(ItemProcessor, whole) }),
    ...(Iterator === undefined ? {} : { Iterator: inScope(Iterator, whole) }),
  };
}

function asTask(name: string, state: StateDefinition): StateDefinition {
  const kept = Object.entries(state).filter(([field]) => !WORK.includes(field));
  // Of a Map these would be evaluated for each item.
  const own = state.Type === "Map" ? kept.filter(([field]) => field !== "Parameters") : kept;
  return {
    ...Object.fromEntries(own),
    Type: "Task",
    Resource: `arn:aws:lambda:us-east-1:123456789012:function:mock-of-${name.replace(/\W/g, "-")}`,
  } as StateDefinition; // a Task of the fields that both have
}
