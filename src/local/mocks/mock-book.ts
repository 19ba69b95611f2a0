import type { Resource, TaskCall } from "../engine/index.js";
import { type Mock, mockResource } from "./mock.js";

/** Mocks by the names of states. */
export type StateMocks = ReadonlyMap<string, Mock>;

/** Test cases by name. */
export type TestCases = ReadonlyMap<string, StateMocks>;

/** All mocks of an engine: the test cases of its mock file, and what tests put beside them. */
export class MockBook {
  /** By the name of a state machine; undefined without a mock file. */
  readonly testCases: ReadonlyMap<string, TestCases> | undefined;
  readonly #always = new Map<string, StateMocks>();
  /** How often an execution has invoked a mocked state, retries and iterations included. */
  readonly #invocations = new Map<string, Map<string, number>>();

  constructor(testCases?: ReadonlyMap<string, TestCases>) {
    this.testCases = testCases;
  }

  /** Mocks states of a machine in all its executions. */
  set(stateMachineName: string, mocks: StateMocks): void {
    this.#always.set(stateMachineName, mocks);
  }

  /** Whether a state is mocked, in whatever test case. */
  has(stateMachineName: string, state: string): boolean {
    const cases = this.testCases?.get(stateMachineName)?.values() ?? [];
    const all = [...cases, this.#always.get(stateMachineName)];
    return all.some((mocks) => mocks?.has(state) === true);
  }

  /** What answers one task in place of its resource; undefined when that shall work itself. */
  mockOf(call: TaskCall): Resource | undefined {
    const { stateMachineName, testCase, state } = call;
    const inCase =
      testCase === undefined
        ? undefined
        : this.testCases?.get(stateMachineName)?.get(testCase)?.get(state);
    const mock = inCase ?? this.#always.get(stateMachineName)?.get(state);
    return mock === undefined ? undefined : mockResource(mock(this.#count(call), call));
  }

  #count({ rootArn, stateMachineName, state }: TaskCall): number {
    const counts = this.#invocations.get(rootArn) ?? new Map<string, number>();
    this.#invocations.set(rootArn, counts);
    const key = JSON.stringify([stateMachineName, state]);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return count;
  }
}
