import type { SucceedState } from "../../../asl/index.js";
import type { CompileState } from "../program/compile-state.js";

/** https://states-language.net/#succeed-state */
export const succeed: CompileState<SucceedState> = (_definition, { dataflow }) => ({
  async start({ names }) {
    const leaving = await dataflow.output(names, await dataflow.arguments(names));
    return { go: "on", ...leaving, next: undefined };
  },
});
