import { LIMITS } from "../limits.js";
import type { Run } from "../run.js";

/** How long after its end a run can be redriven, in milliseconds. */
const REDRIVABLE_MS = 14 * 24 * 3_600_000;

/** Why a run cannot be redriven: https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html#redrive-eligibility. Undefined when it can. */
export function whyNotRedrivable(run: Run, now: number): string | undefined {
  const { status, stoppedAt = now, startedAt, told } = run;
  if (status === "RUNNING" || status === "SUCCEEDED") {
    return `Execution is ${status} and cannot be redriven`;
  }
  if (now - stoppedAt > REDRIVABLE_MS) return "Execution redrivable period exceeded";
  if (now - startedAt > LIMITS.standardMs) return "Execution has exceeded the max execution time";
  // Room for the event that tells of the redrive, and one more.
  if (told >= LIMITS.events - 1) return "Execution history event limit exceeded";
  return undefined;
}
