import {
  type ChoiceRule,
  type ChoiceState,
  compileChoiceRule,
  compileJsonataTemplate,
  expectJsonType,
  StatesError,
} from "../../../asl/index.js";
import type { JsonValue } from "../../../shared/json.js";
import type { Dataflow } from "../dataflow/dataflow.js";
import { pathScope } from "../dataflow/json-path-dataflow.js";
import { bindingsOf } from "../dataflow/jsonata-dataflow.js";
import type { Names } from "../moment.js";
import type { CompileState } from "../program/compile-state.js";

/** https://states-language.net/#choice-state */
export const choice: CompileState<ChoiceState> = (definition, { dataflow, language }) => {
  const rules = definition.Choices.map((rule, index) => ({
    next: rule.Next,
    matches: language === "JSONata" ? conditionOf(rule, index) : comparisonOf(rule, dataflow),
    leave: dataflow.rule(language === "JSONata" ? rule : withAssign(rule), `Choices[${index}]/`),
  }));
  const leaveByDefault = dataflow.rule(definition, "");
  return {
    async start({ names }) {
      for (const [index, { matches, leave, next }] of rules.entries()) {
        if (!(await matches(names))) continue;
        return { go: "on", ...(await leave(names)), next, via: `/Choices/${index}` };
      }
      if (definition.Default !== undefined) {
        const leaving = await leaveByDefault(names);
        return { go: "on", ...leaving, next: definition.Default, via: "/Default" };
      }
      throw new StatesError(
        "States.Runtime",
        "Failed to transition out of the state. The state does not point to a next state.",
      );
    },
  };
};

function withAssign({ Assign }: ChoiceRule) {
  return Assign === undefined ? {} : { Assign };
}

type Matches = (names: Names) => Promise<boolean>;

function comparisonOf(rule: ChoiceRule, dataflow: Dataflow): Matches {
  const compiled = compileChoiceRule(rule as unknown as JsonValue); // read from JSON
  return async (names) => {
    const input = await dataflow.effectiveInput(names);
    return compiled.evaluate(pathScope({ ...names, input }));
  };
}

function conditionOf({ Condition = "" }: ChoiceRule, index: number): Matches {
  const compiled = compileJsonataTemplate(Condition, `Choices[${index}]/Condition`);
  const [whole] = compiled.expressions;
  return async (names) => {
    const value = await compiled.evaluate(bindingsOf(names));
    if (whole !== undefined) expectJsonType(whole, value, "boolean");
    return value === true;
  };
}
