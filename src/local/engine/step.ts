import { StatesError } from "../../asl/index.js";
import { contextObject } from "./dataflow/context-object.js";
import { DataTooLarge, resultTooLarge } from "./dataflow/data-too-large.js";
import { isLarger, textOf } from "./dataflow/text.js";
import { causeIn, isFatal } from "./failures.js";
import { advanceFork } from "./fork.js";
import { errorDetails, inputDetails, outputDetails, tell } from "./history/history.js";
import { LIMITS } from "./limits.js";
import { advanceMapRun, mapRunOf } from "./map-run/map-run.js";
import type { Moment } from "./moment.js";
import type { Move } from "./move.js";
import type { State } from "./program/program.js";
import { type Scope, stateOf } from "./program/program.js";
import type { Branch, Run, Stage, Variables } from "./run.js";
import { RunFailed } from "./run-failed.js";
import { settleFailure } from "./settle-failure.js";
import { took } from "./task/taken.js";
import { checkTask } from "./task/task-events.js";
import { visitOf } from "./visit.js";

/** What a step needs beside the run itself. */
export interface Surroundings {
  now(): number;
  /** From 0 up to 1. */
  random(): number;
  readonly region: string;
  hasActivity(arn: string): boolean;
}

interface Step {
  readonly run: Run;
  readonly branch: Branch;
  readonly state: State;
  readonly around: Surroundings;
}

type StageOf<At extends Stage["at"]> = Extract<Stage, { at: At }>;

type Advance<At extends Stage["at"]> = (
  step: Step,
  stage: StageOf<At>,
) => boolean | Promise<boolean>;

/**
 * Moves a branch by one stage of the state that it is in, and those within it by one each. Resolves
 * to false when all of them wait. Throws RunFailed when the whole run is over.
 */
export async function advanceBranch(
  run: Run,
  branch: Branch,
  scope: Scope,
  around: Surroundings,
): Promise<boolean> {
  if (branch.status !== "running") return false;
  const state = stateOf(scope, branch.visit.state);
  const { stage } = branch.visit;
  const advance = STAGES[stage.at] as Advance<typeof stage.at>; // the entry of its own name
  return advance({ run, branch, state, around }, stage);
}

const STAGES: { readonly [At in Stage["at"]]: Advance<At> } = {
  door: enter,
  start: (step) => decide(step, (moment) => step.state.start(moment)),
  pause: async (step, { until, next }) => {
    if (step.around.now() < until) return false;
    if (next === "exit") return decide(step, (moment) => step.state.finish(moment, null));
    step.branch.visit.stage = { at: "start" };
    return true;
  },
  task: ({ run, branch, around }, { task }) => checkTask(run, branch, task, around.now()),
  result: (step, { result }) => decide(step, (moment) => step.state.finish(moment, result)),
  failure: settle,
  branches: async ({ run, branch, state, around }, { fork }) =>
    advanceFork(run, branch, state, fork, around.now, (child, scope) =>
      advanceBranch(run, child, scope, around),
    ),
  children: (step, { mapRunArn }) => {
    const { run, branch, state, around } = step;
    const mapRun = mapRunOf(run, mapRunArn);
    if (mapRun.read.length > 0) return decide(step, (moment) => state.itemsRead(moment, mapRun));
    return advanceMapRun(run, branch, state, mapRun, around.now);
  },
};

function enter({ run, branch, state, around }: Step): boolean {
  const { visit } = branch;
  visit.before = branch.last;
  visit.enteredAt = around.now();
  visit.entered = tell(run, visit.enteredAt, branch.last, `${state.type}StateEntered`, {
    stateEnteredEventDetails: { name: state.name, ...inputDetails(visit.input) },
  });
  branch.last = visit.entered;
  visit.stage = { at: "start" };
  took(run, state.name, "");
  return true;
}

async function decide(step: Step, choose: (moment: Moment) => Move | Promise<Move>) {
  try {
    return apply(step, await choose(momentOf(step)));
  } catch (thrown) {
    const failure = failureIn(step, thrown);
    const { stage } = step.branch.visit;
    const within = stage.at === "children" ? { mapRunArn: stage.mapRunArn } : {};
    step.branch.visit.stage = { at: "failure", failure, names: [failure.error], ...within };
    return true;
  }
}

/** What a catcher makes of a failure; when that fails too, nothing catches it. */
async function settle(step: Step, { failure, names }: StageOf<"failure">) {
  const { state, around } = step;
  try {
    return apply(step, await settleFailure(momentOf(step), state, failure, names, around));
  } catch (thrown) {
    return apply(step, { go: "fail", failure: failureIn(step, thrown) });
  }
}

/** The failure that an evaluation threw. Throws RunFailed when it ends the run, and what is no failure of the state. */
function failureIn(step: Step, thrown: unknown) {
  const { branch, state } = step;
  if (thrown instanceof DataTooLarge) throw tooLarge(step);
  if (!(thrown instanceof StatesError)) throw thrown;
  const cause = causeIn(state.name, branch.visit.entered, thrown.cause);
  if (isFatal(thrown)) throw new RunFailed(thrown.error, cause, branch.last);
  if (thrown.error === "States.QueryEvaluationError") tellEvaluationFailed(step, thrown, cause);
  return { error: thrown.error, cause };
}

/**
 * Entering a state and evaluating it is one decision of the service, and links to what was before
 * both; a Wait alone is entered first.
 */
function tellEvaluationFailed(
  { run, branch, state, around }: Step,
  thrown: StatesError,
  cause: string,
) {
  const { visit } = branch;
  const entering = branch.last === visit.entered && state.type !== "Wait";
  const previous = entering ? visit.before : branch.last;
  branch.last = tell(run, around.now(), previous, "EvaluationFailed", {
    evaluationFailedEventDetails: {
      ...errorDetails({ error: thrown.error, cause }),
      ...(thrown.location === undefined ? {} : { location: thrown.location }),
      state: state.name,
    },
  });
}

function momentOf({ run, branch, state, around }: Step): Moment {
  const { visit } = branch;
  const now = around.now();
  return {
    run,
    branch,
    visit,
    now,
    names: {
      input: visit.input,
      context: contextObject(run, branch, visit, state.type),
      variables: branch.variables,
    },
    region: around.region,
    hasActivity: around.hasActivity,
    tell(type, details) {
      branch.last = tell(run, around.now(), branch.last, type, details);
      return branch.last;
    },
  };
}

function apply(step: Step, move: Move): boolean {
  const { run, branch, state } = step;
  if (move.go === "wait") {
    branch.visit.stage = move.stage;
    if (move.via !== undefined) took(run, state.name, move.via);
  } else if (move.go === "fail") {
    branch.status = "failed";
    branch.failure = move.failure;
  } else goOn(step, move);
  return true;
}

function goOn(step: Step, { output, assigned, next, via }: Extract<Move, { go: "on" }>): void {
  const { run, branch, state, around } = step;
  if (isLarger(output, LIMITS.dataBytes)) throw tooLarge(step);
  branch.last = tell(run, around.now(), branch.last, `${state.type}StateExited`, {
    stateExitedEventDetails: {
      name: state.name,
      ...outputDetails(output),
      ...assignedDetails(assigned),
    },
  });
  took(run, state.name, via ?? (next === undefined ? "/End" : "/Next"));
  branch.variables = { ...branch.variables, ...assigned };
  if (next === undefined) {
    branch.status = "succeeded";
    branch.output = output;
  } else branch.visit = visitOf(next, output);
}

function tooLarge({ branch, state }: Step): RunFailed {
  return resultTooLarge(state.name, branch.last);
}

function assignedDetails(assigned: Variables) {
  const texts = Object.entries(assigned).map(([name, value]) => [name, textOf(value)]);
  if (texts.length === 0) return {};
  return {
    assignedVariables: Object.fromEntries(texts) as Record<string, string>, // pairs of strings
    assignedVariablesDetails: { truncated: false },
  };
}
