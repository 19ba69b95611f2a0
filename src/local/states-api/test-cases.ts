import type { Program } from "../engine/index.js";
import { suggest } from "../mocks/index.js";
import type { TestCasesOfMachines } from "./api.js";
import { refuse } from "./exceptions.js";
import type { Named } from "./machines.js";

/** Throws ValidationException when a mock file has no such test case, or one for other states. */
export function checkTestCase(
  testCases: TestCasesOfMachines,
  { machine, configuration }: Pick<Named, "machine" | "configuration">,
  testCase: string,
): void {
  const cases = testCases.get(machine.name);
  if (cases === undefined) {
    const hint = suggest(machine.name, [...testCases.keys()]);
    throw refuse.validation(
      `The mock file has no state machine "${machine.name}", whose test case "${testCase}" was asked for: ${hint}`,
    );
  }
  const states = cases.get(testCase);
  if (states === undefined) {
    const hint = suggest(testCase, [...cases.keys()]);
    throw refuse.validation(
      `The mock file has no test case "${testCase}" of the state machine "${machine.name}": ${hint}`,
    );
  }
  const types = new Map(typesIn(configuration.program));
  for (const state of states.keys()) {
    const type = types.get(state);
    if (type === "Task") continue;
    const tasks = [...types].filter(([, type]) => type === "Task").map(([name]) => name);
    const why = type === undefined ? "which it does not have" : `a ${type} state`;
    throw refuse.validation(
      `The test case "${testCase}" mocks the state "${state}" of the state machine "${machine.name}", ${why}: only Task states can be mocked; ${suggest(state, tasks)}`,
    );
  }
}

/** The types of all states by name, also of those within others. */
function* typesIn({ states }: Pick<Program, "states">): Generator<[name: string, type: string]> {
  for (const { name, type, scopes } of states.values()) {
    yield [name, type];
    for (const scope of scopes) yield* typesIn(scope);
  }
}
