import type { PassState } from "../../../asl/index.js";
import type { CompileState } from "../program/compile-state.js";

/** https://states-language.net/#pass-state */
export const pass: CompileState<PassState> = (definition, { dataflow }) => {
  const { Next: next, Result: fixed } = definition;
  return {
    async start({ names }) {
      const given = await dataflow.arguments(names);
      const leaving = await dataflow.output(names, fixed === undefined ? given : fixed);
      return { go: "on", ...leaving, next };
    },
  };
};
