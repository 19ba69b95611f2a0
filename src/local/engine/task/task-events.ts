import type { JsonValue } from "../../../shared/json.js";
import { isLarger, textOf } from "../dataflow/text.js";
import { errorDetails, inputDetails, outputDetails, tell } from "../history/history.js";
import type { HistoryDetails } from "../history/history-details.js";
import { LIMITS } from "../limits.js";
import type { Branch, Failure, Run, Task } from "../run.js";
import { parseTaskResource, type TaskResource } from "./task-resource.js";

/** What a task's events tell beside its parameters. */
export interface Schedule {
  readonly region: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** The kinds of events, by the kind of resource: the names that begin with `Task`, `LambdaFunction` or `Activity`. */
const KINDS = {
  lambda: "LambdaFunction",
  activity: "Activity",
  integration: "Task",
} as const satisfies Record<TaskResource["kind"], string>;

function resourceOf(task: Pick<Task, "resource">): TaskResource {
  const resource = parseTaskResource(task.resource);
  if (resource === undefined) throw new Error(`"${task.resource}" is not the ARN of a resource`);
  return resource;
}

/** Adds the event that tells of a task's end or progress, and moves the branch's chain to it. */
function add(
  run: Run,
  branch: Branch,
  task: Pick<Task, "resource">,
  now: number,
  what: "Started" | "Submitted" | "Succeeded" | "Failed" | "TimedOut" | "Scheduled",
  facts: object,
): void {
  const resource = resourceOf(task);
  const kind = KINDS[resource.kind];
  const names =
    resource.kind === "integration"
      ? { resourceType: resource.resourceType, resource: resource.resource }
      : {};
  const member = `${kind[0]?.toLowerCase()}${kind.slice(1)}${what}EventDetails`;
  const silent = what === "Started" && resource.kind === "lambda";
  // The member is one of HistoryDetails by its construction, and the facts are those of its kind.
  const details = silent ? {} : ({ [member]: { ...facts, ...names } } as HistoryDetails);
  branch.last = tell(run, now, branch.last, `${kind}${what}`, details);
}

/** Tells that a task is scheduled and, unless it waits for a worker, started. */
export function tellScheduled(
  run: Run,
  branch: Branch,
  task: Task,
  now: number,
  { region, timeoutSeconds, heartbeatSeconds }: Schedule,
): void {
  const { kind, arn } = resourceOf(task);
  const heartbeat = heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds };
  const limits = {
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(kind === "lambda" ? {} : heartbeat),
    ...(task.credentials === undefined ? {} : { taskCredentials: credentialsOf(task.credentials) }),
  };
  const facts =
    kind === "integration"
      ? { region, parameters: textOf(task.parameters) }
      : { ...inputDetails(task.parameters), resource: arn };
  add(run, branch, task, now, "Scheduled", { ...facts, ...limits });
  if (kind !== "activity") add(run, branch, task, now, "Started", {});
}

function credentialsOf(credentials: JsonValue) {
  const { RoleArn } = credentials as { RoleArn?: JsonValue }; // validated, or evaluated as an object
  return { roleArn: RoleArn };
}

/** A worker has taken the task. */
export function taskStarted(
  run: Run,
  branch: Branch,
  task: Task,
  now: number,
  workerName?: string,
): void {
  task.stage = "started";
  if (task.heartbeatMs !== undefined) task.heartbeatAt = now + task.heartbeatMs;
  add(run, branch, task, now, "Started", workerName === undefined ? {} : { workerName });
}

/** Whoever works on the task says that it still does. */
export function taskBeats(_run: Run, _branch: Branch, task: Task, now: number): void {
  if (task.heartbeatMs !== undefined) task.heartbeatAt = now + task.heartbeatMs;
}

/** The service has taken a `.sync` or `.waitForTaskToken` task, and answered something. */
export function taskSubmitted(
  run: Run,
  branch: Branch,
  task: Task,
  now: number,
  output: JsonValue,
): void {
  // Told already, by the process that took the task up before this one.
  if (task.stage === "submitted") return;
  task.stage = "submitted";
  task.submitted = output;
  add(run, branch, task, now, "Submitted", outputDetails(output));
}

/** The task has given its result, which fails it when it is too large. */
export function taskSucceeded(
  run: Run,
  branch: Branch,
  task: Task,
  now: number,
  output: JsonValue,
): void {
  if (isLarger(output, LIMITS.dataBytes)) {
    const resource = resourceOf(task);
    const who = resource.kind === "integration" ? resource.resourceType : resource.arn;
    taskFailed(run, branch, task, now, {
      error: "States.DataLimitExceeded",
      cause: `The state/task '${who}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    });
    return;
  }
  add(run, branch, task, now, "Succeeded", outputDetails(output));
  branch.visit.stage = { at: "result", result: output };
}

/** The task has failed. */
export function taskFailed(
  run: Run,
  branch: Branch,
  task: Task,
  now: number,
  failure: Failure,
): void {
  add(run, branch, task, now, "Failed", errorDetails(failure));
  const names = failure.error === undefined ? [] : [failure.error];
  branch.visit.stage = { at: "failure", failure, names, ...submittedBy(task) };
}

/** Times a task out when its time has come; tells whether it did. */
export function checkTask(run: Run, branch: Branch, task: Task, now: number): boolean {
  const late = task.timeoutAt !== undefined && now >= task.timeoutAt;
  const silent = task.heartbeatAt !== undefined && now >= task.heartbeatAt;
  if (!late && !silent) return false;
  const failure = { error: "States.Timeout" };
  add(run, branch, task, now, "TimedOut", failure);
  const names = late ? [failure.error] : [failure.error, "States.HeartbeatTimeout"];
  branch.visit.stage = { at: "failure", failure, names, ...submittedBy(task) };
  return true;
}

function submittedBy({ submitted }: Task) {
  return submitted === undefined ? {} : { submitted };
}
