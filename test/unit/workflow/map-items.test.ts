import { LambdaFunction, mapItems, Pass, StateMachine } from "sfn-task-tools/workflow";
import { expect, test } from "vitest";

const place = { region: "eu-west-1", account: "123456789012" };
const greet = new LambdaFunction("greet");

test("a Map over items makes the event of an iteration, and hands its input on", () => {
  const map = mapItems("Greet all", "$.characters", greet, { maxConcurrency: 40 });
  const state = new StateMachine("m", map).definition(place).States["Greet all"];
  expect(state).toMatchObject({
    Type: "Map",
    ItemsPath: "$.characters.items",
    ItemSelector: {
      "items_result_table_name.$": "$.characters.table_name",
      "items_result_partition_key.$": "$.characters.partition_key",
      "items_result_key.$": "$.characters.key",
      "context_index.$": "$$.Map.Item.Index",
    },
    MaxConcurrency: 40,
    ResultPath: null,
    ItemProcessor: {
      StartAt: "Greet all item",
      States: {
        "Greet all item": {
          Resource: "arn:aws:lambda:eu-west-1:123456789012:function:greet",
          Parameters: { context: { Map: { Item: { "Index.$": "$$.Map.Item.Index" } } } },
        },
      },
    },
    End: true,
  });
});

test("it is distributed by an option, with the same handler", () => {
  const map = mapItems("All", "$", greet, { mode: "distributed", itemName: "Greet" });
  const { ItemsPath, ItemProcessor } = new StateMachine("m", map).definition(place).States
    .All as unknown as { ItemsPath: string; ItemProcessor: object };
  expect(ItemsPath).toBe("$.items");
  expect(ItemProcessor).toMatchObject({
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    StartAt: "Greet",
  });
  expect(JSON.stringify(ItemProcessor)).not.toContain("Map.Item");
});

test("it takes states for a handler, and a result path of your own", () => {
  const map = mapItems("All", "$.list", new Pass("One"), { resultPath: "$.results" });
  expect(new StateMachine("m", map).definition().States.All).toMatchObject({
    ResultPath: "$.results",
    ItemProcessor: { StartAt: "One", States: { One: { Type: "Pass", End: true } } },
  });
});

test("in JSONata the pointer is an expression", () => {
  const map = mapItems("All", "{% $states.input.characters %}", greet);
  const machine = new StateMachine("m", map, { queryLanguage: "JSONata" });
  expect(machine.definition(place).States.All).toMatchObject({
    Items: "{% ($states.input.characters).items %}",
    ItemSelector: {
      items_result_table_name: "{% ($states.input.characters).table_name %}",
      items_result_partition_key: "{% ($states.input.characters).partition_key %}",
      items_result_key: "{% ($states.input.characters).key %}",
      context_index: "{% $states.context.Map.Item.Index %}",
    },
    Output: "{% $states.input %}",
  });
});

test("a pointer that is neither is told", () => {
  expect(() => mapItems("All", "characters", greet)).toThrow(
    'Expected the pointer of the Map "All" to be a path ($.characters) or a JSONata expression ({% $states.input.characters %}), got "characters" (string).',
  );
});
