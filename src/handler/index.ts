export { ThrownValueError } from "./errors.js";
export { type TaskHandler, type TaskOptions, task } from "./task.js";
