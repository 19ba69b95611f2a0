import type { Catcher as CatcherDefinition } from "../../../asl/index.js";
import { type Dataflow, errorOutputOf } from "../dataflow/dataflow.js";
import type { Catcher } from "./catcher.js";

/** https://states-language.net/#fallback-states */
export function compileCatcher(
  definition: CatcherDefinition,
  index: number,
  dataflow: Dataflow,
): Catcher {
  const output = dataflow.catcher(definition, index);
  return {
    errors: definition.ErrorEquals,
    async take({ names }, failure) {
      const leaving = await output(names, errorOutputOf(failure));
      return { go: "on", ...leaving, next: definition.Next, via: `/Catch/${index}` };
    },
  };
}
