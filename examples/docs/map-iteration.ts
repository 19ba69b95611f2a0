import { deepEqual } from "node:assert/strict";
// #region handlers
import { type ListPointer, type MapIterationEvent, stateKey, task } from "sfn-task-tools";

interface Character {
  readonly name: string;
}

const characters = stateKey<Character>("characters");
const greetings = stateKey<string>("greetings");

export const collect = task(async (_input: unknown, { stateData }) => {
  const cast = [{ name: "jerry" }, { name: "elaine" }];
  return { characters: await stateData.putItems(characters, cast) };
});

// #region greet
export const greet = task(async (event: MapIterationEvent<Character>, { stateData }) => {
  const { name } = await stateData.getItemForMapIteration(event);
  await stateData.putItemForMapIteration(event, `Hello ${name}`, { key: greetings });
});
// #endregion greet

// #region gather
export const gather = task(async (input: { characters: ListPointer<Character> }, { stateData }) => {
  const all = await stateData.getMapOutputs(input.characters, greetings);
  return { first: all[0], count: all.length };
});

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
      await greet({ input: event, context: iteration }, stage.lambda);
    }
    const output = await gather({ input, context } as never, stage.lambda);
    deepEqual(output, { first: "Hello jerry", count: 2 });
  }
}
