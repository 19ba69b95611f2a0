import type { JsonValue } from "../../shared/json.js";
import { ExpressionSyntaxError } from "../expression-syntax-error.js";
import { isJsonArray, isJsonObject } from "../json-object.js";
import { StatesError } from "../states-error.js";
import { type CompiledJsonata, compileJsonata, isJsonataText } from "./compile-jsonata.js";
import type { JsonataBindings, JsonataOutcome } from "./evaluate-jsonata.js";

/** JSON with expressions in it: Arguments, Output, Assign and others of a JSONata state. */
export interface CompiledJsonataTemplate {
  /** The expressions in it, and the field of each: `Output/total`. */
  readonly expressions: readonly LocatedExpression[];
  /**
   * The template with each expression replaced by its value.
   *
   * @throws StatesError States.QueryEvaluationError with the field at fault in `location`.
   */
  evaluate(bindings: JsonataBindings): Promise<JsonValue>;
}

export interface LocatedExpression {
  readonly expression: CompiledJsonata;
  readonly location: string;
}

/** Templates nest as deep as JSON that the service reads. */
const MAX_DEPTH = 1_000;

type At = readonly (string | number)[];

/**
 * Compiles a template. A string that is an expression from its first to its last character is
 * evaluated; all else is taken as it is, at any depth.
 *
 * @param field the name of the field in causes: `Output`.
 * @throws ExpressionSyntaxError with the fields that lead to the fault in `at`.
 */
export function compileJsonataTemplate(
  template: JsonValue,
  field: string,
): CompiledJsonataTemplate {
  return compileValue(template, field, []);
}

function compileValue(value: JsonValue, location: string, at: At): CompiledJsonataTemplate {
  if (at.length > MAX_DEPTH) {
    throw new ExpressionSyntaxError(`Expected at most ${MAX_DEPTH} levels in a template.`, "", 0);
  }
  if (typeof value === "string") return compileText(value, location, at);
  if (isJsonArray(value)) {
    const items = value.map((item, index) =>
      compileValue(item, `${location}[${index}]`, [...at, index]),
    );
    return ofParts(items, (bindings) => inTurn(items, bindings));
  }
  if (isJsonObject(value)) {
    const names = Object.keys(value);
    const fields = Object.entries(value).map(([name, item]) =>
      compileValue(item, `${location}/${name}`, [...at, name]),
    );
    return ofParts(fields, async (bindings) => {
      const values = await inTurn(fields, bindings);
      return Object.fromEntries(names.map((name, index) => [name, values[index] ?? null]));
    });
  }
  return { expressions: [], evaluate: async () => value };
}

function ofParts(
  parts: readonly CompiledJsonataTemplate[],
  evaluate: (bindings: JsonataBindings) => Promise<JsonValue>,
): CompiledJsonataTemplate {
  return { expressions: parts.flatMap(({ expressions }) => expressions), evaluate };
}

/** One after the other, so that the first fault is the one that is told. */
async function inTurn(
  parts: readonly CompiledJsonataTemplate[],
  bindings: JsonataBindings,
): Promise<JsonValue[]> {
  const values: JsonValue[] = [];
  for (const part of parts) values.push(await part.evaluate(bindings));
  return values;
}

function compileText(text: string, location: string, at: At): CompiledJsonataTemplate {
  if (!isJsonataText(text)) return { expressions: [], evaluate: async () => text };
  const expression = compileAt(text, at);
  return {
    expressions: [{ expression, location }],
    evaluate: async (bindings) =>
      outcomeValue(expression.text, location, await expression.evaluate(bindings)),
  };
}

function compileAt(text: string, at: At): CompiledJsonata {
  try {
    return compileJsonata(text);
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    throw new ExpressionSyntaxError(error.message, error.expression, error.position, at);
  }
}

/** The value of an evaluation. @throws StatesError States.QueryEvaluationError in the service's words. */
export function outcomeValue(text: string, location: string, outcome: JsonataOutcome): JsonValue {
  switch (outcome.kind) {
    case "value":
      return outcome.value;
    case "nothing":
      throw queryError(text, location, "returned nothing (undefined).");
    case "unsupported":
      throw queryError(text, location, "returned an unsupported result type.");
    case "error":
      throw queryError(text, location, `threw an error during evaluation. ${outcome.message}`);
  }
}

/** The types of JSON, as causes name them. */
export type JsonType = "array" | "boolean" | "null" | "number" | "object" | "string";

/** Minds the type of an expression's value. @throws StatesError States.QueryEvaluationError */
export function expectJsonType(
  { expression, location }: LocatedExpression,
  value: JsonValue,
  expected: JsonType,
): void {
  const found = jsonTypeOf(value);
  if (found === expected) return;
  throw queryError(
    expression.text,
    location,
    `returned an unexpected result type. Expected '${expected}', but was '${found}' for value: ${JSON.stringify(value)}`,
  );
}

function jsonTypeOf(value: JsonValue): JsonType {
  if (value === null) return "null";
  if (isJsonArray(value)) return "array";
  const type = typeof value;
  return type === "string" || type === "number" || type === "boolean" ? type : "object";
}

function queryError(text: string, location: string, fault: string): StatesError {
  return new StatesError(
    "States.QueryEvaluationError",
    `The JSONata expression '${text}' specified for the field '${location}' ${fault}`,
    location,
  );
}
