export { assertFailedWith, assertSucceeded, assertVisited } from "./assertions.js";
export {
  Coverage,
  CoverageError,
  type CoverageReport,
  type CoverageThreshold,
  checkCoverage,
  coverageOf,
  coverageText,
  type MachineCoverage,
  type Share,
} from "./coverage.js";
export type {
  CaughtError,
  MachineRun,
  RetriedState,
  StateVisits,
} from "./machine-run.js";
export type { InputOf, MachineSource, OutputOf, WritableMachine } from "./machine-source.js";
export { type StateMachineMatchers, stateMachineMatchers } from "./matchers.js";
export type { Attempt, Visit } from "./read-visits.js";
export { MachineRunTimeoutError, type RunMachineOptions, runMachine } from "./run-machine.js";
export {
  fail,
  inOrder,
  lambdaResult,
  type MadeMock,
  type MockCall,
  type MockFunction,
  noAnswer,
  real,
  type StateMock,
} from "./state-mocks.js";
export type { Transition } from "./transitions.js";
