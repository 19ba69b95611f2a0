export type { LocalFunction, LocalFunctions } from "./functions.js";
export type { HandlerCall, ResourceHandler } from "./handled.js";
export { itemSource } from "./item-source.js";
export { itemsIn } from "./items-in.js";
export type { NestedRequest } from "./nested-execution.js";
export {
  type ResourceOptions,
  type ResourceTable,
  resourceTable,
} from "./resource-table.js";
export { resultSink } from "./result-sink.js";
export { checkRoutes, type Route, type Routes, type RouteTarget } from "./routes.js";
export { type CallS3, s3Caller } from "./s3-client.js";
export { answerOfService } from "./shapes.js";
