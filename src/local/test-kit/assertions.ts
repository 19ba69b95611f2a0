import { AssertionError } from "node:assert";
import { CHECKS, type Finding, sameStrictly } from "./checks.js";
import type { MachineRun } from "./machine-run.js";

/** Throws AssertionError, with the history, unless the run succeeded; returns its output. */
export function assertSucceeded<Output>(run: MachineRun<Output>): Output {
  hold(CHECKS.succeeded(run, undefined, sameStrictly, false));
  return run.output as Output; // of a run that succeeded
}

/** Throws AssertionError, with the history, unless the run failed with this error, and this cause where one is given. */
export function assertFailedWith(run: MachineRun, error: string, cause?: string): void {
  const expected = cause === undefined ? { error } : { error, cause };
  hold(CHECKS.failedWith(run, expected, sameStrictly, false));
}

/** Throws AssertionError, with the history, unless the run entered these states in this order. */
export function assertVisited(run: MachineRun, names: string | readonly string[]): void {
  hold(CHECKS.visited(run, names, sameStrictly, false));
}

function hold({ pass, message, actual, expected }: Finding): void {
  if (!pass) throw new AssertionError({ message, actual, expected });
}
