import type { FailState } from "../../../asl/index.js";
import { textOf } from "../dataflow/text.js";
import type { CompileState } from "../program/compile-state.js";

/** https://states-language.net/#fail-state */
export const fail: CompileState<FailState> = (_definition, { dataflow }) => {
  const error = dataflow.field("Error");
  const cause = dataflow.field("Cause");
  return {
    async start({ names }) {
      const failure = { error: await error.value(names), cause: await cause.value(names) };
      const texts = Object.entries(failure).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, typeof value === "string" ? value : textOf(value)]],
      );
      return { go: "fail", failure: Object.fromEntries(texts) };
    },
  };
};
