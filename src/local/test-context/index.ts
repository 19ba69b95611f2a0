export {
  createTestContext,
  type MapTaskEvent,
  type TestContext,
  type TestContextOptions,
} from "./create-test-context.js";
export type { FaultRule, Faults } from "./faults.js";
export type { Operation } from "./operation.js";
export type { StepFunctionsCall } from "./step-functions.js";
export type { TaskEventOptions } from "./task-event.js";
