import { readFile } from "node:fs/promises";
import { describe, InvalidArgumentError } from "../../shared/errors.js";
import type { JsonValue } from "../../shared/json.js";
import type { TaskCall } from "../engine/index.js";
import type { Mock, MockAnswer } from "./mock.js";
import type { StateMocks, TestCases } from "./mock-book.js";
import { suggest } from "./near-names.js";

/**
 * A mock file of Step Functions Local or LocalStack:
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html.
 */
export interface MockFile {
  /** By the name of a state machine. */
  readonly StateMachines: Readonly<Record<string, MockedStateMachine>>;
  /** By names to which test cases refer. */
  readonly MockedResponses: Readonly<Record<string, MockedResponse>>;
}

export interface MockedStateMachine {
  /** By name, which state is answered by which of the MockedResponses. */
  readonly TestCases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** By the number of an invocation of the state in its execution, from `"0"`, or a range of them: `"1-2"`. */
export type MockedResponse = Readonly<Record<string, MockedReturn | MockedThrow>>;

export interface MockedReturn {
  readonly Return: unknown;
}

export interface MockedThrow {
  readonly Throw: { readonly Error: string; readonly Cause?: string };
}

type JsonObject = Readonly<Record<string, JsonValue>>;

/** The test cases of a mock file. Throws InvalidArgumentError, with the JSON pointer of the fault. */
export async function readMockFile(
  source: string | MockFile,
): Promise<ReadonlyMap<string, TestCases>> {
  const name = typeof source === "string" ? source : "the mocks";
  const file =
    typeof source === "string" ? await parseFile(source) : (source as unknown as JsonValue); // looked at below
  return testCasesOf(new Faults(name), file);
}

async function parseFile(path: string): Promise<JsonValue> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as JsonValue; // from JSON
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidArgumentError(`The mock file ${path} cannot be read: ${reason}`, { cause });
  }
}

class Faults {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  refuse(pointer: string, expected: string, got: unknown): InvalidArgumentError {
    const shown = typeof got === "object" && got !== null ? JSON.stringify(got) : describe(got);
    const at = pointer === "" ? "the whole document" : pointer;
    return new InvalidArgumentError(
      `In ${this.#name}, at ${at}: expected ${expected}, got ${shown.slice(0, 200)}`,
    );
  }

  object(value: JsonValue | undefined, pointer: string, expected: string): JsonObject {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as JsonObject; // just looked at
    }
    throw this.refuse(pointer, expected, value);
  }
}

function testCasesOf(faults: Faults, file: JsonValue): ReadonlyMap<string, TestCases> {
  const expected = "an object with StateMachines and MockedResponses";
  const { StateMachines, MockedResponses = {} } = faults.object(file, "", expected);
  const responses = new Map<string, Mock>();
  const all = faults.object(MockedResponses, "/MockedResponses", "an object of responses by name");
  for (const [name, response] of Object.entries(all)) {
    responses.set(name, responseOf(faults, name, response, `/MockedResponses/${escaped(name)}`));
  }
  const machines = faults.object(StateMachines, "/StateMachines", "an object of state machines");
  return new Map(
    Object.entries(machines).map(([name, machine]) => {
      const pointer = `/StateMachines/${escaped(name)}`;
      const { TestCases } = faults.object(machine, pointer, "an object with TestCases");
      const cases = faults.object(TestCases, `${pointer}/TestCases`, "an object of test cases");
      const entries = Object.entries(cases).map(([testCase, states]) => {
        const at = `${pointer}/TestCases/${escaped(testCase)}`;
        return [testCase, mocksOf(faults, states, at, responses)] as const;
      });
      return [name, new Map(entries)] as const;
    }),
  );
}

function mocksOf(
  faults: Faults,
  states: JsonValue,
  pointer: string,
  responses: ReadonlyMap<string, Mock>,
): StateMocks {
  const named = faults.object(states, pointer, "an object of states");
  return new Map(
    Object.entries(named).map(([state, response]) => {
      const mock = typeof response === "string" ? responses.get(response) : undefined;
      if (mock !== undefined) return [state, mock] as const;
      const hint = suggest(String(response), [...responses.keys()]);
      const expected = `the name of one of the MockedResponses (${hint})`;
      throw faults.refuse(`${pointer}/${escaped(state)}`, expected, response);
    }),
  );
}

interface Numbered {
  readonly first: number;
  readonly last: number;
  readonly answer: (call: TaskCall) => MockAnswer;
}

function responseOf(faults: Faults, name: string, response: JsonValue, pointer: string): Mock {
  const expected = `an object of responses by number, such as "0" or "1-2"`;
  const entries = Object.entries(faults.object(response, pointer, expected));
  const numbered: Numbered[] = [];
  for (const [key, answer] of entries) {
    const at = `${pointer}/${escaped(key)}`;
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(key) ?? [];
    if (from === undefined || Number(to) < Number(from)) {
      throw faults.refuse(at, 'a number such as "0", or a range such as "1-2"', key);
    }
    const [first, last] = [Number(from), Number(to)];
    if (numbered.some((known) => first <= known.last && known.first <= last)) {
      throw faults.refuse(at, "numbers that no other response of it has", key);
    }
    numbered.push({ first, last, answer: answerOf(faults, answer, at) });
  }
  if (numbered.length === 0) throw faults.refuse(pointer, expected, response);
  return (invocation, call) => {
    const found = numbered.find(({ first, last }) => first <= invocation && invocation <= last);
    if (found !== undefined) return found.answer(call);
    const keys = entries.map(([key]) => key).join(", ");
    const cause = `This execution has invoked the state "${call.state}" ${invocation} times before, and the mocked response "${name}" has nothing of number ${invocation}: it has ${keys}`;
    return { kind: "failure", failure: { error: "States.Runtime", cause } };
  };
}

function answerOf(faults: Faults, answer: JsonValue, pointer: string): Numbered["answer"] {
  const expected = 'an object with either "Return" or "Throw"';
  const { Return, Throw, ...others } = faults.object(answer, pointer, expected);
  const isOne = (Return === undefined) !== (Throw === undefined);
  if (!isOne || Object.keys(others).length > 0) throw faults.refuse(pointer, expected, answer);
  if (Return !== undefined) {
    return ({ resource }) => ({
      kind: "result",
      result: resource.kind === "lambda" ? payloadOf(Return) : Return,
    });
  }
  const thrown = `an object with "Error" and "Cause", both strings`;
  const { Error: error, Cause: cause } = faults.object(Throw, `${pointer}/Throw`, thrown);
  if (typeof error !== "string") throw faults.refuse(`${pointer}/Throw/Error`, "a string", error);
  if (cause !== undefined && typeof cause !== "string") {
    throw faults.refuse(`${pointer}/Throw/Cause`, "a string", cause);
  }
  const failure = { error, ...(cause === undefined ? {} : { cause }) };
  return () => ({ kind: "failure", failure });
}

/** Files write Lambda's whole answer also for a Task on a function's ARN, whose result is its payload alone. */
function payloadOf(value: JsonValue): JsonValue {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const { Payload, StatusCode } = (isObject ? value : {}) as JsonObject; // just looked at
  return Payload !== undefined && StatusCode !== undefined ? Payload : value;
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
