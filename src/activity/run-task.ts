import type { Activity } from "./activity.js";
import { TaskLostError } from "./errors.js";
import { failureReason } from "./failure-reason.js";
import { heartbeats } from "./heartbeats.js";
import { taskInput } from "./task-input.js";
import { taskOutput } from "./task-output.js";
import type { Reception, TaskReports } from "./task-reports.js";

/** A task as GetActivityTask gives it. */
export interface GivenTask {
  readonly taskToken: string;
  readonly input: string | undefined;
}

export interface TaskEnd {
  readonly outcome: "succeeded" | "failed" | "lost";
  /** What it failed with. */
  readonly failure: unknown;
}

interface Surroundings {
  readonly activity: Activity;
  readonly workerName: string;
  readonly reports: TaskReports;
  /** Aborts when the task should end, with the error that it is then reported to have failed with. */
  readonly stopped: AbortSignal;
  /** Milliseconds that a task has to end after it was told to; then it is reported as failed. */
  readonly patience: number;
}

/** Runs a task and reports how it ended, whatever happens in it. Rejects when the report fails. */
export async function runTask(task: GivenTask, around: Surroundings): Promise<TaskEnd> {
  const { activity, reports, stopped } = around;
  const over = new AbortController();
  const lost = new AbortController();

  const beating = heartbeats(reports, beatInterval(activity), over.signal).then((end) => {
    if (end === "lost") lost.abort(new TaskLostError(lostMessage(activity)));
  });
  const signal = AbortSignal.any([lost.signal, stopped]);
  const result = await settle(() => workOf(task, around, signal), stopped, around.patience);
  over.abort();
  await beating;

  if (lost.signal.aborted) return { outcome: "lost", failure: lost.signal.reason };
  const reception = await report(result, reports);
  if (reception === "lost") {
    return { outcome: "lost", failure: new TaskLostError(lostMessage(activity)) };
  }
  return "output" in result
    ? { outcome: "succeeded", failure: undefined }
    : { outcome: "failed", failure: result.failure };
}

type Result = { readonly output: string } | { readonly failure: unknown };

async function workOf(
  { taskToken, input }: GivenTask,
  { activity, workerName }: Surroundings,
  signal: AbortSignal,
): Promise<string> {
  const info = { activity: activity.name, taskToken, workerName, signal };
  // The state machine sends what the activity takes.
  const result: unknown = await activity.run(taskInput(input, taskToken) as never, info);
  return taskOutput(result, activity.name);
}

/** How the work ended; what does not end in time after it was told to has failed with that. */
async function settle(
  work: () => Promise<string>,
  stopped: AbortSignal,
  patience: number,
): Promise<Result> {
  const ended = work().then(
    (output): Result => ({ output }),
    (failure: unknown): Result => ({ failure }),
  );
  return Promise.race([ended, givenUp(stopped, patience, ended)]);
}

function givenUp(stopped: AbortSignal, patience: number, ended: Promise<unknown>): Promise<Result> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const wait = () => {
      timer = setTimeout(() => resolve({ failure: stopped.reason }), patience);
    };
    if (stopped.aborted) wait();
    else stopped.addEventListener("abort", wait, { once: true });
    void ended.then(() => {
      stopped.removeEventListener("abort", wait);
      clearTimeout(timer);
    });
  });
}

/** The service may refuse an output, which then is a failure, as all are to be reported. */
async function report(result: Result, reports: TaskReports): Promise<Reception> {
  if ("failure" in result) return reports.failure(failureReason(result.failure));
  try {
    return await reports.success(result.output);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return reports.failure(failureReason(error));
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && ["InvalidOutput", "ValidationException"].includes(error.name);
}

function beatInterval({ heartbeatSeconds }: Activity): number {
  return (heartbeatSeconds * 1_000) / 3;
}

function lostMessage({ name }: Activity): string {
  return `Nobody waits for the task of "${name}" any more: it has timed out, or its execution is over.`;
}
