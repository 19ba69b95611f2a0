import { StatesError } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { TaskResource } from "./task-resource.js";

/** Fields in which each name has a list of values, by integration. */
const LISTS: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
  "apigateway:invoke": ["Headers", "QueryParameters"],
};

/** Throws StatesError for parameters with which an integration does not begin its work. */
export function checkTaskParameters(
  resource: TaskResource | undefined,
  parameters: JsonValue,
): void {
  if (resource?.kind !== "integration") return;
  const fields = LISTS[`${resource.resourceType}:${resource.action}`] ?? [];
  const faults = fields
    .filter((field) => !hasLists(memberOf(parameters, field)))
    .map((field) => `The value of the field '${field}' has an invalid format`);
  if (faults.length === 0) return;
  throw new StatesError(
    "States.Runtime",
    `The Parameters '${JSON.stringify(parameters)}' could not be used to start the Task: [${faults.join(", ")}]`,
  );
}

function memberOf(value: JsonValue, name: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function hasLists(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null) return true;
  return isObject(value) && Object.values(value).every(Array.isArray);
}

function isObject(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
