export {
  Context,
  type ContextOptions,
  type Envelope,
  type ExecutionInfo,
  type LambdaContext,
  readEnvelope,
} from "./context/index.js";
export type { AwsClient } from "./shared/clients.js";
export { InvalidArgumentError, SfnTaskToolsError } from "./shared/errors.js";
export {
  type AccessProblem,
  type CallOptions,
  type Codec,
  type Deleted,
  type ItemOptions,
  type ItemPointer,
  type Items,
  type ListOptions,
  type ListPointer,
  type Location,
  type MapIterationEvent,
  type MapOutputOptions,
  PayloadTooLargeError,
  type Place,
  STATE_DATA_RETRY,
  StateDataAccessError,
  StateDataClient,
  type StateDataClientOptions,
  type StateDataClients,
  StateDataConflictError,
  StateDataIntegrityError,
  StateDataNotFoundError,
  StateDataUnavailableError,
  type Trusted,
  UntrustedPointerError,
} from "./state-data/index.js";
export {
  type ExecutionStatus,
  ExecutionStoppedError,
  type StopOptions,
  type StoppedExecution,
  stopExecution,
} from "./stop/index.js";
