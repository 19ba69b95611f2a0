import type { HistoryDetails } from "./history-details.js";

/** One event, as GetExecutionHistory answers it; at most one member tells its details. */
export interface HistoryEvent extends HistoryDetails {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds of Unix time, with milliseconds as fraction. */
  readonly timestamp: number;
  readonly type: string;
}
