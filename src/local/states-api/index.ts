export type { StatesApi } from "./api.js";
export { startTraced } from "./executions.js";
export { Machines } from "./machines.js";
export { callStates, nestedExecutions } from "./nested.js";
export { type OperationName, operationOf } from "./operations.js";
