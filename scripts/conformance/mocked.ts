import type { MockedResponse, MockFile } from "sfn-task-tools/local";
import type { Case, ScriptedTask } from "./cases.js";
import type { Json } from "./json.js";

const GROUP = "local_mocking";
const TEST_CASE = "Recorded";

/** Whether a case is replayed with its tasks answered by a mock file, as they were recorded. */
export function isMocked({ group, task_script }: Case): boolean {
  return group === GROUP && task_script !== null;
}

/** A case that needs no service, since mocks answer; it is started by its test case. */
export function asMocked(recorded: Case): Case {
  if (!isMocked(recorded)) return recorded;
  const { name } = recorded.state_machine;
  const arn = `arn:aws:states:us-east-1:111111111111:stateMachine:${name}#${TEST_CASE}`;
  const variant = { ...recorded.variant, start_through: arn };
  return { ...recorded, variant, needs: [], resources: [], during: [], aux_state_machines: [] };
}

/** The mock file that answers what was recorded, by the numbers of the states' invocations. */
export function mockFileOf(cases: readonly Case[]): MockFile {
  const MockedResponses: Record<string, MockedResponse> = {};
  const machines = cases.filter(isMocked).map(({ state_machine: { name }, task_script }) => {
    const states: Record<string, string> = {};
    for (const { state = "", outcome } of task_script ?? []) {
      const response = `${name}/${state}`;
      states[state] = response;
      const known = MockedResponses[response] ?? {};
      MockedResponses[response] = { ...known, [Object.keys(known).length]: answerOf(outcome) };
    }
    return [name, { TestCases: { [TEST_CASE]: states } }] as const;
  });
  return { StateMachines: Object.fromEntries(machines), MockedResponses };
}

function answerOf(outcome: ScriptedTask["outcome"]) {
  const { output, error, cause } = outcome ?? {};
  if (error === undefined) return { Return: resultOf(output ?? null) };
  return { Throw: { Error: String(error), Cause: String(cause ?? "") } };
}

/** Objects were recorded as they are, other results as their JSON text. */
function resultOf(output: Json): Json {
  return typeof output === "string" ? (JSON.parse(output) as Json) : output; // from JSON
}
