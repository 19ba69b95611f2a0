import type { JsonValue } from "../../shared/json.js";
import { javaDistinct } from "../java-distinct.js";
import { javaText } from "../java-text.js";
import { isJsonArray } from "../json-object.js";
import type { IntrinsicFunction } from "./function.js";

/** What a range may hold at most. */
const MAX_RANGE = 1_000;

/** The functions of arrays. Numbers lose their fraction. */
export const ARRAY_FUNCTIONS = {
  "States.Array": (items) => items,
  // As text, which is how the service compares: true is in ["true"].
  "States.ArrayContains": ([list, item = null]) =>
    isJsonArray(list) ? list.some((other) => javaText(other) === javaText(item)) : undefined,
  "States.ArrayGetItem": ([list, index]) => {
    if (!isJsonArray(list) || typeof index !== "number") return undefined;
    if (list.length === 0) return null;
    return index < 0 ? undefined : list[Math.trunc(index)];
  },
  "States.ArrayLength": ([list]) => (isJsonArray(list) ? list.length : undefined),
  "States.ArrayPartition": ([list, size]) =>
    isJsonArray(list) && typeof size === "number" && size >= 1
      ? partition(list, Math.trunc(size))
      : undefined,
  "States.ArrayRange": ([first, last, step]) =>
    typeof first === "number" && typeof last === "number" && typeof step === "number"
      ? arrayRange(first, last, step, MAX_RANGE)
      : undefined,
  "States.ArrayUnique": ([list]) => (isJsonArray(list) ? javaDistinct(list) : undefined),
} satisfies Record<string, IntrinsicFunction>;

/** A list in pieces of a size, the last one shorter where it does not divide. */
export function partition<Item>(list: readonly Item[], size: number): Item[][] {
  const pieces: Item[][] = [];
  for (let at = 0; at < list.length; at += size) pieces.push(list.slice(at, at + size));
  return pieces;
}

/** The integers from the first to the last, both included: undefined for a step of 0 or too many. */
export function arrayRange(
  first: number,
  last: number,
  step: number,
  max: number,
): JsonValue[] | undefined {
  const [from, to, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
  if (by === 0) return undefined;
  const count = Math.max(0, Math.floor((to - from) / by) + 1);
  return count > max ? undefined : Array.from({ length: count }, (_, at) => from + at * by);
}
