import type { JsonValue } from "../../shared/json.js";
import type { TaskCall } from "../engine/index.js";
import type { Mock, MockAnswer } from "../mocks/index.js";
import type { HandlerCall } from "../resources/index.js";

/** What a mock function is told beside the task's input. */
export interface MockCall extends Omit<HandlerCall, "submitted"> {
  /** How often the execution has invoked the state before: retries, loops and iterations count. */
  readonly invocation: number;
}

/** Gives a state's result. Written as a method, so that it may say of which type its input is. */
export type MockFunction = { mock(input: unknown, call: MockCall): unknown }["mock"];

const ANSWERS = Symbol("what a mocked state does");

/** What `fail`, `noAnswer`, `lambdaResult`, `inOrder` and `real` make. */
export interface MadeMock {
  readonly [ANSWERS]: readonly StateMock[] | MockAnswer;
}

/**
 * What a mocked state does: a result, a function of the task's input that gives one, or what `fail`,
 * `noAnswer`, `lambdaResult`, `inOrder` and `real` make. What a function throws fails the state by
 * the error's name and message.
 */
export type StateMock = MadeMock | MockFunction | JsonValue | MockableObject;

/** An object that goes as JSON. */
type MockableObject = object;

/** The state fails with an error, as its Retry and Catch match it. */
export function fail(error: string, cause?: string): MadeMock {
  const failure = { error, ...(cause === undefined ? {} : { cause }) };
  return { [ANSWERS]: { kind: "failure", failure } };
}

/** Nothing comes back: the state's TimeoutSeconds or HeartbeatSeconds ends it. */
export const noAnswer: MadeMock = { [ANSWERS]: { kind: "silence" } };

/** The state's own resource does the work: between mocks, or to fail a real task at times. */
export const real: MadeMock = { [ANSWERS]: { kind: "real" } };

/** What `lambda:invoke` gives for a function's payload. */
export function lambdaResult(payload: unknown): MadeMock {
  const result = { ExecutedVersion: "$LATEST", Payload: payload as JsonValue, StatusCode: 200 }; // goes as JSON
  return { [ANSWERS]: { kind: "result", result } };
}

/** One mock for each invocation of the state in an execution, retries included; the last one stays. */
export function inOrder(first: StateMock, ...rest: readonly StateMock[]): MadeMock {
  return { [ANSWERS]: [first, ...rest] };
}

/** A mock as the engine takes it. */
export function mockOf(mock: StateMock): Mock {
  if (typeof mock === "function") {
    return (invocation) => ({
      kind: "call",
      run: (call) =>
        (mock as MockFunction)(structuredClone(call.parameters), told(call, invocation)), // a function
    });
  }
  if (!isMade(mock)) return () => ({ kind: "result", result: mock as JsonValue }); // goes as JSON
  const answers = mock[ANSWERS];
  if (!isList(answers)) return () => answers;
  const each = answers.map(mockOf);
  return (invocation, call) => {
    const chosen = each[Math.min(invocation, each.length - 1)] as Mock; // there is at least one
    return chosen(invocation, call);
  };
}

function told(call: TaskCall, invocation: number): MockCall {
  const { signal, taskToken, executionArn, stateMachineName, state, retryCount } = call;
  return { signal, taskToken, executionArn, stateMachineName, state, retryCount, invocation };
}

function isMade(mock: StateMock): mock is MadeMock {
  return typeof mock === "object" && mock !== null && ANSWERS in mock;
}

function isList(answers: MadeMock[typeof ANSWERS]): answers is readonly StateMock[] {
  return Array.isArray(answers);
}
