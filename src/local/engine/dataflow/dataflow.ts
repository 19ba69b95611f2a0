import type { Catcher as CatcherDefinition } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Names } from "../moment.js";
import type { Failure, Variables } from "../run.js";

/** How data goes into a state and out of it, in the state's query language. All throw StatesError. */
export interface Dataflow {
  /** What the state works on: InputPath and Parameters, or Arguments. */
  arguments(names: Names): Promise<JsonValue>;
  /** What leaves the state: ResultSelector, ResultPath and OutputPath, or Output; and Assign. */
  output(names: Names, result: JsonValue): Promise<Leaving>;
  /** What leaves a Choice by one of its rules or, with what the state itself says, by its Default. */
  rule(definition: RuleFields, location: string): (names: Names) => Promise<Leaving>;
  /** The input after InputPath, before any template. */
  effectiveInput(names: Names): Promise<JsonValue>;
  /** A field that is a template; undefined when the state has none. */
  template(name: string): Evaluate | undefined;
  /** The fields of an object within the state, such as `ItemReader`. */
  within(...names: readonly string[]): Pick<Dataflow, "template" | "field">;
  /** A catcher's output and variables. */
  catcher(
    definition: CatcherDefinition,
    index: number,
  ): (names: Names, errorOutput: JsonValue) => Promise<Leaving>;
  /** A field that holds a value, an expression (`Seconds`), or whose sibling holds a path (`SecondsPath`). */
  field(name: string): Field;
}

/** What a Choice, and each of its rules, may say about data. */
export interface RuleFields {
  readonly Assign?: JsonValue;
  readonly Output?: JsonValue;
}

export type Evaluate = (names: Names) => Promise<JsonValue>;

export interface Leaving {
  readonly output: JsonValue;
  readonly assigned: Variables;
}

/** One field of a state, as it was written. */
export interface Field {
  readonly name: string;
  /** The value; undefined when the state has no such field. */
  value(names: Names): Promise<JsonValue | undefined>;
  /** The path that the value came from, when it came from one. */
  readonly path: string | undefined;
}

/** What a catcher hands on: `{ "Error": …, "Cause": … }`. */
export function errorOutputOf({ error, cause }: Failure): JsonValue {
  const silent = error === "States.Timeout" ? "" : null;
  return { Error: error ?? null, Cause: cause ?? silent };
}

/** The fields of a state, or of an object within it, by name: which of them it has, its type says. */
export type Fields = Readonly<Record<string, JsonValue | undefined>>;

/** The fields of an object within an object; none when it is not there. */
export function fieldsAt(fields: Fields, names: readonly string[]): Fields {
  return names.reduce<Fields>((at, name) => (at[name] ?? {}) as Fields, fields); // validated to be objects
}
