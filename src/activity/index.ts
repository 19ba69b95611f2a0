export type { AwsClient } from "../shared/clients.js";
export { InvalidArgumentError, SfnTaskToolsError } from "../shared/errors.js";
export {
  NotRegisteredError,
  StepFunctionsAccessError,
  StepFunctionsUnavailableError,
} from "../shared/sfn-errors.js";
export {
  type Activity,
  type ActivityFunction,
  type ActivityOptions,
  defineActivity,
  type TaskInfo,
} from "./activity.js";
export {
  ActivityGroup,
  type ActivityGroupOptions,
  type GroupCallOptions,
} from "./activity-group.js";
export { TaskLostError, TaskResultError, WorkerStoppedError } from "./errors.js";
export {
  type ActivityCallOptions,
  type CallOptions,
  deregisterActivities,
  type RegisterActivitiesOptions,
  registerActivities,
  registeredActivities,
} from "./register-activities.js";
export { Worker } from "./worker.js";
export type { WorkerEvent } from "./worker-event.js";
export type { WorkerOptions } from "./worker-options.js";
