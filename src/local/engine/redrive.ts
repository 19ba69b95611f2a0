import { tell } from "./history.js";
import { LIMITS } from "./limits.js";
import { type Program, type Scope, type State, stateOf } from "./program.js";
import type { Branch, Fork, Run, Visit } from "./run.js";

/** How long after its end a run can be redriven, in milliseconds. */
const REDRIVABLE_MS = 14 * 24 * 3_600_000;

/** Why a run cannot be redriven: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility. Undefined when it can. */
export function whyNotRedrivable(run: Run, now: number): string | undefined {
  const { status, stoppedAt = now, startedAt, told } = run;
  if (status === "RUNNING" || status === "SUCCEEDED") {
    return `Execution is ${status} and cannot be redriven`;
  }
  if (now - stoppedAt > REDRIVABLE_MS) return "Execution redrivable period exceeded";
  if (now - startedAt > LIMITS.standardMs) return "Execution has exceeded the max execution time";
  // Room for the event that tells of the redrive, and one more.
  if (told >= LIMITS.events - 1) return "Execution history event limit exceeded";
  return undefined;
}

/** Takes a run that was not successful back to where it can go on: to the states that it never left. */
export function redrive(run: Run, program: Program, now: number): void {
  const last = run.told;
  run.status = "RUNNING";
  run.redrives += 1;
  run.redrivenAt = now;
  const longest = program.timeoutMs ?? LIMITS.standardMs;
  run.dueAt = Math.min(now + longest, run.startedAt + LIMITS.standardMs);
  delete run.stoppedAt;
  delete run.error;
  delete run.cause;
  tell(run, now, last, "ExecutionRedriven", {
    executionRedrivenEventDetails: { redriveCount: run.redrives },
  });
  redriveBranch(run.root, program);
}

/** What has ended well stays; what has not begins its state again, with all its retries. */
function redriveBranch(branch: Branch, scope: Scope): void {
  if (branch.status === "succeeded") return;
  branch.status = "running";
  delete branch.failure;
  const { visit } = branch;
  visit.retries = [];
  if (visit.stage.at === "door") return;
  const state = stateOf(scope, visit.state);
  const fork = forkOf(visit);
  if (fork !== undefined) redriveFork(visit, fork, state);
  else redriveState(branch, visit, state);
}

/** Those branches and iterations that ended well are no longer in it. */
function redriveFork(visit: Visit, fork: Fork, { scopes }: State): void {
  for (const { branch, index } of fork.active) {
    const scope = scopes[fork.kind === "Map" ? 0 : index];
    if (scope !== undefined) redriveBranch(branch, scope);
  }
  visit.stage = { at: "branches", fork };
}

/**
 * A state is not entered again: its new attempt links to the event of its only entrance. A Fail
 * alone is, since all that it does is to be entered.
 */
function redriveState(branch: Branch, visit: Visit, { type }: State): void {
  const submitted = submittedOf(visit);
  if (submitted !== undefined) visit.submitted = submitted;
  branch.last = type === "Fail" ? visit.before : visit.entered;
  visit.stage = { at: type === "Fail" ? "door" : "start" };
}

function forkOf({ stage }: Visit): Fork | undefined {
  return stage.at === "branches" || stage.at === "failure" ? stage.fork : undefined;
}

function submittedOf({ stage, submitted }: Visit) {
  if (stage.at === "task") return stage.task.submitted ?? submitted;
  return stage.at === "failure" ? (stage.submitted ?? submitted) : submitted;
}
