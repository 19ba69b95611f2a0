export { Context, type ContextOptions, type LambdaContext } from "./context.js";
export { type Envelope, type ExecutionInfo, readEnvelope } from "./envelope.js";
