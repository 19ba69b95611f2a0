import type { JsonValue } from "../../../shared/json.js";
import { parseTaskResource } from "../../engine/index.js";
import type { WireInput } from "../../protocol/aws-json.js";
import { refuse } from "../exceptions.js";
import { text } from "../members.js";
import type { TestedState } from "./tested-state.js";

const FIELDS = {
  Execution: {
    Id: "string",
    Input: "any",
    Name: "string",
    RoleArn: "string",
    StartTime: "string",
    RedriveCount: "number",
    RedriveTime: "string",
  },
  State: { EnteredTime: "string", Name: "string", RetryCount: "number" },
  StateMachine: { Id: "string", Name: "string" },
  Task: { Token: "string" },
} as const;

/** The context object that a request gives, which a state of its kind could have. Throws ValidationException. */
export function readContext(input: WireInput, state: TestedState): JsonValue | undefined {
  const given = text(input, "context", { max: 262_144 });
  if (given === undefined) return undefined;
  if (input.mock === undefined) {
    throw refuse.validation("A Context object may only be specified when a mock is specified");
  }
  const context = objectIn(given);
  if (context === undefined) throw invalid("it must be a JSON object");
  for (const [name, value] of Object.entries(context)) checkField(name, value);
  if (context.Task !== undefined && !waits(state)) {
    throw invalid(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  return context;
}

function checkField(name: string, value: JsonValue): void {
  if (name === "Map") throw invalid("'Map' field is not supported when mocking a Context object");
  if (!Object.hasOwn(FIELDS, name)) throw invalid(`Field '${name}' is not allowed`);
  const types: Readonly<Record<string, string>> = FIELDS[name as keyof typeof FIELDS]; // just looked at
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(`${name} must be an object`);
  }
  for (const [inner, member] of Object.entries(value)) {
    const type = Object.hasOwn(types, inner) ? types[inner] : undefined;
    if (type === undefined) throw invalid(`Field '${inner}' is not allowed`);
    if (type !== "any" && typeof member !== type) {
      throw invalid(`${name}.${inner} must be a ${type}`);
    }
  }
}

function waits({ definition: { Type, Resource } }: TestedState): boolean {
  if (Type !== "Task") return false;
  const resource = parseTaskResource(String(Resource));
  return resource?.kind === "integration" && resource.pattern !== "request";
}

function objectIn(text: string): Readonly<Record<string, JsonValue>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, JsonValue>>) : undefined; // from JSON
  } catch {
    return undefined;
  }
}

function invalid(fault: string) {
  return refuse.validation(`Invalid Context object provided: ${fault}`);
}
