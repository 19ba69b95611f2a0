import { isDeepStrictEqual } from "node:util";
import type { MachineRun } from "./machine-run.js";

/** Whether two values are the same; test runners have their own, with placeholders such as `expect.any`. */
export type Same = (actual: unknown, expected: unknown) => boolean;

/** What a look at a run found. */
export interface Finding {
  readonly pass: boolean;
  /** What was expected, what came, and the run's history. */
  readonly message: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** The looks at a run, of which matchers and assertions are made. `not` turns what is expected. */
export const CHECKS = {
  /** It entered these states in this order, whatever was between them; with `not`, none of them. */
  visited(run: MachineRun, names: string | readonly string[], _same: Same, not: boolean): Finding {
    const wanted = typeof names === "string" ? [names] : names;
    for (const name of wanted) run.state(name); // throws for a state that is not there
    const pass = not ? wanted.some((name) => run.path.includes(name)) : isWithin(wanted, run.path);
    const what = not ? "to visit none of" : "to visit, in this order,";
    return finding(run, pass, `${what} ${listed(wanted)}`, run.path, wanted);
  },
  /** It entered exactly these states in this order. */
  path(run: MachineRun, names: readonly string[], same: Same, not: boolean): Finding {
    const pass = same(run.path, names);
    return finding(run, pass, `${to(not, "take the path")} ${listed(names)}`, run.path, names);
  },
  succeeded(run: MachineRun, _expected: undefined, _same: Same, not: boolean): Finding {
    const pass = run.status === "SUCCEEDED";
    return finding(run, pass, to(not, "succeed"), run.status, "SUCCEEDED");
  },
  succeededWith(run: MachineRun, output: unknown, same: Same, not: boolean): Finding {
    const pass = run.status === "SUCCEEDED" && same(run.output, output);
    const text = `${to(not, "succeed with")} ${JSON.stringify(output)}`;
    const actual = run.status === "SUCCEEDED" ? run.output : failureOf(run);
    return finding(run, pass, text, actual, output);
  },
  /** It failed, timed out or was aborted with this error, and this cause where one is given. */
  failedWith(
    run: MachineRun,
    { error, cause }: { readonly error: unknown; readonly cause?: unknown },
    same: Same,
    not: boolean,
  ): Finding {
    const ended = run.status !== "SUCCEEDED" && run.status !== "RUNNING";
    const pass = ended && same(run.error, error) && (cause === undefined || same(run.cause, cause));
    const expected = cause === undefined ? { error } : { error, cause };
    const text = `${to(not, "fail with")} ${JSON.stringify(expected)}`;
    return finding(run, pass, text, failureOf(run), expected);
  },
  /** A Catch took this error. */
  caught(run: MachineRun, error: unknown, same: Same, not: boolean): Finding {
    const errors = run.caught.map((one) => one.error);
    const pass = errors.some((one) => same(one, error));
    return finding(run, pass, `${to(not, "catch")} ${JSON.stringify(error)}`, errors, error);
  },
  /** A state was tried again this often, over all its visits. */
  retried(
    run: MachineRun,
    { state, times }: { readonly state: string; readonly times: number | undefined },
    _same: Same,
    not: boolean,
  ): Finding {
    run.state(state); // throws for a state that is not there
    const retries = run.retried.find((one) => one.state === state)?.retries ?? 0;
    const pass = times === undefined ? retries > 0 : retries === times;
    const often = times === undefined ? "" : ` ${times} times`;
    const text = `${to(not, "retry")} ${JSON.stringify(state)}${often}`;
    return finding(run, pass, text, retries, times);
  },
  /** One of a state's visits had this input. */
  stateInput(run: MachineRun, expected: OfState, same: Same, not: boolean): Finding {
    const { inputs } = run.state(expected.state);
    return oneOf(run, inputs, expected, same, `${to(not, "give")} ${at(expected)} the input`);
  },
  /** One of a state's visits had this output. */
  stateOutput(run: MachineRun, expected: OfState, same: Same, not: boolean): Finding {
    const { outputs } = run.state(expected.state);
    return oneOf(run, outputs, expected, same, `${to(not, "get")} from ${at(expected)} the output`);
  },
} as const;

interface OfState {
  readonly state: string;
  readonly value: unknown;
}

function at({ state }: OfState): string {
  return JSON.stringify(state);
}

function oneOf(
  run: MachineRun,
  values: readonly unknown[],
  { value }: OfState,
  same: Same,
  text: string,
): Finding {
  const pass = values.some((one) => same(one, value));
  const actual = values.length === 1 ? values[0] : values;
  return finding(run, pass, `${text} ${JSON.stringify(value)}`, actual, value);
}

function finding(
  run: MachineRun,
  pass: boolean,
  expectation: string,
  actual: unknown,
  expected: unknown,
): Finding {
  const got = JSON.stringify(actual) ?? String(actual);
  const message = `Expected ${run.stateMachineName} ${expectation}\nGot: ${got}\n\n${run.explain()}`;
  return { pass, message, actual, expected };
}

function failureOf({ status, error, cause }: MachineRun) {
  return { status, error, cause };
}

function to(not: boolean, what: string): string {
  return not ? `not to ${what}` : `to ${what}`;
}

function listed(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(" → ");
}

function isWithin(wanted: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  for (const name of path) if (name === wanted[at]) at += 1;
  return at === wanted.length;
}

/** The same to `node:assert`. */
export const sameStrictly: Same = (actual, expected) => isDeepStrictEqual(actual, expected);
