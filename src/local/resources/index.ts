export type { LocalFunction, LocalFunctions } from "./functions.js";
export { itemSource } from "./item-source.js";
export { itemsIn } from "./items-in.js";
export {
  type ResourceHandler,
  type ResourceOptions,
  type ResourceTable,
  resourceTable,
} from "./resource-table.js";
export { resultSink } from "./result-sink.js";
export { type CallS3, s3Caller } from "./s3-client.js";
