import type { Run } from "../engine/index.js";
import type { StatesApi } from "./api.js";
import { redriveOf } from "./redrive.js";

/** Redrives an execution. Resolves to why it cannot be redriven, or to undefined. */
export async function redriveExecution(
  api: StatesApi,
  run: Run,
  token?: string,
): Promise<string | undefined> {
  const { redriveStatusReason } = redriveOf(api, run);
  if (run.mapRunArn !== undefined) {
    return "Execution is a child of a Map Run and is redriven with the execution that started it";
  }
  const isDeleted = api.machines.find(run.machine.arn)?.status !== "ACTIVE";
  if (isDeleted) return redriveStatusReason;
  return api.engine.redrive(run.arn, token);
}
