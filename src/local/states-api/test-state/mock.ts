import type { JsonValue } from "../../../shared/json.js";
import { parseTaskResource, parseText, type StateMock } from "../../engine/index.js";
import type { WireInput } from "../../protocol/aws-json.js";
import { refuse } from "../exceptions.js";
import { flag, number, structure, text, word } from "../members.js";
import { MOCK_SHAPES } from "./mock-shapes.js";
import { checkShape } from "./shape.js";
import type { Fields, TestedState } from "./tested-state.js";

const MODES = ["STRICT", "PRESENT", "NONE"] as const;
const MOCKED: readonly unknown[] = ["Task", "Map", "Parallel"];

/** The mock in a request, which the state must be able to give. Throws ValidationException. */
export function readMock(input: WireInput, { definition }: TestedState): StateMock | undefined {
  const mock = structure(input, "mock");
  if (mock === undefined) return undefined;
  const result = text(mock, "result", { max: 262_144 });
  const errorOutput = structure(mock, "errorOutput");
  const mode = word(mock, "fieldValidationMode", MODES) ?? "STRICT";
  if ((result === undefined) === (errorOutput === undefined)) {
    throw refuse.validation(
      "A test mock should have only one of the following fields: [result, errorOutput].",
    );
  }
  if (flag(input, "revealSecrets") === true) {
    throw refuse.validation("TestState does not support RevealSecrets when a mock is specified.");
  }
  if (!MOCKED.includes(definition.Type)) {
    throw refuse.validation(
      `State type '${String(definition.Type)}' is not supported when a mock is specified`,
    );
  }
  if (errorOutput !== undefined) return { failure: readFailure(errorOutput) };
  const value = readJson(result ?? "");
  checkResult(value, definition, mode);
  const settings = structure(input, "stateConfiguration") ?? {};
  return { result: value, failedIterations: failedIterationsOf(settings) };
}

function failedIterationsOf(settings: WireInput): number {
  const bounds = { min: 0, max: Number.MAX_SAFE_INTEGER };
  return number(settings, "mapIterationFailureCount", bounds) ?? 0;
}

function readFailure(errorOutput: WireInput) {
  const error = text(errorOutput, "error", { max: 256 });
  const cause = text(errorOutput, "cause", { max: 32_768 });
  if (error === undefined) {
    throw refuse.validation("A mocked errorOutput must have the field 'error'");
  }
  return { error, ...(cause === undefined ? {} : { cause }) };
}

function readJson(result: string): JsonValue {
  try {
    return parseText(result);
  } catch {
    throw refuse.validation("Mocked result must be valid JSON");
  }
}

function checkResult(
  result: JsonValue,
  { Type, ResultWriter, Branches, Resource }: Fields,
  mode: (typeof MODES)[number],
): void {
  if (Type === "Map" && ResultWriter !== undefined) {
    if (typeof result === "object" && result !== null && !Array.isArray(result)) return;
    throw refuse.validation("Mocked result must be a JSON object.");
  }
  if (Type === "Map" || Type === "Parallel") {
    if (!Array.isArray(result)) throw refuse.validation("Mocked result must be an array.");
    if (Type === "Map" || result.length === (Branches as readonly JsonValue[]).length) return; // validated
    throw refuse.validation(
      "Mocked result must contain the same number of items as number of Parallel branches.",
    );
  }
  const resource = parseTaskResource(String(Resource));
  if (mode === "NONE" || resource?.kind !== "integration") return;
  // A callback may bring anything; what the service answers is not what the task gives.
  if (resource.pattern === "waitForTaskToken") return;
  const shape = MOCK_SHAPES[`${resource.resourceType}:${resource.resource}`];
  if (shape === undefined) return;
  const fault = checkShape(result, shape, mode === "STRICT");
  if (fault !== undefined) {
    throw refuse.validation(`Mock result schema validation error: ${fault}`);
  }
}
