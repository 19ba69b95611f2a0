import { RunFailed } from "../run-failed.js";

/** Thrown where a state would work on more data than it may have; ends the run. */
export class DataTooLarge extends Error {
  override readonly name = "DataTooLarge";
}

/** What ends a run whose state's result is more than it may be. */
export function resultTooLarge(state: string, previousEventId: number): RunFailed {
  const cause = `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new RunFailed("States.DataLimitExceeded", cause, previousEventId);
}
