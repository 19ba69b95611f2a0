import { SfnTaskToolsError } from "../../shared/errors.js";
import type { MachineRun } from "./machine-run.js";
import { statesIn } from "./machine-source.js";
import { type Transition, transitionsOf } from "./transitions.js";

export interface Share {
  readonly covered: number;
  readonly total: number;
  /** From 0 to 100; 100 of nothing. */
  readonly percentage: number;
}

/** What the runs of one state machine reached. */
export interface MachineCoverage {
  readonly stateMachineName: string;
  readonly runs: number;
  readonly states: Share;
  /** Next and End, the rules and Default of Choices, Catch and Retry. */
  readonly transitions: Share;
  readonly missedStates: readonly string[];
  readonly missedTransitions: readonly Transition[];
}

/** What runs reached, by state machine; plain data, for a file or another tool. */
export interface CoverageReport {
  readonly machines: readonly MachineCoverage[];
  readonly states: Share;
  readonly transitions: Share;
}

/** Fewer states or transitions were reached than was asked for. */
export class CoverageError extends SfnTaskToolsError {
  override readonly name = "CoverageError";
  readonly report: CoverageReport;

  constructor(message: string, report: CoverageReport) {
    super(message);
    this.report = report;
  }
}

/** Gathers the runs of a test file, for a report at its end. */
export class Coverage {
  readonly #runs: MachineRun[] = [];

  add(run: MachineRun): void {
    this.#runs.push(run);
  }

  report(): CoverageReport {
    return coverageOf(...this.#runs);
  }

  /** The report as text: a line for each machine, and for each state and transition that was missed. */
  toText(): string {
    return coverageText(this.report());
  }

  /** Throws CoverageError, with the report, when less was reached. See `checkCoverage`. */
  check(least: CoverageThreshold): void {
    checkCoverage(this.report(), least);
  }
}

/** The least percentages, from 0 to 100, of each state machine. Default: none. */
export interface CoverageThreshold {
  readonly states?: number;
  readonly transitions?: number;
}

/** What some runs reached, and those that they started; runs of one machine are taken together. */
export function coverageOf(...runs: readonly MachineRun[]): CoverageReport {
  const groups = new Map<string, MachineRun[]>();
  for (const run of runs.flatMap(withNested)) {
    const key = JSON.stringify([run.stateMachineName, run.definition]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const machines = [...groups.values()].map(machineCoverage);
  return {
    machines,
    states: sum(machines.map(({ states }) => states)),
    transitions: sum(machines.map(({ transitions }) => transitions)),
  };
}

function withNested(run: MachineRun): MachineRun[] {
  return [run, ...run.nested.flatMap(withNested)];
}

function machineCoverage(runs: MachineRun[]): MachineCoverage {
  const [first] = runs as [MachineRun]; // groups have a run
  const reached = new Set(
    runs
      .flatMap(({ taken }) => taken)
      .flatMap((taken) =>
        Object.entries(taken).flatMap(([state, ways]) =>
          Object.keys(ways).map((way) => JSON.stringify([state, way])),
        ),
      ),
  );
  const has = (state: string, way: string) => reached.has(JSON.stringify([state, way]));
  const states = [...statesIn(first.definition)];
  const transitions = states.flatMap(([name, state]) => transitionsOf(name, state));
  const missedStates = states.map(([name]) => name).filter((name) => !has(name, ""));
  const missedTransitions = transitions.filter(({ state, way }) => !has(state, way));
  return {
    stateMachineName: first.stateMachineName,
    runs: runs.length,
    states: shareOf(states.length - missedStates.length, states.length),
    transitions: shareOf(transitions.length - missedTransitions.length, transitions.length),
    missedStates,
    missedTransitions,
  };
}

function shareOf(covered: number, total: number): Share {
  return { covered, total, percentage: total === 0 ? 100 : (100 * covered) / total };
}

function sum(shares: readonly Share[]): Share {
  const add = (pick: (share: Share) => number) =>
    shares.reduce((all, share) => all + pick(share), 0);
  return shareOf(
    add(({ covered }) => covered),
    add(({ total }) => total),
  );
}

/** A report as text: a line for each machine, and for each state and transition that was missed. */
export function coverageText({ machines }: CoverageReport): string {
  if (machines.length === 0) return "No state machine was run.";
  return machines
    .flatMap(({ stateMachineName, runs, states, transitions, ...missed }) => [
      `${stateMachineName}: ${shown(states)} states, ${shown(transitions)} transitions in ${runs} ${runs === 1 ? "run" : "runs"}`,
      ...missed.missedStates.map((state) => `  state ${JSON.stringify(state)} was never entered`),
      ...missed.missedTransitions
        .filter(({ state }) => !missed.missedStates.includes(state))
        .map(({ state, text }) => `  state ${JSON.stringify(state)} never took ${text}`),
    ])
    .join("\n");
}

function shown({ covered, total, percentage }: Share): string {
  return `${covered}/${total} (${Math.floor(percentage)} %)`;
}

/** Throws CoverageError, with the report in its message, when a machine has less than the least. */
export function checkCoverage(report: CoverageReport, least: CoverageThreshold): void {
  const low = report.machines.flatMap((machine) =>
    (["states", "transitions"] as const)
      .filter((what) => machine[what].percentage < (least[what] ?? 0))
      .map(
        (what) =>
          `${machine.stateMachineName}: ${machine[what].percentage.toFixed(1)} % of its ${what}, expected ${least[what]} %`,
      ),
  );
  if (low.length === 0 && report.machines.length > 0) return;
  const what = report.machines.length === 0 ? "no state machine was run" : low.join("\n");
  throw new CoverageError(`Tests reached too little:\n${what}\n\n${coverageText(report)}`, report);
}
