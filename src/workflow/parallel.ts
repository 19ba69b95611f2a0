import type { ParallelState, StateDefinition } from "../asl/index.js";
import { CatchingState } from "./catching-state.js";
import type { Exactly, InputOfScope, InputWith, OutputOfScope, OutputWith } from "./data-flow.js";
import { fieldsOf, type OptionsOf } from "./fields.js";
import { writeScope } from "./scope.js";
import type { Scope, Writing } from "./state.js";

/** The fields of a Parallel, but for its branches; catchers are given with `catch()`. */
export type ParallelOptions = OptionsOf<ParallelState, "Branches" | "Catch">;

/** A state that gives its input to branches, which run at once, and gives the list of what they end with. */
export interface Parallel<Input = unknown, Output = unknown> extends CatchingState<Input, Output> {
  readonly type: "Parallel";
  readonly branches: readonly Scope[];
  /** The same state, with the types that its options make of its data. */
  gives<Stated, Taken = Input>(): Parallel<Taken, Stated>;
}

class Branching extends CatchingState {
  readonly type = "Parallel";
  readonly branches: readonly Scope[];

  constructor(name: string, branches: readonly Scope[], options: object = {}) {
    super(name, fieldsOf(options));
    this.branches = branches;
  }

  gives(): this {
    return this;
  }

  override write(writing: Writing): StateDefinition {
    return {
      Type: "Parallel",
      ...this.fields,
      Branches: this.branches.map((branch, index) =>
        writeScope(branch, { ...writing, where: `branch ${index} of ${this}` }),
      ),
      ...this.transition(),
    };
  }
}

type Outputs<Branches extends readonly Scope[]> = {
  -readonly [Index in keyof Branches]: OutputOfScope<Branches[Index]>;
};

interface ParallelConstructor {
  /** Branches are chains, which tell what they end with, or the states that they begin with. */
  new <const Branches extends readonly Scope[], const Options extends ParallelOptions = object>(
    name: string,
    branches: Branches,
    options?: Exactly<Options, ParallelOptions>,
  ): Parallel<
    InputWith<Options, InputOfScope<Branches[number]>>,
    OutputWith<Options, Outputs<Branches>>
  >;
}

export const Parallel = Branching as unknown as ParallelConstructor; // types that depend on the options
