import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { checkName } from "./keys.js";
import type { ItemPointer, ListPointer, Location, MapIterationEvent, Schema } from "./pointer.js";

/** What marks a key. A symbol never comes with an event; with `for`, two copies of this library know each other's. */
const STATE_KEY = Symbol.for("sfn-task-tools.stateKey");
/** Under which a pointer has the key that checks its data. */
const CHECKED_BY = Symbol.for("sfn-task-tools.checkedBy");

/**
 * The name of state data, and the type of what stands under it: of the item, or of each item of a
 * list. `Given` is what may be put where the schema makes something else of it (a default, a trim).
 */
export interface StateKey<T = unknown, Given = T> {
  readonly key: string;
  /** Checks each item when it is put and when it is got; undefined checks nothing. */
  readonly schema: StandardSchemaV1<Given, T> | undefined;
  readonly [STATE_KEY]: true;
}

/**
 * Names state data once, for those who put it and those who get it: `stateKey<Character>("cast")`
 * for the compiler alone, or `stateKey("cast", schema)` with a schema of zod, valibot, arktype or
 * any other library of https://standardschema.dev, to check the data as well.
 *
 * @throws InvalidArgumentError
 */
export function stateKey<T = unknown>(key: string): StateKey<T>;
export function stateKey<S extends StandardSchemaV1>(
  key: string,
  schema: S,
): StateKey<StandardSchemaV1.InferOutput<S>, StandardSchemaV1.InferInput<S>>;
export function stateKey(key: string, schema?: Schema): StateKey {
  checkName("key", key);
  if (schema !== undefined && !isSchema(schema)) {
    throw new InvalidArgumentError(
      `Expected the schema of "${key}" to be a Standard Schema (https://standardschema.dev: zod 3.24, valibot 1, arktype 2 and newer make them), got ${describe(schema)}.`,
    );
  }
  return Object.freeze({ key, schema, [STATE_KEY]: true as const });
}

export function isStateKey(value: unknown): value is StateKey {
  return typeof value === "object" && value !== null && STATE_KEY in value;
}

/** The key's text, be it named or typed. */
export function keyText(key: string | StateKey): string {
  return isStateKey(key) ? key.key : key;
}

/** A pointer, or the event of a Map iteration, to data of another type. */
export type Retyped<Pointer, T> = Pointer extends MapIterationEvent
  ? MapIterationEvent<T>
  : Pointer extends ListPointer
    ? ListPointer<T>
    : Pointer extends ItemPointer
      ? ItemPointer<T>
      : Pointer;

/**
 * A pointer, or the event of a Map iteration, whose data the key's schema checks, as it checks what
 * is put and got by the key itself: a pointer that came in an event has left its schema behind.
 */
export function checked<Pointer extends Location | MapIterationEvent, T>(
  pointer: Pointer,
  key: StateKey<T, unknown>,
): Retyped<Pointer, T> {
  const withKey: object = { ...pointer, [CHECKED_BY]: key };
  return withKey as Retyped<Pointer, T>; // the type that the key promises
}

/** The schema of a key, or of what `checked` made. */
export function schemaOf(target: unknown): Schema | undefined {
  if (isStateKey(target)) return target.schema;
  if (typeof target !== "object" || target === null || !(CHECKED_BY in target)) return undefined;
  const key = target[CHECKED_BY];
  return isStateKey(key) ? key.schema : undefined;
}

/** Schemas may be functions: arktype's are. */
function isSchema(value: unknown): value is Schema {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  if (!isObject || !("~standard" in value)) return false;
  const standard: unknown = value["~standard"];
  return (
    typeof standard === "object" &&
    standard !== null &&
    "validate" in standard &&
    typeof standard.validate === "function"
  );
}
