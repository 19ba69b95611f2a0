export interface TokenBucketOptions {
  readonly unitsPerSecond: number;
  /** Units that an idle bucket saves up beyond one second's. Default 0. */
  readonly burst?: number;
  /** The time in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

export interface TokenBucket {
  /** Takes so many units if they are there now, and says whether they were. */
  take(units: number): boolean;
}

/**
 * Starts with one second's units and refills evenly. A full bucket gives more than it holds, and owes the rest: else a
 * row that is bigger than the bucket could never be written.
 */
export function createTokenBucket(options: TokenBucketOptions): TokenBucket {
  const { unitsPerSecond, burst = 0, now = () => performance.now() } = options;
  const capacity = unitsPerSecond + burst;
  let units = unitsPerSecond;
  let filledAt = now();

  return {
    take(wanted) {
      const time = now();
      units = Math.min(capacity, units + ((time - filledAt) / 1_000) * unitsPerSecond);
      filledAt = time;
      if (units < Math.min(wanted, capacity)) return false;
      units -= wanted;
      return true;
    },
  };
}
