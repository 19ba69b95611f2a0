import { isChoiceOperator } from "../asl/index.js";
import { type Fields, fieldsOf, listOf, textOf } from "./record.js";

/** How the orders of numbers, texts and timestamps are written. */
const SIGNS: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "≤",
  GreaterThan: ">",
  GreaterThanEquals: "≥",
  Matches: "matches",
};

const KINDS: Readonly<Record<string, string>> = {
  IsBoolean: "a boolean",
  IsNull: "null",
  IsNumeric: "a number",
  IsPresent: "present",
  IsString: "a string",
  IsTimestamp: "a timestamp",
};

/** Rules nest as deep as their document does; what is deeper is no label any more. */
const MAX_DEPTH = 50;

/**
 * A choice rule as people write it: `$.n < 3 and not ($.name is present)`, or the expression of a
 * JSONata Condition. `?` where a draft says nothing that can be read.
 */
export function choiceLabel(rule: Fields): string {
  return ruleText(rule, 0).text;
}

interface RuleText {
  readonly text: string;
  /** The word that joins its parts, which others need brackets around. */
  readonly joint?: "and" | "or";
}

function ruleText(rule: Fields, depth: number): RuleText {
  if (depth > MAX_DEPTH) return { text: "…" };
  if (rule.Condition !== undefined) return { text: expression(String(rule.Condition)) };
  if (rule.And !== undefined) return joined(rule.And, "and", depth);
  if (rule.Or !== undefined) return joined(rule.Or, "or", depth);
  if (rule.Not !== undefined) {
    const inner = ruleText(fieldsOf(rule.Not), depth + 1).text;
    return { text: `not (${inner})` };
  }
  return { text: comparison(rule) };
}

function joined(rules: unknown, joint: "and" | "or", depth: number): RuleText {
  const texts = listOf(rules).map((each) => ruleText(fieldsOf(each), depth + 1));
  if (texts.length < 2) return texts[0] ?? { text: "?" };
  const parts = texts.map((each) =>
    each.joint === undefined || each.joint === joint ? each.text : `(${each.text})`,
  );
  return { text: parts.join(` ${joint} `), joint };
}

function comparison(rule: Fields): string {
  const variable = textOf(rule.Variable) ?? "?";
  const operator = Object.keys(rule).find(isChoiceOperator);
  if (operator === undefined) return "?";
  const argument = rule[operator];
  const kind = KINDS[operator];
  if (kind !== undefined) return `${variable} is ${argument === false ? "not " : ""}${kind}`;
  const isPath = operator.endsWith("Path");
  const order = operator.replace(/^(?:Boolean|Numeric|String|Timestamp)|Path$/g, "");
  const isBare = isPath || operator.startsWith("Timestamp");
  const value = isBare && typeof argument === "string" ? argument : JSON.stringify(argument);
  return `${variable} ${SIGNS[order] ?? order} ${value}`;
}

/** Without the marks around it. */
function expression(text: string): string {
  return /^\{%([\s\S]*)%\}$/.exec(text)?.[1]?.trim() ?? text;
}
