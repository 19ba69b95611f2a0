export type { AwsClient } from "../shared/clients.js";
export { ensureStateDataStore } from "./ensure-state-data-store.js";
export {
  ProvisionAccessError,
  ProvisionConflictError,
  ProvisionTimeoutError,
} from "./errors.js";
export type { ProvisionClients, ProvisionOptions } from "./options.js";
export type { ProvisionReport, ProvisionResource, ProvisionStep } from "./report.js";
