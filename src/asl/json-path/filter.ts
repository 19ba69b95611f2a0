import type { JsonValue } from "../../shared/json.js";
import { deepEqual } from "../deep-equal.js";
import { isJsonArray } from "../json-object.js";
import type { ComparisonOperator, Condition, FilterPath, Operand } from "./syntax.js";

/** What a path in a filter leads to: undefined where the element has no such place. */
export type FilterScope = (path: FilterPath) => JsonValue | undefined;

/** Whether an element satisfies a filter's condition. */
export function holds(condition: Condition, valueAt: FilterScope): boolean {
  switch (condition.kind) {
    case "all":
      return condition.conditions.every((each) => holds(each, valueAt));
    case "any":
      return condition.conditions.some((each) => holds(each, valueAt));
    case "not":
      return !holds(condition.condition, valueAt);
    case "exists":
      return valueAt(condition.path) !== undefined;
    case "compare":
      return COMPARE[condition.operator](
        operandValue(condition.left, valueAt),
        operandValue(condition.right, valueAt),
      );
  }
}

/** The value of an operand: a literal is its own. */
export function operandValue(operand: Operand, valueAt: FilterScope): JsonValue | undefined {
  return operand.kind === "literal" ? operand.value : valueAt(operand.path);
}

type Side = JsonValue | undefined;
type Compare = (left: Side, right: Side) => boolean;

const COMPARE = {
  "==": isEqual,
  "!=": (left, right) => !isEqual(left, right),
  "===": isSame,
  "!==": (left, right) => !isSame(left, right),
  "<": (left, right) => inOrder(left, right, (order) => order < 0),
  "<=": (left, right) => inOrder(left, right, (order) => order <= 0),
  ">": (left, right) => inOrder(left, right, (order) => order > 0),
  ">=": (left, right) => inOrder(left, right, (order) => order >= 0),
  in: (left, right) => isIn(left, right),
  nin: (left, right) => !isIn(left, right),
  contains: (left, right) =>
    typeof left === "string" && typeof right === "string"
      ? left.includes(right)
      : isIn(right, left),
  all: (left, right) => isJsonArray(right) && right.every((item) => isIn(item, left)),
  subsetof: (left, right) => isJsonArray(left) && left.every((item) => isIn(item, right)),
  anyof: (left, right) => isJsonArray(left) && left.some((item) => isIn(item, right)),
  noneof: (left, right) => isJsonArray(left) && !left.some((item) => isIn(item, right)),
  size: (left, right) => sizeOf(left) !== undefined && sizeOf(left) === right,
  empty: (left, right) => sizeOf(left) !== undefined && (sizeOf(left) === 0) === right,
} satisfies Record<ComparisonOperator, Compare>;

/** Equality as Jayway has it: a number and a string that holds the same number are equal. */
function isEqual(left: Side, right: Side): boolean {
  if (left === undefined || right === undefined) return false;
  if (typeof left === "number" && typeof right === "string") return left === numberIn(right);
  if (typeof left === "string" && typeof right === "number") return left === String(right);
  return deepEqual(left, right);
}

function numberIn(text: string): number | undefined {
  return text.trim() === "" ? undefined : Number(text);
}

function isSame(left: Side, right: Side): boolean {
  return left !== undefined && right !== undefined && deepEqual(left, right);
}

function inOrder(left: Side, right: Side, accepts: (order: number) => boolean): boolean {
  if (typeof left === "number" && typeof right === "number") return accepts(left - right);
  if (typeof left === "string" && typeof right === "string") {
    return accepts(left < right ? -1 : Number(left > right));
  }
  return false;
}

function isIn(item: Side, list: Side): boolean {
  return isJsonArray(list) && list.some((other) => isEqual(item, other));
}

function sizeOf(value: Side): number | undefined {
  return typeof value === "string" || isJsonArray(value) ? value.length : undefined;
}
