import { tell } from "../history/history.js";
import { LIMITS } from "../limits.js";
import type { MapRun } from "../map-run/map-run-document.js";
import { type Program, type Scope, type State, stateOf } from "../program/program.js";
import type { Branch, Fork, Run, Visit } from "../run.js";
import { type Redriving, redriveMapRun } from "./redrive-map-run.js";

/** Takes a run that was not successful back to where it can go on: to the states that it never left. */
export function redrive(run: Run, program: Program, redriving: Redriving): void {
  const { now } = redriving;
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
  redriveBranch({ run, ...redriving }, run.root, program);
}

/** What has ended well stays; what has not begins its state again, with all its retries. */
function redriveBranch(around: Around, branch: Branch, scope: Scope): void {
  if (branch.status === "succeeded") return;
  branch.status = "running";
  delete branch.failure;
  const { visit } = branch;
  visit.retries = [];
  if (visit.stage.at === "door") return;
  const state = stateOf(scope, visit.state);
  const fork = forkOf(visit);
  const mapRun = mapRunIn(around.run, visit);
  if (fork !== undefined) redriveFork(around, visit, fork, state);
  else if (mapRun !== undefined) {
    redriveMapRun(around.run, mapRun, around);
    visit.stage = { at: "children", mapRunArn: mapRun.arn };
  } else redriveState(branch, visit, state);
}

interface Around extends Redriving {
  readonly run: Run;
}

/** Those branches and iterations that ended well are no longer in it. */
function redriveFork(around: Around, visit: Visit, fork: Fork, { scopes }: State): void {
  for (const { branch, index } of fork.active) {
    const scope = scopes[fork.kind === "Map" ? 0 : index];
    if (scope !== undefined) redriveBranch(around, branch, scope);
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

/** A Map whose children have all ended well, and whose result was too large, is run again whole. */
function mapRunIn({ mapRuns }: Run, { stage }: Visit): MapRun | undefined {
  const arn = stage.at === "children" || stage.at === "failure" ? stage.mapRunArn : undefined;
  const mapRun = arn === undefined ? undefined : mapRuns[arn];
  return mapRun?.status === "SUCCEEDED" ? undefined : mapRun;
}

function submittedOf({ stage, submitted }: Visit) {
  if (stage.at === "task") return stage.task.submitted ?? submitted;
  return stage.at === "failure" ? (stage.submitted ?? submitted) : submitted;
}
