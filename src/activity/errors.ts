import { SfnTaskToolsError } from "../shared/errors.js";

/** What a task returned cannot be its output: no JSON, or too much of it. Permanent. */
export class TaskResultError extends SfnTaskToolsError {
  override readonly name = "TaskResultError";
}

/** Nobody waits for the task any more: it timed out, or its execution is over. */
export class TaskLostError extends SfnTaskToolsError {
  override readonly name = "TaskLostError";
}

/** The worker was stopped, and its time to drain is over. The task may be tried again elsewhere. */
export class WorkerStoppedError extends SfnTaskToolsError {
  override readonly name = "WorkerStoppedError";
}
