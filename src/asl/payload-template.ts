import type { JsonValue } from "../shared/json.js";
import { ExpressionSyntaxError } from "./expression-syntax-error.js";
import { compileIntrinsic, isIntrinsic } from "./intrinsics/compile-intrinsic.js";
import { isJsonArray, isJsonObject } from "./json-object.js";
import { type CompiledPath, compilePath, type PathScope } from "./json-path/compile-path.js";
import { StatesError } from "./states-error.js";

/** A payload template: Parameters, ResultSelector, ItemSelector and Assign of a JSONPath state. */
export interface CompiledTemplate {
  /** The paths in it, those in intrinsic functions included. */
  readonly paths: readonly CompiledPath[];
  /** The template with each field that ends in `.$` replaced. @throws StatesError States.Runtime */
  evaluate(scope: PathScope): JsonValue;
}

/** Templates nest as deep as JSON that the service reads. */
const MAX_DEPTH = 1_000;

/**
 * Compiles a template. A field whose name ends in `.$` has a path or an intrinsic function for a
 * value, and loses the ending; all else is taken as it is, at any depth.
 *
 * @throws ExpressionSyntaxError with the fields that lead to the fault in `at`.
 */
export function compileTemplate(template: JsonValue): CompiledTemplate {
  const { paths, evaluate } = compileValue(template, []);
  const readsInput = paths.some(({ root }) => root.kind === "input");
  return {
    paths,
    evaluate(scope) {
      if (readsInput && scope.input === null) throw nothingToRead();
      return evaluate(scope);
    },
  };
}

/**
 * Compiles what a `.$` field, or a field such as ErrorPath, may hold: a path or an intrinsic function.
 *
 * @throws ExpressionSyntaxError
 */
export function compilePathOrIntrinsic(text: string): CompiledTemplate {
  if (isIntrinsic(text)) return compileIntrinsic(text);
  const path = compilePath(text);
  return { paths: [path], evaluate: path.evaluate };
}

type At = readonly (string | number)[];

function compileValue(value: JsonValue, at: At): CompiledTemplate {
  if (at.length > MAX_DEPTH) {
    throw new ExpressionSyntaxError(`Expected at most ${MAX_DEPTH} levels in a template.`, "", 0);
  }
  if (isJsonArray(value)) {
    const items = value.map((item, index) => compileValue(item, [...at, index]));
    return ofParts(items, (scope) => items.map((item) => item.evaluate(scope)));
  }
  if (isJsonObject(value)) {
    const fields = Object.entries(value).map(([name, item]) =>
      compileField(name, item, [...at, name]),
    );
    return ofParts(
      fields.map(([, field]) => field),
      (scope) => Object.fromEntries(fields.map(([name, field]) => [name, field.evaluate(scope)])),
    );
  }
  return { paths: [], evaluate: () => value };
}

function ofParts(
  parts: readonly CompiledTemplate[],
  evaluate: (scope: PathScope) => JsonValue,
): CompiledTemplate {
  return { paths: parts.flatMap(({ paths }) => paths), evaluate };
}

function compileField(name: string, value: JsonValue, at: At): [string, CompiledTemplate] {
  if (!name.endsWith(".$")) return [name, compileValue(value, at)];
  if (typeof value !== "string") {
    throw new ExpressionSyntaxError(
      `Expected the field "${name}" to be a path or an intrinsic function, got ${JSON.stringify(value)?.slice(0, 80)}.`,
      "",
      0,
      at,
    );
  }
  return [name.slice(0, -2), compileExpression(name, value, at)];
}

function compileExpression(name: string, text: string, at: At): CompiledTemplate {
  try {
    if (isIntrinsic(text)) return compileIntrinsic(text);
    const path = compilePath(text);
    return { paths: [path], evaluate: (scope) => pathValue(path, name, scope) };
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    throw new ExpressionSyntaxError(error.message, error.expression, error.position, at);
  }
}

function nothingToRead(): StatesError {
  return new StatesError(
    "States.Runtime",
    "Unable to apply Path transformation to null or empty input.",
  );
}

function pathValue(path: CompiledPath, field: string, scope: PathScope): JsonValue {
  const result = path.find(scope);
  if (result.found) return result.value;
  throw new StatesError(
    "States.Runtime",
    `The JSONPath '${path.text}' specified for the field '${field}' could not be found in the input '${scope.inputText ?? JSON.stringify(scope.input)}'`,
  );
}
