import type { Run } from "../engine/index.js";

/** Whether an execution could be taken up again, and why not. */
export function redriveOf({ status, type }: Run) {
  if (status !== "RUNNING" && status !== "SUCCEEDED") {
    const redriveStatus = type === "EXPRESS" ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE";
    return { redriveCount: 0, redriveStatus };
  }
  return {
    redriveCount: 0,
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: `Execution is ${status} and cannot be redriven`,
  };
}
