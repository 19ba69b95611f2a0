export type { ExecutionStatus } from "../shared/execution-status.js";
export {
  ExecutionStoppedError,
  type StopOptions,
  type StoppedExecution,
  stopExecution,
} from "./stop-execution.js";
