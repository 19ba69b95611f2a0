import type { JsonValue } from "../../shared/json.js";
import { isJsonArray, isJsonObject } from "../json-object.js";
import { notFound } from "./path-not-found.js";
import type { PathFunctionName } from "./syntax.js";

type PathFunction = (value: JsonValue, args: readonly JsonValue[]) => JsonValue;

/** The functions that may end a path, each from what the path found and the arguments. */
export const PATH_FUNCTION_TABLE = {
  length: sizeOf,
  size: sizeOf,
  keys: (value) => (isJsonObject(value) ? Object.keys(value) : null),
  first: (value) => itemAt(value, 0),
  last: (value) => itemAt(value, -1),
  index: (value, [at]) => itemAt(value, typeof at === "number" ? at : 0),
  append: (value, args) => (isJsonArray(value) ? [...value, ...args] : value),
  concat: (value, args) => [...(isJsonArray(value) ? value : []), ...args].filter(isText).join(""),
  sum: (value, args) => numbersIn(value, args).reduce((sum, number) => sum + number, 0),
  // Not Math.min(...numbers): a list may be longer than an argument list.
  min: (value, args) => numbersIn(value, args).reduce((least, number) => Math.min(least, number)),
  max: (value, args) => numbersIn(value, args).reduce((most, number) => Math.max(most, number)),
  avg: (value, args) => averageOf(numbersIn(value, args)),
  stddev: (value, args) => {
    const numbers = numbersIn(value, args);
    const average = averageOf(numbers);
    return Math.sqrt(averageOf(numbers.map((number) => (number - average) ** 2)));
  },
} satisfies Record<PathFunctionName, PathFunction>;

function sizeOf(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : null;
}

function itemAt(value: JsonValue, index: number): JsonValue {
  return (isJsonArray(value) ? value.at(index) : undefined) ?? null;
}

function numbersIn(value: JsonValue, args: readonly JsonValue[]): number[] {
  const numbers = [...(isJsonArray(value) ? value : []), ...args.flat()].filter(
    (item) => typeof item === "number",
  );
  if (numbers.length === 0) throw notFound.nothingToAggregate();
  return numbers;
}

function averageOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function isText(value: JsonValue): value is string {
  return typeof value === "string";
}
