import {
  CHOICE_OPERATORS,
  type ChoiceComparison,
  type ChoiceOperatorName,
  parseTimestamp,
} from "../asl/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";

/** What an operator compares with: a value of its type; a path where its name says so. */
export type ArgumentOf<Name extends ChoiceOperatorName> = Name extends `${string}Path`
  ? string
  : Name extends `Numeric${string}`
    ? number
    : Name extends `Timestamp${string}`
      ? Date | string
      : Name extends `String${string}`
        ? string
        : boolean;

/** Makes the rule that compares what is at a path. Tests of types and presence ask for true, unless told. */
export type RuleOf<Name extends ChoiceOperatorName> = Name extends `Is${string}`
  ? (variable: string, expected?: boolean) => ChoiceComparison
  : (variable: string, argument: ArgumentOf<Name>) => ChoiceComparison;

type RuleFunctions = {
  readonly [Name in ChoiceOperatorName as Uncapitalize<Name>]: RuleOf<Name>;
};

/** A function for each operator of the States Language, named as it is but for the small first letter. */
export const choiceRules = Object.fromEntries(
  Object.keys(CHOICE_OPERATORS).map((name) => [
    name.charAt(0).toLowerCase() + name.slice(1),
    ruleFunction(name as ChoiceOperatorName),
  ]),
) as RuleFunctions; // made of the same table as the type

export const {
  booleanEquals,
  booleanEqualsPath,
  isBoolean,
  isNull,
  isNumeric,
  isPresent,
  isString,
  isTimestamp,
  numericEquals,
  numericEqualsPath,
  numericGreaterThan,
  numericGreaterThanEquals,
  numericGreaterThanEqualsPath,
  numericGreaterThanPath,
  numericLessThan,
  numericLessThanEquals,
  numericLessThanEqualsPath,
  numericLessThanPath,
  stringEquals,
  stringEqualsPath,
  stringGreaterThan,
  stringGreaterThanEquals,
  stringGreaterThanEqualsPath,
  stringGreaterThanPath,
  stringLessThan,
  stringLessThanEquals,
  stringLessThanEqualsPath,
  stringLessThanPath,
  stringMatches,
  timestampEquals,
  timestampEqualsPath,
  timestampGreaterThan,
  timestampGreaterThanEquals,
  timestampGreaterThanEqualsPath,
  timestampGreaterThanPath,
  timestampLessThan,
  timestampLessThanEquals,
  timestampLessThanEqualsPath,
  timestampLessThanPath,
} = choiceRules;

/** Matches when all rules do. @throws InvalidArgumentError without a rule. */
export function and(...rules: readonly ChoiceComparison[]): ChoiceComparison {
  return { And: inner("and", rules) };
}

/** Matches when one of the rules does. @throws InvalidArgumentError without a rule. */
export function or(...rules: readonly ChoiceComparison[]): ChoiceComparison {
  return { Or: inner("or", rules) };
}

/** Matches when the rule does not. */
export function not(rule: ChoiceComparison): ChoiceComparison {
  const [checked = rule] = inner("not", [rule]);
  return { Not: checked };
}

function inner(name: string, rules: readonly ChoiceComparison[]): readonly ChoiceComparison[] {
  if (rules.length === 0) {
    throw new InvalidArgumentError(`Expected at least one rule in ${name}(), got none.`);
  }
  for (const rule of rules) {
    if (typeof rule !== "object" || rule === null || "Next" in rule) {
      throw new InvalidArgumentError(
        `Expected the rules within ${name}() to be comparisons that lead nowhere by themselves, got ${typeof rule === "object" && rule !== null ? "one with a Next" : describe(rule)}.`,
      );
    }
  }
  return rules;
}

function ruleFunction(name: ChoiceOperatorName) {
  const { argument: type, isPath } = CHOICE_OPERATORS[name];
  const expected = isPath ? "path" : type;
  return (variable: unknown, given: unknown = name.startsWith("Is") ? true : undefined) => {
    if (typeof variable !== "string" || !variable.startsWith("$")) {
      throw new InvalidArgumentError(
        `Expected the variable of ${name} to be a path that begins with "$", got ${describe(variable)}.`,
      );
    }
    if (!ARGUMENT[expected](given)) {
      throw new InvalidArgumentError(
        `Expected ${name} of ${variable} to compare with ${EXPECTED[expected]}, got ${describe(given)}.`,
      );
    }
    return { Variable: variable, [name]: given instanceof Date ? given.toISOString() : given };
  };
}

const ARGUMENT = {
  boolean: (value: unknown) => typeof value === "boolean",
  number: Number.isFinite,
  string: (value: unknown) => typeof value === "string",
  timestamp: (value: unknown) =>
    value instanceof Date ? !Number.isNaN(value.getTime()) : isTimestampText(value),
  path: (value: unknown) => typeof value === "string" && value.startsWith("$"),
};

const EXPECTED = {
  boolean: "true or false",
  number: "a finite number",
  string: "a text",
  timestamp: "a Date, or a text such as 2026-03-14T01:59:00Z",
  path: 'a path that begins with "$"',
};

function isTimestampText(value: unknown): boolean {
  return typeof value === "string" && parseTimestamp(value) !== undefined;
}
