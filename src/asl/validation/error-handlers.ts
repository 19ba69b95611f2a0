import { isJsonObject } from "../json-object.js";
import {
  type Check,
  constant,
  listOf,
  oneOf,
  referencePath,
  template,
  text,
  variables,
} from "./checks.js";
import { checkFields } from "./fields.js";

const SECONDS = 99_999_999;

/** https://states-language.net/#retrying-after-error */
export const retrier: Check = (value, place) =>
  checkFields(value, place, {
    required: ["ErrorEquals"],
    fields: {
      ErrorEquals: listOf(text, 1),
      IntervalSeconds: constant(1, SECONDS),
      MaxAttempts: constant(0, SECONDS),
      BackoffRate: constant(1, Number.MAX_VALUE, false),
      MaxDelaySeconds: constant(1, 31_622_400),
      JitterStrategy: oneOf("FULL", "NONE"),
      Comment: text,
    },
  });

/** https://states-language.net/#fallback-states */
export const catcher: Check = (value, place) => {
  checkFields(value, place, {
    required: ["ErrorEquals", "Next"],
    fields: {
      ErrorEquals: listOf(text, 1),
      Next: text,
      ResultPath: referencePath,
      Output: template,
      Assign: variables,
      Comment: text,
    },
    only: { ResultPath: "JSONPath", Output: "JSONata" },
  });
};

/** `States.ALL` stands alone, and last. */
export const lastCatchesAll: Check = (value, { findings, location }) => {
  if (!Array.isArray(value)) return;
  for (const [index, handler] of value.entries()) {
    const listed = isJsonObject(handler) ? handler.ErrorEquals : undefined;
    if (!Array.isArray(listed) || !listed.includes("States.ALL")) continue;
    const at = `${location}[${index}]/ErrorEquals`;
    if (listed.length > 1) findings.schema("States.ALL must appear alone", at);
    if (index < value.length - 1) findings.schema("States.ALL must be in the last element", at);
  }
};
