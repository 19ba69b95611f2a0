import type { JsonValue } from "../../shared/json.js";
import { stringMatches } from "../string-matches.js";
import { parseTimestamp } from "../timestamp.js";

/** What a choice operator compares with: the type of its literal in a definition. */
export type ArgumentType = "boolean" | "number" | "string" | "timestamp";

/** One of the comparisons that a choice rule can make. */
export interface ChoiceOperator {
  /** The type that a definition must give; the `Path` form takes a path instead. */
  readonly argument: ArgumentType;
  /** Whether the argument is a path, whose value is compared with. */
  readonly isPath: boolean;
  /** Whether it asks for the presence of the variable, and so bears its absence. */
  readonly asksPresence: boolean;
  /** Whether the variable's value and the argument compare as asked. Values of other types never do. */
  matches(value: JsonValue, argument: JsonValue): boolean;
}

type Matches = ChoiceOperator["matches"];

/** All 39 operators of a choice rule. https://states-language.net/spec.html#choice-state */
export const CHOICE_OPERATORS = {
  ...withPath(
    "BooleanEquals",
    "boolean",
    (value, argument) => typeof value === "boolean" && value === argument,
  ),
  ...inFiveOrders("Numeric", "number", asNumber, numberIn),
  ...inFiveOrders("String", "string", asText),
  ...inFiveOrders("Timestamp", "timestamp", asTimestamp),
  StringMatches: literal(
    "string",
    (value, argument) =>
      typeof value === "string" && typeof argument === "string" && stringMatches(value, argument),
  ),
  IsBoolean: typeTest((value) => typeof value === "boolean"),
  IsNull: typeTest((value) => value === null),
  IsNumeric: typeTest((value) => typeof value === "number"),
  IsPresent: { ...typeTest(() => true), asksPresence: true },
  IsString: typeTest((value) => typeof value === "string"),
  IsTimestamp: typeTest((value) => asTimestamp(value) !== undefined),
} satisfies Record<string, ChoiceOperator>;

export type ChoiceOperatorName = keyof typeof CHOICE_OPERATORS;

/** Whether a field of a choice rule is one of the operators. */
export function isChoiceOperator(field: string): field is ChoiceOperatorName {
  return Object.hasOwn(CHOICE_OPERATORS, field);
}

function literal(argument: ArgumentType, matches: Matches): ChoiceOperator {
  return { argument, isPath: false, asksPresence: false, matches };
}

function typeTest(is: (value: JsonValue) => boolean): ChoiceOperator {
  return literal("boolean", (value, expected) => is(value) === expected);
}

function withPath<Name extends string>(
  name: Name,
  argument: ArgumentType,
  matches: Matches,
  pathMatches = matches,
) {
  const pair = {
    [name]: literal(argument, matches),
    [`${name}Path`]: { ...literal(argument, pathMatches), isPath: true },
  };
  // TypeScript widens computed names to string.
  return pair as Record<Name | `${Name}Path`, ChoiceOperator>;
}

/** What a value counts as in a comparison, undefined where it is of another type. */
type As = (value: JsonValue) => number | string | bigint | undefined;

function inFiveOrders<Type extends string>(
  type: Type,
  argument: ArgumentType,
  as: As,
  asFromPath = as,
) {
  const operator = <Order extends string>(order: Order, accepts: (order: number) => boolean) => {
    const matchesWith =
      (asArgument: As): Matches =>
      (value, given) => {
        const [left, right] = [as(value), asArgument(given)];
        if (left === undefined || right === undefined) return false;
        return accepts(left < right ? -1 : Number(left > right));
      };
    return withPath(`${type}${order}` as const, argument, matchesWith(as), matchesWith(asFromPath));
  };
  return {
    ...operator("Equals", (order) => order === 0),
    ...operator("GreaterThan", (order) => order > 0),
    ...operator("GreaterThanEquals", (order) => order >= 0),
    ...operator("LessThan", (order) => order < 0),
    ...operator("LessThanEquals", (order) => order <= 0),
  };
}

function asNumber(value: JsonValue): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** What a path leads to counts as a number whatever it is: the service takes true for 1, lists for 0. */
function numberIn(value: JsonValue): number {
  return typeof value === "object" ? 0 : Number(value) || 0;
}

function asText(value: JsonValue): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function asTimestamp(value: JsonValue): bigint | undefined {
  return typeof value === "string" ? parseTimestamp(value) : undefined;
}
