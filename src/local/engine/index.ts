export type { ActivityFacts } from "./activity-board.js";
export type { Clock, ClockKind } from "./clock.js";
export { compileProgram } from "./compile.js";
export { type Bulk, endedRun, factsOf, type RunFacts } from "./ended-run.js";
export { Engine } from "./engine.js";
export type { EngineOptions } from "./engine-options.js";
export type { HistoryEvent } from "./history-event.js";
export { LIMITS } from "./limits.js";
export { mapRunCounts } from "./map-run-counts.js";
export type { MapRun, MapRunLimits, ReaderRequest, SourceItem } from "./map-run-document.js";
export type { ItemSource, ResultSink } from "./map-runs.js";
export type { TaskAnswer } from "./outside-tasks.js";
export type { Program, Scope, State } from "./program.js";
export { realClock } from "./real-clock.js";
export { whyNotRedrivable } from "./redrivable.js";
export { type Earlier, type Resource, type TaskCall, TaskFailure } from "./resource.js";
export type { Failure, MachineType, Run, RunStatus, Taken, Variables } from "./run.js";
export type { RunStore } from "./run-store.js";
export { skippingClock } from "./skipping-clock.js";
export { type Integration, parseTaskResource, type TaskResource } from "./task-resource.js";
export {
  MockMismatch,
  type StateMock,
  type StateTest,
  type StateTested,
  testState,
} from "./test-state.js";
export { knownTextOf, parseText, textOf } from "./text.js";
export { isToken } from "./token.js";
