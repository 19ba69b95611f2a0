import { deepEqual } from "node:assert/strict";
// #region handlers
import {
  Context,
  type LambdaContext,
  type ListPointer,
  type MapIterationEvent,
} from "sfn-task-tools";

interface Character {
  readonly name: string;
}

export const collect = async (event: unknown, lambda: LambdaContext) => {
  const { stateData } = Context.fromEvent(event, { lambda });
  const cast: Character[] = [{ name: "jerry" }, { name: "elaine" }];
  return { characters: await stateData.putItems("characters", cast) };
};

// #region greet
export const greet = async (
  event: { input: MapIterationEvent<Character> },
  lambda: LambdaContext,
): Promise<void> => {
  const { stateData } = Context.fromEvent(event, { lambda });
  const { name } = await stateData.getItemForMapIteration(event.input);
  await stateData.putItemForMapIteration(event.input, `Hello ${name}`, { key: "greetings" });
};
// #endregion greet

// #region gather
export const gather = async (
  event: { input: { characters: ListPointer<Character> } },
  lambda: LambdaContext,
) => {
  const { stateData } = Context.fromEvent(event, { lambda });
  const greetings = await stateData.getMapOutputs<string>(event.input.characters, "greetings");
  return { first: greetings[0], count: greetings.length };
};

// #endregion gather
// #endregion handlers
import { contextObject, fill, readDocument, select } from "./support/events.js";
import type { Stage } from "./support/stage.js";

interface MapState {
  readonly ItemsPath?: string;
  readonly Items?: string;
  readonly ItemSelector: unknown;
}

export default async function (stage: Stage) {
  for (const name of ["map.asl.json", "map-jsonata.asl.json"]) {
    const { States } = readDocument<{ States: { GreetAll: MapState } }>(name);
    const { ItemsPath, Items, ItemSelector } = States.GreetAll;
    const context = contextObject(stage);
    const input: unknown = JSON.parse(
      JSON.stringify(await collect({ input: {}, context }, stage.lambda)),
    );
    const items =
      ItemsPath === undefined ? fill(Items, input, context) : select(ItemsPath, { $: input });
    for (const Index of (items as 1[]).keys()) {
      const iteration = contextObject(stage, { Map: { Item: { Index, Value: 1 } } });
      const event = fill(ItemSelector, input, iteration) as MapIterationEvent<Character>;
      await greet({ input: event, context: iteration } as { input: typeof event }, stage.lambda);
    }
    const output = await gather({ input, context } as never, stage.lambda);
    deepEqual(output, { first: "Hello jerry", count: 2 });
  }
}
