export {
  type ExecutionStatus,
  ExecutionStoppedError,
  type StopOptions,
  type StoppedExecution,
  stopExecution,
} from "./stop-execution.js";
