/**
 * The root of every error of this library. `name` is what Lambda reports as `errorType` and a state
 * machine's Retry and Catch match, so each class sets its own literal: bundlers rename classes.
 */
export class SfnTaskToolsError extends Error {
  override readonly name: string = "SfnTaskToolsError";
}

/** An argument, option or event is wrong, before anything was sent. Permanent: the same call fails again. */
export class InvalidArgumentError extends SfnTaskToolsError {
  override readonly name = "InvalidArgumentError";
}

/** A value as an error message shows it: `"3a" (string)`, `-1 (number)`, `undefined`, `an array`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") {
    return `${JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)} (string)`;
  }
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object" || typeof value === "function") return `a ${kindOf(value)}`;
  return `${String(value)} (${typeof value})`;
}

/** The built-in kind of an object: `Object`, `Map`, `Promise`, `Function`, … */
export function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
