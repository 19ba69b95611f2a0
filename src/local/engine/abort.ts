import { tell } from "./history/history.js";
import { mapRunOf } from "./map-run/map-run.js";
import { type Scope, stateOf } from "./program/program.js";
import type { Branch, Run } from "./run.js";

/** Tells of the states that a branch is in when it is ended from outside, the innermost first. */
export function abortBranch(run: Run, branch: Branch, scope: Scope, now: () => number): void {
  const { visit } = branch;
  const state = stateOf(scope, visit.state);
  if (branch.status !== "running" || visit.entered === 0) return;
  if (visit.stage.at === "branches") {
    const { fork } = visit.stage;
    for (const { branch: inner, index } of fork.active) {
      const innerScope = state.scopes[fork.kind === "Map" ? 0 : index];
      if (innerScope !== undefined) abortBranch(run, inner, innerScope, now);
      if (fork.kind === "Map") {
        tell(run, now(), inner.last, "MapIterationAborted", {
          mapIterationAbortedEventDetails: { name: state.name, index },
        });
      }
    }
  }
  if (visit.stage.at === "children") {
    const { arn, started } = mapRunOf(run, visit.stage.mapRunArn);
    if (run.mapRuns[arn]?.status === "RUNNING") tell(run, now(), started, "MapRunAborted");
  }
  const isLong = ["Task", "Wait", "Map", "Parallel"].includes(state.type);
  if (isLong) tell(run, now(), branch.last, `${state.type}StateAborted`);
}
