import type { Catcher, ScopeDefinition, StateDefinition, StateType } from "../asl/index.js";
import { CatchingState } from "./catching-state.js";
import { Choice } from "./choice.js";
import { Fail } from "./fail.js";
import { type Fields, optionsOf } from "./fields.js";
import { LinkedState } from "./linked-state.js";
import { readMap } from "./map.js";
import { Parallel } from "./parallel.js";
import { Pass } from "./pass.js";
import { statesOf } from "./scope.js";
import type { AnyState, Scope } from "./state.js";
import { Succeed } from "./succeed.js";
import { Task } from "./task.js";
import { Wait } from "./wait.js";

type Read<Type extends StateType> = (
  name: string,
  definition: Extract<StateDefinition, { readonly Type: Type }>,
  options: object,
) => AnyState;

/** A state of each type, not yet leading anywhere. */
const READ: { readonly [Type in StateType]: Read<Type> } = {
  Task: (name, { Resource }, options) => new Task(name, Resource, without(options, "resource")),
  Pass: (name, _, options) => new Pass(name, options),
  Wait: (name, _, options) => new Wait(name, options),
  Succeed: (name, _, options) => new Succeed(name, options),
  Fail: (name, _, options) => new Fail(name, options),
  Choice: (name, _, options) => new Choice(name, without(options, "choices", "default")),
  Parallel: (name, { Branches }, options) =>
    new Parallel(name, Branches.map(readScope), without(options, "branches")),
  Map: (name, { ItemProcessor, Iterator: older }, options) => {
    const field = ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
    const processor = (ItemProcessor ?? older) as ScopeDefinition; // a sound Map has one of them
    return readMap(
      name,
      readScope(processor),
      without(options, "itemProcessor", "iterator"),
      field,
    );
  },
};

/** The states of a sound document or branch, leading to one another as it says. */
export function readScope({ StartAt, States, ...scopeFields }: ScopeDefinition): Scope {
  const states = new Map(
    Object.entries(States).map(([name, definition]) => {
      const { Type, Next, End, Catch, ...rest } = definition as StateDefinition & Fields;
      // The type picks the function that reads it. `End: false` beside a Next is kept.
      const read = READ[Type] as Read<StateType>;
      const kept = End === false ? { ...rest, End } : rest;
      return [name, read(name, definition, optionsOf(kept))] as const;
    }),
  );
  const state = (name: string) => states.get(name) as AnyState; // a sound document has it
  for (const [name, definition] of Object.entries(States)) link(state(name), definition, state);
  const start = state(StartAt);
  const reached = new Set(statesOf({ start }));
  const also = [...states.values()].filter((each) => !reached.has(each));
  return { start, scopeFields, also };
}

function link(
  from: AnyState,
  definition: StateDefinition,
  state: (name: string) => AnyState,
): void {
  const { Next, Catch = [] } = definition as { Next?: string; Catch?: readonly Catcher[] };
  if (from instanceof LinkedState && Next !== undefined) from.next(state(Next));
  if (from instanceof CatchingState) {
    for (const { Next: target, ...fields } of Catch) from.handle({ fields, next: state(target) });
  }
  if (from instanceof Choice && definition.Type === "Choice") {
    for (const { Next: target, ...rule } of definition.Choices) from.add(rule, state(target));
    if (definition.Default !== undefined) from.otherwise(state(definition.Default));
  }
}

function without(options: object, ...names: readonly string[]): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
}
