/** The time of an engine, and its alarms. Times are milliseconds of Unix time. */
export interface Clock {
  now(): number;
  /** Calls once, when the time has come; the function returned forgets it. */
  at(time: number, call: () => void): () => void;
  /**
   * Keeps time from being skipped until the function returned is called: something is at work whose
   * end is not known. Time goes on at its own pace meanwhile.
   */
  hold(): () => void;
  /** Forgets all alarms. */
  close(): void;
}

export type ClockKind = "real" | "skip";
