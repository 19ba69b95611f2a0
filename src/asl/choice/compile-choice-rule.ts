import type { JsonValue } from "../../shared/json.js";
import { ExpressionSyntaxError } from "../expression-syntax-error.js";
import { isJsonArray, isJsonObject, type JsonObject } from "../json-object.js";
import { type CompiledPath, compilePath, type PathScope } from "../json-path/compile-path.js";
import { StatesError } from "../states-error.js";
import { CHOICE_OPERATORS, type ChoiceOperator, isChoiceOperator } from "./operators.js";

/** A choice rule of a JSONPath state, ready to be asked any number of times. */
export interface CompiledChoiceRule {
  /** The paths in it, of variables and of comparisons. */
  readonly paths: readonly CompiledPath[];
  /** Whether the rule matches. @throws StatesError States.Runtime where a path leads nowhere. */
  evaluate(scope: PathScope): boolean;
}

/** Rules nest as deep as JSON that the service reads. */
const MAX_DEPTH = 1_000;

type At = readonly (string | number)[];

/**
 * Compiles a choice rule: a comparison of a Variable, or And, Or and Not of rules. What else the
 * rule holds, such as Next and Comment, is left to others.
 *
 * @throws ExpressionSyntaxError with the fields that lead to the fault in `at`.
 */
export function compileChoiceRule(rule: JsonValue, at: At = []): CompiledChoiceRule {
  if (!isJsonObject(rule)) throw fault("Expected a choice rule to be an object.", at);
  if (at.length > MAX_DEPTH)
    throw fault(`Expected at most ${MAX_DEPTH} levels in a choice rule.`, []);
  const { And, Or, Not } = rule;
  if (And !== undefined)
    return joined(And, [...at, "And"], (rules, scope) => rules.every(matchIn(scope)));
  if (Or !== undefined)
    return joined(Or, [...at, "Or"], (rules, scope) => rules.some(matchIn(scope)));
  if (Not !== undefined) {
    const inner = compileChoiceRule(Not, [...at, "Not"]);
    return { paths: inner.paths, evaluate: (scope) => !inner.evaluate(scope) };
  }
  return comparison(rule, at);
}

function matchIn(scope: PathScope) {
  return (rule: CompiledChoiceRule) => rule.evaluate(scope);
}

function joined(
  rules: JsonValue,
  at: At,
  evaluate: (rules: readonly CompiledChoiceRule[], scope: PathScope) => boolean,
): CompiledChoiceRule {
  if (!isJsonArray(rules) || rules.length === 0) {
    throw fault(`Expected ${at.at(-1)} to be a list of at least one rule.`, at);
  }
  const compiled = rules.map((rule, index) => compileChoiceRule(rule, [...at, index]));
  return {
    paths: compiled.flatMap(({ paths }) => paths),
    evaluate: (scope) => evaluate(compiled, scope),
  };
}

function comparison(rule: JsonObject, at: At): CompiledChoiceRule {
  const names = Object.keys(rule).filter(isChoiceOperator);
  const [name] = names;
  if (name === undefined || names.length > 1) {
    throw fault(`Expected one comparison operator, got ${names.join(" and ") || "none"}.`, at);
  }
  const variable = compileField(rule, "Variable", at);
  const operator: ChoiceOperator = CHOICE_OPERATORS[name];
  if (operator.isPath) {
    const path = compileField(rule, name, at);
    return {
      paths: [variable, path],
      evaluate: (scope) => operator.matches(valueAt(variable, scope), valueAt(path, scope)),
    };
  }
  const argument = rule[name] ?? null;
  return {
    paths: [variable],
    evaluate(scope) {
      if (operator.asksPresence) return variable.find(scope).found === argument;
      return operator.matches(valueAt(variable, scope), argument);
    },
  };
}

function compileField(rule: JsonObject, field: string, at: At): CompiledPath {
  const text = rule[field];
  if (typeof text !== "string") throw fault(`Expected ${field} to be a path.`, [...at, field]);
  try {
    return compilePath(text);
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    throw new ExpressionSyntaxError(error.message, error.expression, error.position, [
      ...at,
      field,
    ]);
  }
}

function valueAt(path: CompiledPath, scope: PathScope): JsonValue {
  const result = path.find(scope);
  if (result.found) return result.value;
  throw new StatesError(
    "States.Runtime",
    `Invalid path '${path.text}': The choice state's condition path references an invalid value.`,
  );
}

function fault(message: string, at: At): ExpressionSyntaxError {
  return new ExpressionSyntaxError(message, "", 0, at);
}
