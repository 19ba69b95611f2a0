import type { QueryLanguage, StateDefinition, StateType } from "../asl/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import type { ArnOptions } from "./arns.js";
import type { Ends, Gives, gives, Takes, takes } from "./data-flow.js";
import type { Fields } from "./fields.js";

/** Any state, whatever its types. */
export type AnyState = State<never, unknown>;

/** A state, or a chain of them: what may come next. */
export interface Step<Input = never, Output = unknown> extends Takes<Input>, Gives<Output> {
  readonly start: AnyState;
  readonly last: AnyState;
}

/**
 * States that lead to one another: a machine, a branch of a Parallel, the processor of a Map. A
 * state is one, with all that it leads to; of a chain the type of its output is known, too.
 */
export interface Scope<Input = never, Output = unknown> extends Takes<Input>, Ends<Output> {
  readonly start: AnyState;
  /** The fields of the scope itself, beside its states: a Comment. */
  readonly scopeFields?: Fields;
  /** States that belong to it though none leads to them. */
  readonly also?: Iterable<AnyState>;
  /** Tells of a scope whose type is not true. */
  check?(): void;
}

/** A state of a state machine. It is itself wherever it stands: any number of states may lead to it. */
export abstract class State<Input = unknown, Output = unknown> implements Step<Input, Output> {
  declare readonly [takes]?: (input: Input) => void;
  declare readonly [gives]?: Output;
  abstract readonly type: StateType;
  readonly name: string;
  /** What its definition has beside the states that it leads to. */
  readonly fields: Fields;

  /** @throws InvalidArgumentError when the name is not of 1 to 80 characters. */
  constructor(name: string, fields: Fields) {
    if (typeof name !== "string" || name === "" || name.length > 80) {
      throw new InvalidArgumentError(
        `Expected the name of a state to have 1 to 80 characters, got ${describe(name)}${typeof name === "string" ? `, which has ${name.length}` : ""}.`,
      );
    }
    this.name = name;
    this.fields = fields;
  }

  get start(): this {
    return this;
  }

  get last(): this {
    return this;
  }

  /** The states that it leads to within its scope. */
  abstract following(): readonly AnyState[];

  /** Its part of the document. */
  abstract write(writing: Writing): StateDefinition;

  /** Its own query language, or its machine's: the states around it hand theirs on to nobody. */
  protected languageIn({ language }: Writing): QueryLanguage {
    return this.fields.QueryLanguage === "JSONata" ? "JSONata" : language;
  }

  /** As messages name it: `the Task "Collect"`. */
  toString(): string {
    return `the ${this.type} "${this.name}"`;
  }
}

/** What a state has to know of its surroundings to write itself down. */
export interface Writing {
  /** Of the machine: what a state has that says nothing else. */
  readonly language: QueryLanguage;
  readonly arns: ArnOptions;
  /** Whether it is in an inline Map, whose context object has an item. */
  readonly inIteration: boolean;
  /** The scope, for messages: `the machine "loop"`, `branch 0 of "Both"`. */
  readonly where: string;
  /** All states so far: a name is used once in a whole machine. */
  readonly taken: Map<string, { readonly state: AnyState; readonly where: string }>;
}
