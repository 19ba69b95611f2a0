export type { StatesApi } from "./api.js";
export { startTraced } from "./executions.js";
export { compiledAgain, machineRecords } from "./machine-records.js";
export { type Machine, Machines } from "./machines.js";
export { callStates, nestedExecutions } from "./nested.js";
export { type OperationName, operationOf } from "./operations.js";
export { removeWhenEnded } from "./remove-machine.js";
export type { Tags } from "./tags.js";
