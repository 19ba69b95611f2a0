export type { LocalFunction, LocalFunctions } from "./functions.js";
export {
  type ResourceOptions,
  type ResourceTable,
  resourceTable,
  type TaskHandler,
} from "./resource-table.js";
