import type { JsonValue } from "../../shared/json.js";
import { textOf } from "./dataflow/text.js";
import { errorDetails, outputDetails, tellLast } from "./history/history.js";
import type { Run } from "./run.js";

/** How a run ends. */
export type Ending =
  | { readonly status: "SUCCEEDED"; readonly output: JsonValue | undefined }
  | {
      readonly status: "FAILED" | "TIMED_OUT" | "ABORTED";
      readonly error?: string;
      readonly cause?: string;
    };

/** Ends a run that runs, and tells so; what is still at work in it is left. */
export function endRun(run: Run, ending: Ending, now: number, last = run.root.last): void {
  if (run.status !== "RUNNING") return;
  run.status = ending.status;
  run.stoppedAt = now;
  if (ending.status === "SUCCEEDED") {
    const output = ending.output ?? null;
    run.outputText = textOf(output);
    tellLast(run, now, last, "ExecutionSucceeded", {
      executionSucceededEventDetails: outputDetails(output),
    });
    return;
  }
  const details = errorDetails(ending);
  // DescribeExecution tells no error of a run that took too long, its history does.
  if (ending.status !== "TIMED_OUT" || run.type === "EXPRESS") Object.assign(run, details);
  if (ending.status === "FAILED") {
    tellLast(run, now, last, "ExecutionFailed", { executionFailedEventDetails: details });
  } else if (ending.status === "TIMED_OUT") {
    tellLast(run, now, last, "ExecutionTimedOut", { executionTimedOutEventDetails: details });
  } else {
    tellLast(run, now, last, "ExecutionAborted", { executionAbortedEventDetails: details });
  }
}
