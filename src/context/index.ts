export { Context, type ContextOptions } from "./context.js";
export { type Envelope, type ExecutionInfo, readEnvelope, type TaskEvent } from "./envelope.js";
export type { FatPath } from "./fat-paths.js";
export type { OffloadOption, PassedOn } from "./guard-result.js";
export type { LambdaContext } from "./lambda-context.js";
export { isOffloaded, type Offloaded, type OffloadedPointer } from "./offloaded.js";
