import type { StateDefinition, SucceedState } from "../asl/index.js";
import type { Exactly, Has, Unchanged } from "./data-flow.js";
import { fieldsOf, type OptionsOf } from "./fields.js";
import { type AnyState, State } from "./state.js";

export type SucceedOptions = OptionsOf<SucceedState>;

/** A state that ends its scope, with its input for the output unless options make another. */
export interface Succeed<Output = unknown> extends State<unknown, Output> {
  readonly type: "Succeed";
}

class EndWell extends State {
  readonly type = "Succeed";

  constructor(name: string, options: object = {}) {
    super(name, fieldsOf(options));
  }

  override following(): readonly AnyState[] {
    return [];
  }

  override write(): StateDefinition {
    return { Type: "Succeed", ...this.fields };
  }
}

interface SucceedConstructor {
  new <const Options extends SucceedOptions = object>(
    name: string,
    options?: Exactly<Options, SucceedOptions>,
  ): Succeed<
    Has<Options, "inputPath" | "outputPath" | "output"> extends true ? unknown : Unchanged
  >;
}

export const Succeed = EndWell as unknown as SucceedConstructor; // types that depend on the options
