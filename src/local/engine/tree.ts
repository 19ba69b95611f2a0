import type { Branch, Run, Task } from "./run.js";

/** A branch and those within it that have not ended. */
export function* branchesOf(branch: Branch): Generator<Branch> {
  yield branch;
  const { stage } = branch.visit;
  if (branch.status !== "running" || stage.at !== "branches") return;
  for (const { branch: inner } of stage.fork.active) yield* branchesOf(inner);
}

/** The tasks that a run waits for, with their branches. */
export function tasksOf(run: Run): { readonly branch: Branch; readonly task: Task }[] {
  if (run.status !== "RUNNING") return [];
  return [...branchesOf(run.root)].flatMap((branch) => {
    const { stage } = branch.visit;
    return branch.status === "running" && stage.at === "task" ? [{ branch, task: stage.task }] : [];
  });
}

/** When the run next has something to do by itself; undefined when only others can move it. */
export function nextDue(run: Run): number | undefined {
  if (run.status !== "RUNNING") return undefined;
  const times = [...branchesOf(run.root)].flatMap(({ visit: { stage } }) => {
    if (stage.at === "pause") return [stage.until];
    return stage.at === "task" ? [stage.task.timeoutAt, stage.task.heartbeatAt] : [];
  });
  const known = times.filter((time) => time !== undefined);
  if (!run.isDue && known.length === 0) return undefined;
  return Math.min(run.dueAt, ...known);
}
