import type { Run } from "./run.js";

/** Where runs are kept, beside the memory in which they move. */
export interface RunStore {
  /** Whether what is kept outlives the process. */
  readonly isDurable: boolean;
  /**
   * Keeps what has become of a run since it was kept last; undefined when there is nothing to wait
   * for. Rejects when it cannot be kept.
   */
  keep(run: Run): Promise<void> | undefined;
  /** A run that has ended and was kept, as it is handed out from now on. */
  endedRun(run: Run): Run;
  /** A run that has ended, as a document that may go on. */
  reopened(run: Run): Run;
  forget(arn: string): void;
  /** Resolves when all that was to be kept so far is; undefined when there is nothing to wait for. */
  settled(): Promise<void> | undefined;
}
