import type { ExecutionStatus } from "../execution/index.js";
import type { Colour } from "./style.js";

/** The colour of an execution's status. */
export function statusColour(status: ExecutionStatus): Colour {
  return COLOURS[status];
}

const COLOURS: Readonly<Record<ExecutionStatus, Colour>> = {
  RUNNING: "cyan",
  PENDING_REDRIVE: "cyan",
  SUCCEEDED: "green",
  FAILED: "red",
  TIMED_OUT: "red",
  ABORTED: "yellow",
};
