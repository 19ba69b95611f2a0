export type { LogEvent, LogTarget } from "./logs/index.js";
export type { LocalFunction, LocalFunctions, ResourceHandler } from "./resources/index.js";
export { type Local, type LocalOptions, startLocal } from "./start-local.js";
export {
  type StoreClientConfig,
  type Stores,
  type StoresOptions,
  startStores,
} from "./stores/index.js";
export {
  createTestContext,
  type FaultRule,
  type Faults,
  type MapTaskEvent,
  type Operation,
  type StepFunctionsCall,
  type TaskEventOptions,
  type TestContext,
  type TestContextOptions,
} from "./test-context/index.js";
