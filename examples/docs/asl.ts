import { deepEqual, equal } from "node:assert/strict";
import {
  compileChoiceRule,
  compileIntrinsic,
  compileJsonata,
  compileJsonataTemplate,
  compilePath,
  compileReferencePath,
  compileTemplate,
  ExpressionSyntaxError,
  INTRINSIC_ARITY,
  type PathScope,
  StatesError,
  validateDefinition,
} from "sfn-task-tools/asl";

export default async function () {
  // #region validate
  const { diagnostics } = validateDefinition(
    JSON.stringify({ StartAt: "Pay", States: { Pay: { Type: "Pass", Next: "Ship" } } }),
  );
  for (const { code, message, location } of diagnostics) console.log(code, message, location);
  // MISSING_TRANSITION_TARGET Missing 'Next' target: Ship /States/Pay/Next
  // MISSING_END_STATE Workflow has no terminal state undefined
  // #endregion validate
  deepEqual(
    diagnostics.map(({ code, message, location }) => [code, message, location]),
    [
      ["MISSING_TRANSITION_TARGET", "Missing 'Next' target: Ship", "/States/Pay/Next"],
      ["MISSING_END_STATE", "Workflow has no terminal state", undefined],
    ],
  );

  // #region paths
  const scope: PathScope = {
    input: { order: { id: "a1", prices: [900, 101] } },
    context: { State: { Name: "Price" } }, // what "$$" stands for
    variables: { currency: "EUR" }, // what "$currency" stands for
  };
  compilePath("$.order.prices[0]").evaluate(scope); // 900
  compilePath("$.order.prices[*]").evaluate(scope); // [900, 101]: a path that may find many gives a list
  compilePath("$.order.coupon").find(scope).found; // false, where evaluate() throws a StatesError

  const receipt = compileReferencePath("$.order.receipt");
  receipt.insert(scope.input, "r7"); // what ResultPath does: a copy, with the value at that place
  // #endregion paths
  equal(compilePath("$.order.prices[0]").evaluate(scope), 900);
  deepEqual(compilePath("$.order.prices[*]").evaluate(scope), [900, 101]);
  equal(compilePath("$.order.coupon").find(scope).found, false);
  deepEqual(receipt.insert(scope.input, "r7"), {
    order: { id: "a1", prices: [900, 101], receipt: "r7" },
  });

  // #region templates
  const parameters = compileTemplate({
    kind: "order",
    "id.$": "$.order.id",
    "text.$": "States.Format('{} in {}', $.order.id, $currency)",
  });
  const sent = parameters.evaluate(scope); // { kind: "order", id: "a1", text: "a1 in EUR" }

  const length = compileIntrinsic("States.ArrayLength($.order.prices)").evaluate(scope); // 2
  const [least, most] = INTRINSIC_ARITY["States.MathRandom"]; // 2 to 3 arguments
  // #endregion templates
  deepEqual(sent, { kind: "order", id: "a1", text: "a1 in EUR" });
  deepEqual([length, least, most], [2, 2, 3]);

  // #region choice
  const isExpensive = compileChoiceRule({
    And: [
      { Variable: "$.order.prices[0]", NumericGreaterThan: 500 },
      { Not: { Variable: "$.order.coupon", IsPresent: true } },
    ],
  });
  const waits = isExpensive.evaluate(scope); // true
  // #endregion choice
  equal(waits, true);

  // #region jsonata
  const states = { input: scope.input, context: scope.context };
  const total = await compileJsonata("{% $sum($states.input.order.prices) %}").evaluate({ states });
  if (total.kind === "value") console.log(total.value); // 1001

  const output = compileJsonataTemplate({ id: "{% $states.input.order.id %}" }, "Output");
  const given = await output.evaluate({ states }); // { id: "a1" }
  // #endregion jsonata
  deepEqual([total, given], [{ kind: "value", value: 1001 }, { id: "a1" }]);

  const shown: unknown[] = [];
  const show = (...words: unknown[]) => shown.push(words);
  // #region errors
  try {
    compilePath("$.order.").evaluate(scope);
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) show(error.expression, error.position);
    else if (error instanceof StatesError)
      show(error.error, error.cause); // as a Catch sees them
    else throw error;
  }
  // #endregion errors
  deepEqual(shown, [["$.order.", 8]]);
}
