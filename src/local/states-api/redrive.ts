import { type Run, whyNotRedrivable } from "../engine/index.js";
import type { StatesApi } from "./api.js";
import { seconds } from "./time.js";

/** How often an execution was redriven, and whether it can be again, as the API answers it. */
export interface Redrive {
  readonly redriveCount: number;
  readonly redriveDate?: number;
  readonly redriveStatus: "REDRIVABLE" | "NOT_REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN";
  readonly redriveStatusReason?: string;
}

export function redriveOf(api: StatesApi, run: Run): Redrive {
  const counted = {
    redriveCount: run.redrives,
    ...(run.redrivenAt === undefined ? {} : { redriveDate: seconds(run.redrivenAt) }),
  };
  const reason = whyNot(api, run);
  if (reason !== undefined) {
    return { ...counted, redriveStatus: "NOT_REDRIVABLE", redriveStatusReason: reason };
  }
  // An Express execution is the child of a Map, which starts it once more.
  const redriveStatus = run.type === "EXPRESS" ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE";
  return { ...counted, redriveStatus };
}

/** Why an execution cannot be redriven; undefined when it, or its Map's run, can. */
function whyNot({ engine, machines }: StatesApi, run: Run): string | undefined {
  const reason = whyNotRedrivable(run, engine.clock.now());
  if (reason !== undefined || run.mapRunArn !== undefined) return reason;
  const isThere = machines.find(run.machine.arn)?.status === "ACTIVE";
  return isThere ? undefined : "State machine is in DELETING status";
}
