import type { WireInput } from "../protocol/aws-json.js";
import { refuse } from "./exceptions.js";

/** Bounds of a text, in characters. */
export interface TextBounds {
  readonly min?: number;
  readonly max?: number;
}

/** A member that is text, or absent. Throws ValidationException in the service's words. */
export function text(
  input: WireInput,
  member: string,
  { min = 0, max = Number.POSITIVE_INFINITY }: TextBounds = {},
): string | undefined {
  const value = input[member];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw wrongType(member, "a string");
  if (value.length < min) throw refuse.constraint(value, member, atLeast("length", min));
  if (value.length > max) throw refuse.constraint(value, member, atMost("length", max));
  return value;
}

/** A member that is text. */
export function requiredText(input: WireInput, member: string, bounds?: TextBounds): string {
  const value = text(input, member, bounds);
  if (value === undefined) throw refuse.constraint(undefined, member, "Member must not be null");
  return value;
}

/** A member that is one of some words, or absent. */
export function word<Word extends string>(
  input: WireInput,
  member: string,
  words: readonly Word[],
): Word | undefined {
  const value = text(input, member);
  if (value === undefined) return undefined;
  const found = words.find((known) => known === value);
  if (found !== undefined) return found;
  const set = `Member must satisfy enum value set: [${words.join(", ")}]`;
  throw refuse.constraint(value, member, set);
}

/** A member that is a whole number within bounds, or absent. */
export function number(input: WireInput, member: string, bounds: Bounds): number | undefined {
  const value = input[member];
  if (value === undefined) return undefined;
  if (!Number.isInteger(value)) throw wrongType(member, "an integer");
  return within(Number(value), member, bounds);
}

/** A member that is any number within bounds, or absent. */
export function decimal(input: WireInput, member: string, bounds: Bounds): number | undefined {
  const value = input[member];
  if (value === undefined) return undefined;
  if (typeof value !== "number") throw wrongType(member, "a number");
  return within(value, member, bounds);
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function within(value: number, member: string, { min, max }: Bounds): number {
  if (value < min) throw refuse.constraint(value, member, atLeast("value", min));
  if (value > max) throw refuse.constraint(value, member, atMost("value", max));
  return value;
}

/** A member that is true or false, or absent. */
export function flag(input: WireInput, member: string): boolean | undefined {
  const value = input[member];
  if (value === undefined || typeof value === "boolean") return value;
  throw wrongType(member, "a boolean");
}

/** A member that is an object, or absent. */
export function structure(input: WireInput, member: string): WireInput | undefined {
  const value = input[member];
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as WireInput; // just looked at
  }
  throw wrongType(member, "a structure");
}

/** A member that is a list, or absent. */
export function list(input: WireInput, member: string): readonly unknown[] | undefined {
  const value = input[member];
  if (value === undefined || Array.isArray(value)) return value;
  throw wrongType(member, "a list");
}

function atLeast(what: "length" | "value", bound: number): string {
  return `Member must have ${what} greater than or equal to ${bound}`;
}

function atMost(what: "length" | "value", bound: number): string {
  return `Member must have ${what} less than or equal to ${bound}`;
}

function wrongType(member: string, expected: string) {
  return refuse.serialization(`Expected the member '${member}' to be ${expected}`);
}
