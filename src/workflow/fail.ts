import type { FailState, StateDefinition } from "../asl/index.js";
import { fieldsOf, type OptionsOf } from "./fields.js";
import { type AnyState, State } from "./state.js";

export type FailOptions = OptionsOf<FailState>;

/** A state that fails the execution, or the branch it is in, with an error and a cause. */
export class Fail extends State<unknown, never> {
  readonly type = "Fail";

  constructor(name: string, options: FailOptions = {}) {
    super(name, fieldsOf(options));
  }

  override following(): readonly AnyState[] {
    return [];
  }

  override write(): StateDefinition {
    return { Type: "Fail", ...this.fields };
  }
}
