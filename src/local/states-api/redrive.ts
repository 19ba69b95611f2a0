import type { Run } from "../engine/index.js";

/** Whether an execution could be taken up again, and why not. */
export function redriveOf({ status }: Run) {
  if (status !== "RUNNING" && status !== "SUCCEEDED") {
    return { redriveCount: 0, redriveStatus: "REDRIVABLE" };
  }
  return {
    redriveCount: 0,
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: `Execution is ${status} and cannot be redriven`,
  };
}
