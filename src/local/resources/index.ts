export type { LocalFunction, LocalFunctions } from "./functions.js";
export { itemSource } from "./item-source.js";
export {
  type ResourceOptions,
  type ResourceTable,
  resourceTable,
  type TaskHandler,
} from "./resource-table.js";
export { type CallS3, s3Caller } from "./s3-client.js";
