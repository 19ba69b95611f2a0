import { parseText } from "./dataflow/text.js";
import { branchOf } from "./fork.js";
import { inputDetails, tell } from "./history/history.js";
import { LIMITS } from "./limits.js";
import type { Program } from "./program/program.js";
import type { MachineOfRun, MachineType, Run, Variables } from "./run.js";

/** What a run is made of. */
export interface NewRun {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly machine: MachineOfRun;
  readonly program: Program;
  readonly inputText: string;
  readonly mapRunArn?: string;
  readonly isKept?: false;
  readonly rootArn?: string;
  readonly testCase?: string;
  /** Keeps which ways it goes, and its events though it be EXPRESS. Default false. */
  readonly traced?: boolean;
  readonly itemCount?: number;
  /** Those that it begins with. Default: none. */
  readonly variables?: Variables;
}

/** A run that is about to take its first step. */
export function beginRun(
  { program, traced, variables = {}, ...facts }: NewRun,
  now: number,
  watch: (run: Run) => void = () => {},
): Run {
  const longest = facts.type === "EXPRESS" ? LIMITS.expressMs : LIMITS.standardMs;
  const input = parseText(facts.inputText);
  const run: Run = {
    ...facts,
    startedAt: now,
    dueAt: now + Math.min(program.timeoutMs ?? longest, longest),
    isDue: program.timeoutMs !== undefined || facts.type === "EXPRESS",
    events: [],
    root: branchOf(program, input, { variables }, 0),
    status: "RUNNING",
    redrives: 0,
    redriveTokens: [],
    tasks: 0,
    told: 0,
    characters: 0,
    mapRuns: {},
    ...(traced === true ? { taken: {} } : {}),
  };
  watch(run);
  const { roleArn, versionArn, aliasArn } = facts.machine;
  tell(run, now, 0, "ExecutionStarted", {
    executionStartedEventDetails: {
      ...inputDetails(input),
      roleArn,
      ...(versionArn === undefined ? {} : { stateMachineVersionArn: versionArn }),
      ...(aliasArn === undefined ? {} : { stateMachineAliasArn: aliasArn }),
    },
  });
  return run;
}
