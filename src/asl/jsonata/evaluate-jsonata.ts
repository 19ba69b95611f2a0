import jsonata from "jsonata";
import type { JsonValue } from "../../shared/json.js";
import { boundedRegExp } from "./bounded-reg-exp.js";
import { guardedFunctions } from "./guarded-functions.js";
import { DEFAULT_JSONATA_LIMITS, type JsonataLimits, jsonataError } from "./limits.js";
import { createMeter, isFunction, type Meter } from "./meter.js";
import { statesFunctions } from "./states-functions.js";
import { rangeEndsIn } from "./syntax-tree.js";

/** What expressions see as `$name`: the variables, and `states`. */
export type JsonataBindings = Readonly<Record<string, JsonValue | undefined>>;

/** How an evaluation went; plain data, so that it may come from another thread. */
export type JsonataOutcome =
  | { readonly kind: "value"; readonly value: JsonValue }
  /** The expression found nothing. */
  | { readonly kind: "nothing" }
  /** The result is, or holds, a function. */
  | { readonly kind: "unsupported" }
  | { readonly kind: "error"; readonly message: string };

/**
 * Evaluates an expression by the official library, with the functions of Step Functions bound and
 * `$eval` unbound, within limits: an endless, a ravenous or a backtracking expression is an error.
 * Never rejects.
 */
export async function evaluateJsonata(
  text: string,
  bindings: JsonataBindings,
  limits: JsonataLimits = DEFAULT_JSONATA_LIMITS,
): Promise<JsonataOutcome> {
  try {
    // One for each evaluation, since the library keeps what belongs to one in the other.
    const expression = jsonata(text, {
      timeout: limits.timeoutMilliseconds,
      stack: limits.depth,
      sequence: limits.items,
      RegexEngine: boundedRegExp(limits.timeoutMilliseconds),
    });
    const meter = createMeter(limits);
    bindFunctions(expression, meter, limits);
    const result: unknown = await expression.evaluate(undefined, bindings);
    if (result === undefined) return { kind: "nothing" };
    meter.mind(result, false);
    const value = toJson(result);
    return value === undefined ? { kind: "unsupported" } : { kind: "value", value };
  } catch (error) {
    return { kind: "error", message: describeError(error) };
  }
}

/** Called by the library with every result, under a symbol that its types do not have. */
const ON_EXIT = Symbol.for("jsonata.__evaluate_exit");
/** Expressions that make text; all others look it up. */
const MAKERS: readonly unknown[] = ["apply", "binary", "function", "partial"];

function bindFunctions(expression: jsonata.Expression, meter: Meter, limits: JsonataLimits): void {
  const functions = { ...guardedFunctions(meter), ...statesFunctions(limits.items) };
  for (const [name, { implementation, signature }] of Object.entries(functions)) {
    // The signature makes sure of the arguments' types.
    expression.registerFunction(name, implementation as () => unknown, signature);
  }
  expression.assign("eval", undefined);
  const rangeEnds = rangeEndsIn(expression.ast());
  // assign takes a symbol as well; its type says string.
  expression.assign(
    ON_EXIT as unknown as string,
    (node: jsonata.ExprNode, _input: unknown, _environment: unknown, result: unknown) => {
      meter.mind(result, MAKERS.includes(node.type));
      if (rangeEnds.has(node)) mindRangeEnd(result);
    },
  );
}

/** Beyond the safe integers, adding one changes nothing: the library would count, and fill its list, forever. */
function mindRangeEnd(end: unknown): void {
  if (typeof end !== "number" || !Number.isInteger(end) || Number.isSafeInteger(end)) return;
  throw jsonataError("D2014", { value: end });
}

/** As deep as JSON that the service reads. */
const MAX_DEPTH = 1_000;

/** A copy in plain JSON; undefined where there is a function in it. */
function toJson(value: unknown, depth = 0): JsonValue | undefined {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw jsonataError("D1001", { message: `Number out of range: ${value}` });
  }
  if (typeof value !== "object" || isFunction(value)) return undefined;
  if (depth >= MAX_DEPTH) {
    throw jsonataError("D3137", {
      message: `Result nesting depth exceeds the maximum allowed (${MAX_DEPTH})`,
    });
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => toJson(item, depth + 1));
    return items.every(isPresent) ? items : undefined;
  }
  const fields: [string, JsonValue][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const plain = toJson(item, depth + 1);
    if (plain === undefined) return undefined;
    fields.push([name, plain]);
  }
  return Object.fromEntries(fields);
}

function isPresent(value: JsonValue | undefined): value is JsonValue {
  return value !== undefined;
}

/** `T2001: The left side of the "+" operator must evaluate to a number` */
function describeError(error: unknown): string {
  if (typeof error !== "object" || error === null) return String(error);
  const message = "message" in error ? String(error.message) : "";
  return "code" in error ? `${error.code}: ${message}` : message;
}
