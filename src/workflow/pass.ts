import type { PassState, StateDefinition } from "../asl/index.js";
import type { Exactly, Has, OutputWith, Unchanged } from "./data-flow.js";
import { fieldsOf, type OptionsOf } from "./fields.js";
import { LinkedState } from "./linked-state.js";

export type PassOptions = OptionsOf<PassState>;

/** A state that hands its input on: as it came, with a result put in, or made anew by its options. */
export interface Pass<Input = unknown, Output = unknown> extends LinkedState<Input, Output> {
  readonly type: "Pass";
  /** The same state, with the types that its options make of its data. */
  gives<Stated, Taken = Input>(): Pass<Taken, Stated>;
}

class PassOn extends LinkedState {
  readonly type = "Pass";

  constructor(name: string, options: object = {}) {
    super(name, fieldsOf(options));
  }

  gives(): this {
    return this;
  }

  override write(): StateDefinition {
    return { Type: "Pass", ...this.fields, ...this.transition() };
  }
}

type Made<Options> =
  Has<Options, "parameters" | "inputPath"> extends true
    ? unknown
    : Options extends { readonly result: infer Result }
      ? Result
      : Unchanged;

interface PassConstructor {
  new <const Options extends PassOptions = object>(
    name: string,
    options?: Exactly<Options, PassOptions>,
  ): Pass<unknown, OutputWith<Options, Made<Options>>>;
}

export const Pass = PassOn as unknown as PassConstructor; // types that depend on the options
