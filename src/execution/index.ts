export type { AwsClient } from "../shared/clients.js";
export { InvalidArgumentError, SfnTaskToolsError } from "../shared/errors.js";
export type { ExecutionStatus } from "../shared/execution-status.js";
export type { Reason } from "../shared/reason.js";
export {
  NotRegisteredError,
  StepFunctionsAccessError,
  StepFunctionsUnavailableError,
} from "../shared/sfn-errors.js";
export type {
  AliasDescription,
  AliasOptions,
  AliasSummary,
  MachineAliases,
  Routing,
} from "./aliases.js";
export { type Difference, formatDifferences } from "./differences.js";
export { ExecutionFailedError, StateMachineConflictError, WaitTimeLimitError } from "./errors.js";
export type { CallOptions, Execution, HistoryOptions, RedriveOptions } from "./execution.js";
export type { ExecutionDescription } from "./execution-facts.js";
export type { MachineSummary } from "./find-machine.js";
export type { FollowOptions } from "./follow-history.js";
export { formatDuration } from "./format-history/format-duration.js";
export { formatHistory } from "./format-history/format-history.js";
export { type StateProgress, stateProgress } from "./format-history/state-progress.js";
export type { FormatHistoryOptions } from "./format-history/tell-event.js";
export type { HistoryDetails } from "./history-details.js";
export {
  type HistoryEvent,
  type HistoryEventOf,
  type HistoryEventType,
  readEvent as readHistoryEvent,
  type SdkHistoryEvent,
  type UnknownHistoryEvent,
} from "./history-event.js";
export type { ListExecutionsOptions, ListedExecution } from "./list-executions.js";
export type { MachineDescription } from "./machine-facts.js";
export type { Encryption, Logging, MachineSettings, MachineType } from "./machine-settings.js";
export type { MachineReference, MachineSource, Site } from "./machine-source.js";
export type {
  MapRun,
  MapRunChild,
  MapRunChildrenOptions,
  MapRunCounts,
  MapRunDescription,
  MapRunLimits,
} from "./map-run.js";
export type { RegisterOptions, Registration } from "./register-machine.js";
export type { StartOptions, StartSyncOptions, SyncResult } from "./start-execution.js";
export {
  type DeregisterOptions,
  StepFunctions,
  type StepFunctionsOptions,
} from "./step-functions.js";
export { type StateSummary, summarizeHistory } from "./summarize-history.js";
export type { MachineVersion, MachineVersions, PublishOptions } from "./versions.js";
export type { WaitOptions } from "./wait-for-execution.js";
