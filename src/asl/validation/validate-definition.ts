import type { JsonValue } from "../../shared/json.js";
import type {
  QueryLanguage,
  ScopeDefinition,
  StateMachineDefinition,
  StateType,
} from "../definition.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import { oneOf, type Place, text } from "./checks.js";
import { type Diagnostic, Findings } from "./diagnostics.js";
import { lastCatchesAll } from "./error-handlers.js";
import { checkFields, requireFields } from "./fields.js";
import { describeJsonFault } from "./json-fault.js";
import { checkResource } from "./resource.js";
import { LANGUAGE_OF_FIELD, STATE_FIELDS, TIMEOUT_SECONDS } from "./state-fields.js";
import { checkTransitions } from "./transitions.js";

export interface ValidationOptions {
  /** Default STANDARD. */
  readonly type?: "STANDARD" | "EXPRESS";
}

export interface Validation {
  readonly diagnostics: readonly Diagnostic[];
  /** The document, when there is no error in it. */
  readonly definition: StateMachineDefinition | undefined;
}

/** Looks at the text of a definition, and finds what Step Functions would find. Never throws. */
export function validateDefinition(
  definition: string,
  options: ValidationOptions = {},
): Validation {
  const findings = new Findings();
  const document = parse(definition, findings);
  if (document !== undefined) checkMachine(document, options.type ?? "STANDARD", findings);
  const { diagnostics } = findings;
  const isSound = document !== undefined && diagnostics.length === 0;
  // Every field has been looked at.
  return {
    diagnostics,
    definition: isSound ? (document as unknown as StateMachineDefinition) : undefined,
  };
}

function parse(definition: string, findings: Findings): JsonObject | undefined {
  const fault = definition.trim() === "" ? undefined : describeJsonFault(definition);
  if (fault !== undefined) {
    findings.add("INVALID_JSON_DESCRIPTION", fault.message, fault.location);
    return undefined;
  }
  const value: JsonValue = definition.trim() === "" ? null : JSON.parse(definition);
  if (isJsonObject(value)) return value;
  findings.add("SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object");
  return undefined;
}

function checkMachine(
  document: JsonObject,
  type: "STANDARD" | "EXPRESS",
  findings: Findings,
): void {
  const language: QueryLanguage = document.QueryLanguage === "JSONata" ? "JSONata" : "JSONPath";
  const place: Place = { location: "", language, findings };
  checkFields(document, place, {
    required: ["States", "StartAt"],
    fields: {
      Comment: text,
      Version: oneOf("1.0"),
      TimeoutSeconds: TIMEOUT_SECONDS,
      QueryLanguage: oneOf("JSONPath", "JSONata"),
      StartAt: text,
      States: () => {},
    },
  });
  const names = new Set<string>();
  checkStates(document.States, place, { machine: language, type, names });
  if (findings.diagnostics.length === 0) checkScopeTransitions(document, "", findings);
}

interface Surroundings {
  readonly machine: QueryLanguage;
  readonly type: "STANDARD" | "EXPRESS";
  /** Of the states so far: a name is used once in a whole machine. */
  readonly names: Set<string>;
}

function checkStates(states: JsonValue | undefined, place: Place, around: Surroundings): void {
  if (states === undefined) return;
  const at = { ...place, location: `${place.location}/States` };
  if (!isJsonObject(states)) {
    place.findings.schema("Expected value of type Object", at.location);
    return;
  }
  for (const [name, state] of Object.entries(states)) {
    const location = `${at.location}/${name}`;
    if (name.length > 80)
      place.findings.schema("State name must not exceed 80 characters", location);
    if (around.names.has(name)) {
      place.findings.add("DUPLICATE_STATE_NAME", `Duplicate State name: ${name}`, location);
    }
    around.names.add(name);
    checkState(state, { ...place, location }, around);
  }
}

function checkState(state: JsonValue, place: Place, around: Surroundings): void {
  const { findings, location } = place;
  if (!isJsonObject(state)) {
    findings.schema("Expected value of type Object", location);
    return;
  }
  const { Type, QueryLanguage } = state;
  if (typeof Type !== "string" || !Object.hasOwn(STATE_FIELDS, Type)) {
    if (Type === undefined) requireFields(state, place, ["Type"]);
    else oneOf(...Object.keys(STATE_FIELDS))(Type, { ...place, location: `${location}/Type` });
    return;
  }
  if (QueryLanguage === "JSONPath" && around.machine === "JSONata") {
    const message =
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
    findings.schema(message, location);
    return;
  }
  const language = QueryLanguage === "JSONata" ? "JSONata" : around.machine;
  const type = Type as StateType; // one of the table's
  checkFields(state, { ...place, language }, { ...STATE_FIELDS[type], only: LANGUAGE_OF_FIELD });
  checkWhole(type, state, { ...place, language }, around);
}

/** What more than one field of a state decides. */
function checkWhole(type: StateType, state: JsonObject, place: Place, around: Surroundings): void {
  const { findings, location } = place;
  if (
    !["Choice", "Succeed", "Fail"].includes(type) &&
    (state.Next === undefined) === (state.End !== true)
  ) {
    findings.schema("Exactly one of these fields is required: [Next, End]", location);
  }
  for (const list of ["Retry", "Catch"]) {
    const value = state[list];
    if (value !== undefined) lastCatchesAll(value, { ...place, location: `${location}/${list}` });
  }
  if (type === "Wait")
    oneOfThem(state, place, ["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]);
  if (type === "Task")
    checkResource(state.Resource, { ...place, location: `${location}/Resource` }, around.type);
  if (type === "Parallel" && Array.isArray(state.Branches)) {
    for (const [index, branch] of state.Branches.entries()) {
      checkScope(branch, { ...place, location: `${location}/Branches[${index}]` }, around);
    }
  }
  if (type === "Map") {
    oneOfThem(state, place, ["ItemProcessor", "Iterator"]);
    for (const name of ["ItemProcessor", "Iterator"]) {
      const processor = state[name];
      if (processor !== undefined)
        checkScope(processor, { ...place, location: `${location}/${name}` }, around);
    }
  }
}

function oneOfThem(
  state: JsonObject,
  { findings, location }: Place,
  names: readonly string[],
): void {
  const present = names.filter((name) => state[name] !== undefined);
  if (present.length === 1) return;
  findings.schema(`Exactly one of these fields is required: [${names.join(", ")}]`, location);
}

/** A branch of a Parallel, or the processor of a Map. */
function checkScope(scope: JsonValue, place: Place, around: Surroundings): void {
  if (!isJsonObject(scope)) return; // told where the state's fields were looked at
  const isProcessor = !place.location.endsWith("]");
  checkFields(scope, place, {
    required: ["States", "StartAt"],
    fields: {
      Comment: text,
      StartAt: text,
      States: () => {},
      ...(isProcessor ? { ProcessorConfig: processorConfig } : {}),
    },
  });
  checkStates(scope.States, place, around);
}

const processorConfig = (value: JsonValue, place: Place) =>
  checkFields(value, place, {
    fields: { Mode: oneOf("INLINE", "DISTRIBUTED"), ExecutionType: oneOf("STANDARD", "EXPRESS") },
  });

/** The transitions of a document whose fields are sound, those of the scopes within it too. */
function checkScopeTransitions(document: JsonObject, location: string, findings: Findings): void {
  const scope = document as unknown as ScopeDefinition; // its fields have been looked at
  checkTransitions(scope, location, findings);
  for (const [name, state] of Object.entries(scope.States)) {
    const at = `${location}/States/${name}`;
    const inner: [string, unknown][] =
      state.Type === "Parallel"
        ? state.Branches.map((branch, index) => [`${at}/Branches[${index}]`, branch])
        : state.Type === "Map"
          ? [
              [
                `${at}/${state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor"}`,
                state.ItemProcessor ?? state.Iterator,
              ],
            ]
          : [];
    for (const [place, scope] of inner) checkScopeTransitions(scope as JsonObject, place, findings);
  }
}
