const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;

/** The generator behind a seed, which the service takes from Java: the same seed, the same numbers. */
export interface JavaRandom {
  /** A number from 0 up to, without, 1. */
  nextDouble(): number;
  /** An integer from 0 up to, without, `bound`, which is positive and below 2³¹. */
  nextInt(bound: number): number;
}

/** Starts java.util.Random's linear congruential generator, as its documentation defines it. */
export function javaRandom(seed: number): JavaRandom {
  let state = (BigInt(Math.trunc(seed)) ^ MULTIPLIER) & MASK;
  const next = (bits: number) => {
    state = (state * MULTIPLIER + 0xbn) & MASK;
    return Number(state >> BigInt(48 - bits));
  };
  return {
    nextDouble: () => (next(26) * 2 ** 27 + next(27)) / 2 ** 53,
    nextInt(bound) {
      const isPowerOfTwo = (bound & (bound - 1)) === 0;
      if (isPowerOfTwo) return Number((BigInt(bound) * BigInt(next(31))) >> 31n);
      for (;;) {
        const bits = next(31);
        const value = bits % bound;
        // The last, shorter run of numbers would make the small ones more likely.
        if (bits - value + (bound - 1) < 2 ** 31) return value;
      }
    },
  };
}
