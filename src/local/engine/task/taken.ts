import type { Run } from "../run.js";

/** Notes which way a run has gone, where it keeps that. */
export function took({ taken }: Run, state: string, via: string): void {
  if (taken === undefined) return;
  if (!Object.hasOwn(taken, state)) {
    Object.defineProperty(taken, state, { value: {}, enumerable: true, configurable: true });
  }
  const ways = taken[state];
  if (ways !== undefined) ways[via] = (ways[via] ?? 0) + 1;
}
