import type { ParallelState } from "../../../asl/index.js";
import { branchOf } from "../fork.js";
import type { CompileState } from "../program/compile-state.js";
import type { Fork } from "../run.js";

/** https://states-language.net/#parallel-state */
export const parallel: CompileState<ParallelState> = (definition, { dataflow, compileScope }) => {
  const scopes = definition.Branches.map(compileScope);
  return {
    scopes,
    async start({ names, branch, tell }) {
      const input = await dataflow.arguments(names);
      const started = tell("ParallelStateStarted");
      const fork: Fork = {
        kind: "Parallel",
        active: scopes.map((scope, index) => ({
          index,
          branch: branchOf(scope, input, branch, started),
        })),
        items: [],
        values: [],
        width: scopes.length,
        begun: scopes.length,
        outputs: [],
        ended: 0,
        turn: started,
      };
      return { go: "wait", stage: { at: "branches", fork } };
    },
    async finish({ names }, result) {
      return { go: "on", ...(await dataflow.output(names, result)), next: definition.Next };
    },
  };
};
