export type { ActivityReference } from "./activity-reference.js";
export type { ArnOptions, NamedResource } from "./arns.js";
export type { ErrorOutput } from "./catching-state.js";
export { Choice, type ChoiceOptions, type RuleOptions } from "./choice.js";
export * from "./choice-rules.js";
export type { Unchanged } from "./data-flow.js";
export type { RetryOptions } from "./error-handlers.js";
export { Fail, type FailOptions } from "./fail.js";
export { formatRule } from "./format-rule.js";
export { InvalidDefinitionError } from "./invalid-definition-error.js";
export {
  type Handler,
  LambdaFunction,
  type LambdaIntegration,
  type LambdaOptions,
} from "./lambda-function.js";
export { Chain } from "./linked-state.js";
export { type MapOptions, MapOver as Map } from "./map.js";
export { type ItemPlace, type MapItemsOptions, mapItems } from "./map-items.js";
export {
  type MachineReference,
  NestedExecution,
  type NestedOptions,
  type NestedPattern,
} from "./nested-execution.js";
export { Parallel, type ParallelOptions } from "./parallel.js";
export { Pass, type PassOptions } from "./pass.js";
export { ServiceIntegration, type ServicePattern } from "./service-integration.js";
export type { AnyState, Scope, Step } from "./state.js";
export { State } from "./state.js";
export { StateMachine, type StateMachineOptions } from "./state-machine.js";
export { Succeed, type SucceedOptions } from "./succeed.js";
export { Task, type TaskOptions } from "./task.js";
export type { TaskResource } from "./task-resource.js";
export { Wait, type WaitOptions } from "./wait.js";
