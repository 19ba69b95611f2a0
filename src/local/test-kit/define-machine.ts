import type { StateMachineDefinition, TaskState } from "../../asl/index.js";
import { type MachineType, parseTaskResource } from "../engine/index.js";
import type { LocalInternals } from "../local-internals.js";
import type { Mock } from "../mocks/index.js";
import type { Local } from "../start-local.js";
import { callStates } from "../states-api/index.js";
import { type MachineSource, readMachine, statesIn } from "./machine-source.js";
import { withMockedStates } from "./mock-states.js";
import { mockOf, type StateMock } from "./state-mocks.js";

/** What a machine is created with, beside its definition. */
export interface MachineToDefine {
  /** Default: the name that it has, else `machine`. */
  readonly name?: string | undefined;
  readonly mocks?: Readonly<Record<string, StateMock>> | undefined;
  readonly type?: MachineType | undefined;
  /** Set on an engine that other tests use: its name becomes one of its own. */
  readonly local?: Local | undefined;
}

/** Machines on an engine that runs already have names of their own. */
let others = 0;

/** Creates a machine, its activities and its mocks. What is reached with nobody to do its work goes to `reached`. */
export async function defineMachine(
  { api, mocks: book }: LocalInternals,
  { region, account }: Local,
  source: MachineSource,
  { name: wanted, mocks = {}, type: wantedType, local }: MachineToDefine,
  reached: string[],
) {
  const read = readMachine(source, { region, account });
  const base = wanted ?? read.name ?? "machine";
  others += 1;
  const name = local === undefined ? base : `${base.slice(0, 60)}-test-${process.pid}-${others}`;
  const definition = withMockedStates(read.definition, Object.keys(mocks));
  const made = Object.entries(mocks).map(([state, mock]) => [state, mockOf(mock)] as const);
  for (const [state, { Resource }] of tasksIn(definition)) {
    const resource = parseTaskResource(Resource);
    if (resource?.kind === "activity") {
      const activity = Resource.slice(Resource.lastIndexOf(":") + 1);
      api.engine.activities.create(Resource, activity, { type: "AWS_OWNED_KEY" });
    }
    if (resource === undefined || Object.hasOwn(mocks, state)) continue;
    const reason = api.unhandled(resource, { stateMachineName: name, state });
    if (reason !== undefined) made.push([state, unhandledMock(state, reason, reached)]);
  }
  book.set(name, new Map(made));
  const type = wantedType ?? read.type ?? "STANDARD";
  const roleArn = `arn:${api.partition}:iam::${account}:role/test`;
  const request = { name, type, roleArn, definition: JSON.stringify(definition) };
  const created = await callStates(api)("CreateStateMachine", request, AbortSignal.timeout(60_000));
  const { stateMachineArn } = created as { stateMachineArn: string }; // as the operation answers
  return { arn: stateMachineArn, definition: read.definition };
}

function* tasksIn(definition: StateMachineDefinition): Generator<[string, TaskState]> {
  for (const [name, state] of statesIn(definition)) if (state.Type === "Task") yield [name, state];
}

/** A state that nothing does the work of may stand in a machine, as long as the test does not come there. */
function unhandledMock(state: string, reason: string, reached: string[]): Mock {
  return () => {
    const text = `The execution reached the state ${JSON.stringify(state)}, and nothing does its work: name it in the "mocks" option. ${reason}`;
    reached.push(text);
    return { kind: "failure", failure: { error: "States.Runtime", cause: text } };
  };
}
