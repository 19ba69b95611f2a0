import type { JsonValue } from "../../shared/json.js";
import type { QueryLanguage } from "../definition.js";
import { ExpressionSyntaxError } from "../expression-syntax-error.js";
import { isJsonArray, isJsonObject } from "../json-object.js";
import { compilePath } from "../json-path/compile-path.js";
import { compileJsonata, isJsonataText } from "../jsonata/compile-jsonata.js";
import { compileJsonataTemplate } from "../jsonata/jsonata-template.js";
import { compilePathOrIntrinsic, compileTemplate } from "../payload-template.js";
import { compileReferencePath } from "../reference-path.js";
import { parseTimestamp } from "../timestamp.js";
import type { Findings } from "./diagnostics.js";

/** Where a field is, and what it may be written in. */
export interface Place {
  readonly location: string;
  readonly language: QueryLanguage;
  readonly findings: Findings;
}

/** Looks at the value of one field, and tells what is wrong with it. */
export type Check = (value: JsonValue, place: Place) => void;

const fault =
  (message: string): Check =>
  (_value, { findings, location }) =>
    findings.schema(message, location);

const when =
  (isGood: (value: JsonValue) => boolean, message: string): Check =>
  (value, place) => {
    if (!isGood(value)) fault(message)(value, place);
  };

export const anything: Check = () => {};
export const text = when((value) => typeof value === "string", "Expected value of type String");
export const flag = when((value) => typeof value === "boolean", "Expected value of type Boolean");
export const structure = when(isJsonObject, "Expected value of type Object");

/** Text of some words only. */
export const oneOf = (...words: string[]): Check =>
  when(
    (value) => typeof value === "string" && words.includes(value),
    `Value is not one of the allowed values: [${words.join(", ")}]`,
  );

/** A number within bounds; in a JSONata state an expression will do. */
export const number =
  (min: number, max: number, whole = true): Check =>
  (value, place) => {
    if (place.language === "JSONata" && typeof value === "string") {
      expression(value, place);
      return;
    }
    const kind = whole ? "Integer" : "Float";
    if (typeof value !== "number" || (whole && !Number.isInteger(value))) {
      fault(`Expected value of type ${kind}`)(value, place);
    } else if (value < min || value > max) {
      fault(`Numeric value must be between ${min} and ${max}`)(value, place);
    }
  };

/** A number that is never an expression. */
export const constant =
  (min: number, max: number, whole = true): Check =>
  (value, place) =>
    number(min, max, whole)(value, { ...place, language: "JSONPath" });

/** `{% … %}` */
export const expression: Check = (value, place) => {
  if (typeof value !== "string" || !isJsonataText(value)) {
    fault("Value is not a valid JSONata expression")(value, place);
  } else guarded(place, "Value is not a valid JSONata expression", () => compileJsonata(value));
};

/** Text; in a JSONata state an expression will do. */
export const textOrExpression: Check = (value, place) => {
  if (place.language === "JSONata" && typeof value === "string" && isJsonataText(value)) {
    expression(value, place);
  } else text(value, place);
};

/** A path; `null` where the field allows it. */
export const path: Check = (value, place) => {
  if (value === null) return;
  if (typeof value !== "string") text(value, place);
  else guarded(place, "Value is not a valid JSONPath", () => compilePath(value));
};

/** A path, or an intrinsic function. */
export const pathOrIntrinsic: Check = (value, place) => {
  if (typeof value !== "string") text(value, place);
  else {
    const message = "Value is not a valid JSONPath or a valid intrinsic function call";
    guarded(place, message, () => compilePathOrIntrinsic(value));
  }
};

/** A path to one place. */
export const referencePath: Check = (value, place) => {
  if (value === null) return;
  if (typeof value !== "string") text(value, place);
  else guarded(place, "Value is not a Reference Path", () => compileReferencePath(value));
};

/** A value with paths or expressions in it. */
export const template: Check = (value, place) => {
  const field = place.location.slice(place.location.lastIndexOf("/") + 1);
  try {
    if (place.language === "JSONata") compileJsonataTemplate(value, field);
    else compileTemplate(value);
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    const steps = [...error.at];
    const name = steps.pop();
    const parent = steps
      .map((step) => (typeof step === "number" ? `[${step}]` : `/${step}`))
      .join("");
    if (place.language === "JSONata") {
      const at = typeof name === "number" ? `[${name}]` : name === undefined ? "" : `/${name}`;
      fault(`Value is not a valid JSONata expression: ${error.message}`)(value, {
        ...place,
        location: place.location + parent + at,
      });
      return;
    }
    fault(
      `The value for the field '${String(name ?? "")}' must be a valid JSONPath or a valid intrinsic function call`,
    )(value, { ...place, location: place.location + parent });
  }
};

/** Variables to assign. */
export const variables: Check = (value, place) => {
  if (!isJsonObject(value)) structure(value, place);
  else template(value, place);
};

/** `2016-03-14T01:59:00Z`; in a JSONata state an expression will do. */
export const timestamp: Check = (value, place) => {
  if (place.language === "JSONata" && typeof value === "string" && isJsonataText(value)) {
    expression(value, place);
  } else if (typeof value !== "string" || parseTimestamp(value) === undefined) {
    fault("String does not match RFC3339 timestamp")(value, place);
  }
};

/** A list, each of its members, and that it has one. */
export const listOf =
  (each: Check, min = 0): Check =>
  (value, place) => {
    if (!isJsonArray(value)) fault("Expected value of type Array")(value, place);
    else if (value.length < min) fault("Array must not be empty")(value, place);
    else {
      for (const [index, item] of value.entries()) {
        each(item, { ...place, location: `${place.location}[${index}]` });
      }
    }
  };

function guarded({ findings, location }: Place, message: string, compile: () => unknown): void {
  try {
    compile();
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    findings.schema(message, location);
  }
}
