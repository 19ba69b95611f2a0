import { runMachine } from "sfn-task-tools/local";
import {
  and,
  Choice,
  formatRule,
  isPresent,
  LambdaFunction,
  Map as MapState,
  mapItems,
  NestedExecution,
  not,
  numericLessThan,
  Parallel,
  Pass,
  ServiceIntegration,
  StateMachine,
  stringMatches,
  Task,
  timestampLessThanPath,
} from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";
import { charge, definition, machine, price } from "./order.js";

test("an order that is expensive waits for a day", async () => {
  const functions = { price, charge };
  const run = await runMachine(machine, { functions, input: { id: "a1", prices: [900, 101] } });
  expect(run.output).toEqual({ receipt: "a1: 1001" });
  expect(run.seconds).toBeGreaterThanOrEqual(86_400);
  const cheap = await runMachine(machine, { functions, input: { id: "a2", prices: [1] } });
  expect(cheap.path).toEqual(["Price", "Is it expensive?", "Charge", "Done"]);
});

test("the definition is a plain document", () => {
  expect(definition.States.Charge).toMatchObject({
    Resource: "arn:aws:lambda:eu-west-1:123456789012:function:charge",
    Next: "Done",
  });
});

describe("the pages' examples", () => {
  test("types", () => {
    // #region types
    const read = new Task("Read", "arn:aws:states:::aws-sdk:s3:getObject", {
      parameters: { Bucket: "orders", "Key.$": "$.key" },
      resultSelector: { "text.$": "$.Body" },
    }).gives<{ text: string }, { key: string }>();

    const count = (input: { text: string }) => input.text.length;
    const counting = new Task(
      "Count",
      new LambdaFunction<typeof count>("count", { envelope: false }),
    );
    const chain = read.next(counting); // Chain<{ key: string }, number>
    // @ts-expect-error: a number has no text
    counting.next(counting);
    // #endregion types
    counting.end();
    expect(chain.start).toBe(read);
  });

  test("rules", () => {
    // #region rules
    const check = new Choice("Check");
    const small = and(numericLessThan("$.total", 10), not(isPresent("$.coupon")));
    check.when(small, new Pass("Small"));
    check.when(stringMatches("$.id", "test-*"), new Pass("Test"));
    check.when(timestampLessThanPath("$.due", "$.now"), new Pass("Late"));
    check.otherwise(new Pass("Other"));

    formatRule(small); // $.total < 10 and not ($.coupon is present)
    // #endregion rules
    expect(formatRule(small)).toBe("$.total < 10 and not ($.coupon is present)");
    expect(Object.keys(new StateMachine("m", check).definition().States)).toHaveLength(5);
  });

  test("jsonata", () => {
    // #region jsonata
    const check = new Choice("Check", { assign: { total: "{% $sum($states.input.prices) %}" } });
    check.when("{% $sum($states.input.prices) > 1000 %}", new Pass("Large"), {
      output: { size: "large" },
    });
    check.otherwise(new Pass("Small", { output: { size: "small" } }));

    const sizes = new StateMachine("sizes", check, { queryLanguage: "JSONata" });
    // #endregion jsonata
    expect(sizes.definition().QueryLanguage).toBe("JSONata");
  });

  test("resources", () => {
    // #region resources
    const byName = new LambdaFunction("price"); // and "price:live", for an alias or version
    const byArn = new LambdaFunction("arn:aws:lambda:eu-west-1:123456789012:function:price");
    const invoked = new LambdaFunction("price", { integration: "invoke" });
    const asking = new LambdaFunction("ask", { integration: "invoke.waitForTaskToken" });
    const worked = { kind: "activity", name: "price", heartbeatSeconds: 60 } as const;
    const nested = new NestedExecution("orders"); // waits for its output
    const queued = new ServiceIntegration("sqs:sendMessage", "waitForTaskToken");
    const anyOther = "arn:aws:states:::aws-sdk:s3:listBuckets";
    // #endregion resources
    const place = { region: "eu-west-1", account: "123456789012" };
    const all = [byName, byArn, invoked, asking, worked, nested, queued, anyOther];
    for (const resource of all) {
      new StateMachine("m", new Task("a", resource)).definition(place);
    }
  });

  test("placeholders", () => {
    // #region placeholders
    const collecting = new Task("Collect", new LambdaFunction("collect"));
    const template = new StateMachine("template", collecting).toJson({
      arnOf: ({ name }) => `\${${name}Arn}`, // ${collectArn}: put there by SAM or CloudFormation
    });
    // #endregion placeholders
    expect(JSON.parse(template).States.Collect.Resource).toBe(["$", "{collectArn}"].join(""));
  });

  test("branches", () => {
    // #region branches
    const both = new Parallel("Both", [
      new Pass("Left", { result: 1 }).end(),
      new Pass("Right", { parameters: { "a.$": "$.a" } }).next(new Pass("Then", { result: "two" })),
    ]); // gives [1, "two"]
    const each = new MapState("Each", new Pass("One"), { itemsPath: "$.all", maxConcurrency: 5 });
    // #endregion branches
    both.next(each);
    new StateMachine("m", both).definition();
  });

  test("mapItems", () => {
    const greet = new LambdaFunction("greet");
    // #region map-items
    const inline = mapItems("Greet all", "$.characters", greet, { maxConcurrency: 40 });
    const distributed = mapItems("Greet them all", "$.characters", greet, {
      mode: "distributed",
      maxConcurrency: 200,
      toleratedFailurePercentage: 5,
    });
    // #endregion map-items
    inline.next(distributed);
    new StateMachine("m", inline).definition({ region: "eu-west-1", account: "123456789012" });
  });

  test("from a definition", () => {
    // #region from-definition
    const given = StateMachine.fromDefinition("orders", definition);
    given.definition(); // the same document
    for (const state of given.states) state.name; // Price, Is it expensive?, …
    // #endregion from-definition
    expect(given.definition()).toEqual(definition);
  });
});
