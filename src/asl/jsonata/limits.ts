/** The bounds of one evaluation. What exceeds one is a States.QueryEvaluationError. */
export interface JsonataLimits {
  /** Milliseconds of computing; default 3,000. The event loop waits as long. */
  readonly timeoutMilliseconds: number;
  /** Expressions within each other; default 2,000. */
  readonly depth: number;
  /** Items of one list; default 200,000. */
  readonly items: number;
  /** Characters and items of one value, counted as often as it shows them; default 4 Mi. */
  readonly size: number;
  /** Characters and items made in all; default 16 Mi. */
  readonly made: number;
}

/** Far above what 256 KiB of state data asks for, far below what a process cannot bear. */
export const DEFAULT_JSONATA_LIMITS: JsonataLimits = {
  timeoutMilliseconds: 3_000,
  depth: 2_000,
  items: 200_000,
  size: 4 * 1024 * 1024,
  made: 16 * 1024 * 1024,
};

/** An error with a code of JSONata's, which finds the message for most codes by itself. */
export function jsonataError(code: string, facts: Readonly<Record<string, unknown>>): Error {
  return Object.assign(new Error(code), facts, { code });
}

/** The error of a value, or of all together, beyond a limit. */
export function sizeExceeded(limit: number): Error {
  return jsonataError("D2015", { value: limit });
}
