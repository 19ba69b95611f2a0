import { CHECKS, type Finding, type Same, sameStrictly } from "./checks.js";
import { MachineRun } from "./machine-run.js";

/** What Vitest and Jest hand to a matcher as `this`, as far as it is used here. */
interface MatcherContext {
  readonly isNot?: boolean;
  readonly customTesters?: readonly unknown[];
  equals?(actual: unknown, expected: unknown, testers?: readonly unknown[]): boolean;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual: unknown;
  readonly expected: unknown;
}

type Look = (run: MachineRun, same: Same, not: boolean) => Finding;

function match(context: MatcherContext, received: unknown, look: Look): MatcherResult {
  if (!(received instanceof MachineRun)) {
    const message = `Expected what runMachine resolves to, got ${typeof received}: await it first`;
    // A misuse is a failure with `not`, too.
    return { pass: context.isNot === true, message: () => message, actual: received, expected: "" };
  }
  const same: Same = (actual, expected) =>
    context.equals?.(actual, expected, context.customTesters) ?? sameStrictly(actual, expected);
  const { message, ...found } = look(received, same, context.isNot === true);
  return { ...found, message: () => message };
}

/**
 * Matchers for `expect.extend(stateMachineMatchers)` of Vitest and Jest. Their types are
 * StateMachineMatchers.
 */
export const stateMachineMatchers = {
  toHaveVisited(this: MatcherContext, run: unknown, names: string | readonly string[]) {
    return match(this, run, (run, same, not) => CHECKS.visited(run, names, same, not));
  },
  toHaveTakenPath(this: MatcherContext, run: unknown, names: readonly string[]) {
    return match(this, run, (run, same, not) => CHECKS.path(run, names, same, not));
  },
  toHaveSucceeded(this: MatcherContext, run: unknown) {
    return match(this, run, (run, same, not) => CHECKS.succeeded(run, undefined, same, not));
  },
  toHaveSucceededWith(this: MatcherContext, run: unknown, output: unknown) {
    return match(this, run, (run, same, not) => CHECKS.succeededWith(run, output, same, not));
  },
  toHaveFailedWith(this: MatcherContext, run: unknown, error: unknown, cause?: unknown) {
    return match(this, run, (run, same, not) =>
      CHECKS.failedWith(run, cause === undefined ? { error } : { error, cause }, same, not),
    );
  },
  toHaveCaught(this: MatcherContext, run: unknown, error: unknown) {
    return match(this, run, (run, same, not) => CHECKS.caught(run, error, same, not));
  },
  toHaveRetried(this: MatcherContext, run: unknown, state: string, times?: number) {
    return match(this, run, (run, same, not) => CHECKS.retried(run, { state, times }, same, not));
  },
  toHaveStateInput(this: MatcherContext, run: unknown, state: string, value: unknown) {
    return match(this, run, (run, same, not) =>
      CHECKS.stateInput(run, { state, value }, same, not),
    );
  },
  toHaveStateOutput(this: MatcherContext, run: unknown, state: string, value: unknown) {
    return match(this, run, (run, same, not) =>
      CHECKS.stateOutput(run, { state, value }, same, not),
    );
  },
};

/** The types of the matchers, for the test runner's own interface: see docs/test-kit.md. */
export interface StateMachineMatchers<Result = unknown> {
  /** It entered these states in this order, whatever was between them; with `not`, none of them. */
  toHaveVisited(names: string | readonly string[]): Result;
  /** It entered exactly these states in this order. */
  toHaveTakenPath(names: readonly string[]): Result;
  toHaveSucceeded(): Result;
  toHaveSucceededWith(output: unknown): Result;
  /** It failed, timed out or was aborted with this error, and this cause where one is given. */
  toHaveFailedWith(error: unknown, cause?: unknown): Result;
  /** A Catch took this error. */
  toHaveCaught(error: unknown): Result;
  /** A state was tried again so often, over all its visits; without a number, at least once. */
  toHaveRetried(state: string, times?: number): Result;
  /** One of the state's visits had this input. */
  toHaveStateInput(state: string, input: unknown): Result;
  /** One of the state's visits had this output. */
  toHaveStateOutput(state: string, output: unknown): Result;
}
