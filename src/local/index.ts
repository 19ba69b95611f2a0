export type {
  MockedResponse,
  MockedReturn,
  MockedStateMachine,
  MockedThrow,
  MockFile,
} from "./mocks/index.js";
export type {
  HandlerCall,
  LocalFunction,
  LocalFunctions,
  ResourceHandler,
  Route,
  Routes,
  RouteTarget,
} from "./resources/index.js";
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
