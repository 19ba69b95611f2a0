import { describeJsonFault, validateDefinition } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import { compileProgram, parseTaskResource, type Scope, type State } from "../../engine/index.js";
import type { StatesApi } from "../api.js";
import { faultText } from "../definition.js";
import { refuse } from "../exceptions.js";

/** The state that a test is about. */
export interface TestedState {
  readonly name: string;
  readonly state: State;
  readonly definition: Fields;
}

/** A JSON object of a definition. */
export type Fields = Readonly<Record<string, JsonValue | undefined>>;

/** What a state without a name is called. */
const NAMELESS = "StateName";

/**
 * The state of a definition: the one that is all of it, or the one of a name in a state machine, on
 * whatever level. Throws InvalidDefinition, ValidationException.
 */
export function testedState(text: string, name: string | undefined): TestedState {
  const fault = describeJsonFault(text);
  if (fault !== undefined) {
    throw refuse.invalidDefinition(`INVALID_JSON_DESCRIPTION: ${fault.message}`);
  }
  const value = JSON.parse(text) as JsonValue; // from JSON
  const given = typeof value === "object" && value !== null ? (value as Fields) : {};
  const machine = name === undefined ? machineAround(given) : text;
  const { diagnostics, definition } = validateDefinition(machine, {});
  const faults = diagnostics.filter(({ severity }) => severity === "ERROR");
  if (definition === undefined || faults.length > 0) {
    throw refuse.invalidDefinition(faults.map(faultText).join(", "));
  }
  const sought = name ?? NAMELESS;
  const state = stateIn(compileProgram(definition), sought);
  const found = name === undefined ? given : fieldsOf(given, sought);
  if (state === undefined || found === undefined) {
    throw refuse.validation(`The definition has no state of the name '${sought}' (stateName)`);
  }
  return { name: sought, state, definition: found };
}

/** Refuses what can only be tested with a mock, and what nothing here could run. */
export function refuseUnmocked(
  api: StatesApi,
  { definition: { Type, Resource } }: TestedState,
  roleArn: string | undefined,
): void {
  if (Type === "Map" || Type === "Parallel") throw needsMock(`State type '${Type}'`);
  if (Type !== "Task" || typeof Resource !== "string") return;
  const resource = parseTaskResource(Resource);
  if (resource?.kind === "activity") throw needsMock("An activity's task");
  if (resource?.kind === "integration" && resource.pattern !== "request") {
    throw needsMock(`The integration pattern '.${resource.pattern}'`);
  }
  if (roleArn === undefined) {
    throw refuse.validation("RoleArn must be specified when testing a Task state");
  }
  const reason = resource === undefined ? undefined : api.unhandled(resource);
  if (reason !== undefined) throw refuse.invalidDefinition(`UNSUPPORTED_RESOURCE: ${reason}`);
}

function needsMock(what: string) {
  return refuse.validation(`${what} is only supported when a mock is specified`);
}

/** A machine around one state, in which all states that it names are there. */
function machineAround(state: Fields): string {
  const rules = [state.Choices, state.Catch].flatMap((list) => (Array.isArray(list) ? list : []));
  const nexts = [state.Next, state.Default, ...rules.map((rule) => (rule as Fields | null)?.Next)];
  const names = nexts.filter((next) => typeof next === "string" && next !== NAMELESS) as string[]; // filtered
  const States = {
    ...Object.fromEntries(names.map((name) => [name, { Type: "Succeed" }])),
    [NAMELESS]: state,
  };
  return JSON.stringify({ StartAt: NAMELESS, States });
}

function stateIn(scope: Scope, name: string): State | undefined {
  const own = scope.states.get(name);
  if (own !== undefined) return own;
  const inner = [...scope.states.values()].flatMap(({ scopes }) => scopes);
  for (const each of inner) {
    const found = stateIn(each, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldsOf({ States = {} }: Fields, name: string): Fields | undefined {
  const states = States as Readonly<Record<string, Fields>>; // validated
  if (Object.hasOwn(states, name)) return states[name];
  for (const { Branches = [], ItemProcessor, Iterator } of Object.values(states)) {
    const scopes = [...(Branches as Fields[]), ItemProcessor, Iterator] as (Fields | undefined)[]; // validated
    for (const scope of scopes) {
      const found = scope === undefined ? undefined : fieldsOf(scope, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
