import {
  type StateDefinition,
  type StateMachineDefinition,
  validateDefinition,
} from "../../asl/index.js";
import { InvalidArgumentError } from "../../shared/errors.js";
import type { MachineType } from "../engine/index.js";
import { suggest } from "../mocks/index.js";

/**
 * A state machine that can be run: a definition, its JSON text, or anything that writes one, such
 * as a StateMachine of `sfn-task-tools/workflow`.
 */
export type MachineSource = string | object | WritableMachine;

/** What a StateMachine of `sfn-task-tools/workflow` is, as far as it is used here. */
export interface WritableMachine {
  readonly name: string;
  readonly type?: MachineType;
  toJson(place: { readonly region: string; readonly account: string }): string;
}

/** The types that a StateMachine carries under symbols of its own: a function of its input, and its output. */
type Carried<Machine> = Machine extends WritableMachine
  ? Machine[Extract<keyof Machine, symbol> & keyof Machine]
  : unknown;

type TakesSome = (input: never) => void;

/** What a StateMachine takes; unknown where it does not say. */
export type InputOf<Machine> =
  Extract<Carried<Machine>, TakesSome> extends (input: infer Input) => void ? Input : unknown;

/** What a StateMachine ends with; unknown where it does not say. */
export type OutputOf<Machine> = [Carried<Machine>] extends [never]
  ? unknown
  : Exclude<Carried<Machine>, TakesSome | undefined>;

export interface ReadMachine {
  readonly name: string | undefined;
  readonly type: MachineType | undefined;
  readonly definition: StateMachineDefinition;
}

/** The definition of a source. Throws InvalidArgumentError for what is none. */
export function readMachine(
  source: MachineSource,
  place: { readonly region: string; readonly account: string },
): ReadMachine {
  const writable = isWritable(source) ? source : undefined;
  const text =
    writable?.toJson(place) ?? (typeof source === "string" ? source : JSON.stringify(source));
  const type = writable?.type;
  const { definition, diagnostics } = validateDefinition(text, { type: type ?? "STANDARD" });
  const faults = diagnostics.filter(({ severity }) => severity === "ERROR");
  if (definition === undefined || faults.length > 0) {
    const lines = faults.map(
      ({ code, message, location }) => `  ${code}: ${message} at ${location}`,
    );
    throw new InvalidArgumentError(
      `Expected a definition that Step Functions takes, got one with these faults:\n${lines.join("\n")}`,
    );
  }
  return { name: writable?.name, type, definition };
}

function isWritable(source: MachineSource): source is WritableMachine {
  return typeof source === "object" && "toJson" in source && typeof source.toJson === "function";
}

/** All states of a definition by name, also those within Parallels and Maps. */
export function statesIn(definition: Scope): Map<string, StateDefinition> {
  return new Map(entriesIn(definition));
}

type Scope = Pick<StateMachineDefinition, "States">;

function* entriesIn({ States }: Scope): Generator<[string, StateDefinition]> {
  for (const [name, state] of Object.entries(States)) {
    yield [name, state];
    if (state.Type === "Parallel") for (const branch of state.Branches) yield* entriesIn(branch);
    if (state.Type !== "Map") continue;
    const processor = state.ItemProcessor ?? state.Iterator;
    if (processor !== undefined) yield* entriesIn(processor);
  }
}

/** Throws InvalidArgumentError that lists the near names when a machine has no such state. */
export function expectState(definition: Scope, name: string, what: string): StateDefinition {
  const states = statesIn(definition);
  const state = states.get(name);
  if (state !== undefined) return state;
  throw new InvalidArgumentError(
    `Expected ${what} to be the name of a state, got ${JSON.stringify(name)}: ${suggest(name, [...states.keys()])}`,
  );
}
