import { compileChoiceRule } from "../choice/compile-choice-rule.js";
import { isChoiceOperator } from "../choice/operators.js";
import { ExpressionSyntaxError } from "../expression-syntax-error.js";
import { isJsonObject, type JsonObject } from "../json-object.js";
import {
  type Check,
  expression,
  flag,
  type Place,
  structure,
  template,
  text,
  variables,
} from "./checks.js";
import { checkFields, requireFields } from "./fields.js";

/** https://states-language.net/#choice-state */
export const checkChoiceRule: Check = (value, place) => {
  if (!isJsonObject(value)) structure(value, place);
  else if (place.language === "JSONata") checkCondition(value, place);
  else checkComparison(value, place);
};

function checkCondition(rule: JsonObject, place: Place): void {
  checkFields(rule, place, {
    required: ["Condition", "Next"],
    fields: {
      Condition: condition,
      Next: text,
      Output: template,
      Assign: variables,
      Comment: text,
    },
  });
}

/** An expression, or a plain true or false. */
const condition: Check = (value, place) => {
  if (typeof value === "boolean") flag(value, place);
  else expression(value, place);
};

function checkComparison(rule: JsonObject, place: Place): void {
  const { findings, location } = place;
  const operators = Object.keys(rule).filter((name) => isChoiceOperator(name));
  const fields = Object.fromEntries(
    [...operators, "Variable", "And", "Or", "Not"].map((name) => [name, () => {}]),
  );
  checkFields(rule, place, { fields: { ...fields, Next: text, Assign: variables, Comment: text } });
  requireFields(rule, place, ["Next"]);
  try {
    compileChoiceRule(rule);
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    const at = error.at
      .map((step) => (typeof step === "number" ? `[${step}]` : `/${step}`))
      .join("");
    findings.schema(error.message, location + at);
  }
}
