export type { Clock, ClockKind } from "./clock/clock.js";
export { realClock } from "./clock/real-clock.js";
export { skippingClock } from "./clock/skipping-clock.js";
export { knownTextOf, parseText, textOf } from "./dataflow/text.js";
export { type Bulk, endedRun, factsOf, type RunFacts } from "./ended-run.js";
export { Engine } from "./engine.js";
export type { EngineOptions } from "./engine-options.js";
export type { HistoryEvent } from "./history/history-event.js";
export { LIMITS } from "./limits.js";
export { mapRunCounts } from "./map-run/map-run-counts.js";
export type {
  MapRun,
  MapRunLimits,
  ReaderRequest,
  SourceItem,
} from "./map-run/map-run-document.js";
export type { ItemSource, ResultSink } from "./map-run/map-runs.js";
export { compileProgram } from "./program/compile.js";
export type { Program, Scope, State } from "./program/program.js";
export { whyNotRedrivable } from "./redrive/redrivable.js";
export type { Failure, MachineType, Run, RunStatus, Taken, Variables } from "./run.js";
export type { RunStore } from "./run-store.js";
export type { ActivityFacts } from "./task/activity-board.js";
export type { TaskAnswer } from "./task/outside-tasks.js";
export { type Earlier, type Resource, type TaskCall, TaskFailure } from "./task/resource.js";
export { type Integration, parseTaskResource, type TaskResource } from "./task/task-resource.js";
export { isToken } from "./task/token.js";
export {
  MockMismatch,
  type StateMock,
  type StateTest,
  type StateTested,
  testState,
} from "./test-state.js";
