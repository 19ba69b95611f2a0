export type { CallOptions, ItemOptions, ListOptions, MapOutputOptions } from "./call-options.js";
export { type Named, type NamedList, StateDataClient } from "./client.js";
export type { Codec } from "./codecs.js";
export type { Deleted } from "./delete-items.js";
export {
  STATE_DATA_CHANNEL,
  type StateDataEvent,
  type StateDataOperation,
} from "./diagnostics.js";
export {
  type AccessProblem,
  PayloadTooLargeError,
  type Place,
  type SchemaIssue,
  STATE_DATA_RETRY,
  StateDataAccessError,
  StateDataConflictError,
  StateDataIntegrityError,
  StateDataNotFoundError,
  StateDataSchemaError,
  StateDataUnavailableError,
  UntrustedPointerError,
} from "./errors.js";
export type { ItemPointer, ListPointer, Location, MapIterationEvent } from "./pointer.js";
export type { Items } from "./put-list.js";
export type { StateDataClientOptions, StateDataClients, Trusted } from "./settings.js";
export { checked, type Retyped, type StateKey, stateKey } from "./state-key.js";
