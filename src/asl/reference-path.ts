import type { JsonValue } from "../shared/json.js";
import { ExpressionSyntaxError } from "./expression-syntax-error.js";
import { fieldOf, isJsonArray, isJsonObject, type JsonObject } from "./json-object.js";
import { type CompiledPath, compilePath } from "./json-path/compile-path.js";
import type { Segment } from "./json-path/syntax.js";
import { StatesError } from "./states-error.js";

/** A path that names one place of the input, which can also be written to. */
export interface CompiledReferencePath extends CompiledPath {
  /**
   * The document with the value at that place. Fields that are missing on the way are created;
   * the document itself is left as it is.
   *
   * @throws StatesError States.ReferencePathConflict where something else is in the way.
   */
  insert(document: JsonValue, value: JsonValue): JsonValue;
}

/** Compiles a reference path: `$`, `$.a.b`, `$['a'][0]`. @throws ExpressionSyntaxError */
export function compileReferencePath(text: string): CompiledReferencePath {
  const path = compilePath(text);
  if (!path.isReference) {
    throw new ExpressionSyntaxError(
      `Expected a reference path, which names one place ($.a.b, $['a'][0]), got ${JSON.stringify(text)}.`,
      text,
      0,
    );
  }
  return { ...path, insert: (document, value) => insertAt(path.segments, document, value) };
}

function insertAt(
  steps: readonly Segment[],
  target: JsonValue | undefined,
  value: JsonValue,
): JsonValue {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (step.kind === "properties") {
    const [name = ""] = step.names;
    if (target !== undefined && !isJsonObject(target)) throw conflict(name, target);
    const object: JsonObject = target ?? {};
    return { ...object, [name]: insertAt(rest, fieldOf(object, name), value) };
  }
  const index = step.kind === "indexes" ? (step.indexes[0] ?? 0) : 0;
  if (!isJsonArray(target) || index >= target.length) throw conflict(String(index), target ?? null);
  return target.with(index, insertAt(rest, target[index], value));
}

function conflict(step: string, target: JsonValue): StatesError {
  return new StatesError(
    "States.ReferencePathConflict",
    `Unable to apply step "${step}" to input ${JSON.stringify(target)}`,
  );
}
