import { CHOICE_OPERATORS, type ChoiceComparison, isChoiceOperator } from "../asl/index.js";

const SIGN: Readonly<Record<string, string>> = {
  Equals: "==",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
  LessThan: "<",
  LessThanEquals: "<=",
  Matches: "matches",
};

/** A choice rule as people read it: `$.counter < 10 and not ($.name is present)`. A condition is its own text. */
export function formatRule(rule: ChoiceComparison | string): string {
  if (typeof rule === "string") return rule.replace(/^\{%\s*|\s*%\}$/g, "");
  if (rule.And !== undefined) return rule.And.map(within).join(" and ");
  if (rule.Or !== undefined) return rule.Or.map(within).join(" or ");
  if (rule.Not !== undefined) return `not (${formatRule(rule.Not)})`;
  const name = Object.keys(rule).find(isChoiceOperator);
  if (name === undefined) return JSON.stringify(rule);
  const argument = rule[name];
  if (name.startsWith("Is")) {
    return `${rule.Variable} is ${argument === true ? "" : "not "}${name.slice(2).toLowerCase()}`;
  }
  const { isPath } = CHOICE_OPERATORS[name];
  const [, order = ""] = /^(?:Boolean|Numeric|String|Timestamp)(\w+?)(?:Path)?$/.exec(name) ?? [];
  return `${rule.Variable} ${SIGN[order]} ${isPath || name.startsWith("Timestamp") ? argument : JSON.stringify(argument)}`;
}

function within(rule: ChoiceComparison): string {
  const text = formatRule(rule);
  return rule.And === undefined && rule.Or === undefined ? text : `(${text})`;
}
