import type { JsonValue } from "../../../shared/json.js";

/**
 * The JSON text of values that came as text, or that were written once. Step Functions passes text
 * on as it came while a value stays whole, spaces included, and so do the histories here.
 */
const texts = new WeakMap<object, string>();

/** The value of a JSON text, which `textOf` gives back as it was. Throws SyntaxError. */
export function parseText(text: string): JsonValue {
  const value: JsonValue = JSON.parse(text);
  return withText(value, text);
}

/** The JSON text of a value. */
export function textOf(value: JsonValue): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

/** The JSON text of a value, where it is there already. */
export function knownTextOf(value: JsonValue): string | undefined {
  return typeof value === "object" && value !== null ? texts.get(value) : undefined;
}

/** An array whose members keep their text. */
export function arrayOf(values: readonly JsonValue[]): JsonValue {
  return withText(values, `[${values.map(textOf).join(",")}]`);
}

/** Bytes of the JSON text, which is what limits of size are about. */
export function sizeOf(value: JsonValue): number {
  return Buffer.byteLength(textOf(value));
}

/** Whether the JSON text of a value has more bytes than a limit; counts them only where it is close. */
export function isLarger(value: JsonValue, limit: number): boolean {
  const { length } = textOf(value);
  // A character is one byte at least, and three at most.
  return length > limit || (3 * length > limit && sizeOf(value) > limit);
}

function withText(value: JsonValue, text: string): JsonValue {
  if (typeof value === "object" && value !== null) texts.set(value, text);
  return value;
}
