import { StatesError } from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Names } from "../moment.js";
import type { Field } from "./dataflow.js";
import { textOf } from "./text.js";

/** A field that counts something; text that spells a whole number will do. 0 when there is no such field. */
export async function countOf(field: Field, names: Names): Promise<number> {
  const number = await wholeOf(field, names);
  if (number >= 0) return number;
  throw new StatesError("States.Runtime", `${field.name} must not be negative.`);
}

/** A field that is a whole number, of whatever sign. 0 when there is no such field. */
export async function wholeOf(field: Field, names: Names): Promise<number> {
  const value = await field.value(names);
  if (value === undefined) return 0;
  const number = numberIn(value);
  if (number !== undefined && Number.isInteger(number)) {
    names.inspect?.(field.name, number);
    return number;
  }
  throw notANumber(field, value, "integer");
}

/** A field that is a share of a hundred. 0 when there is no such field. */
export async function percentageOf(field: Field, names: Names): Promise<number> {
  const value = await field.value(names);
  if (value === undefined) return 0;
  const number = numberIn(value);
  if (number === undefined) throw notANumber(field, value, "float");
  names.inspect?.(field.name, number);
  if (number >= 0 && number <= 100) return number;
  throw new StatesError("States.Runtime", `${field.name} must be between 0 and 100.`);
}

function numberIn(value: JsonValue): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function notANumber({ name, path }: Field, value: JsonValue, kind: string): StatesError {
  const shown = typeof value === "string" ? value : textOf(value);
  return new StatesError(
    "States.Runtime",
    `The ${name}Path field refers to value "${shown}" which is not a valid ${kind}: ${path}`,
  );
}
