import { deepEqual, ok } from "node:assert/strict";
// #region handler
import { type ListPointer, stateKey, task } from "sfn-task-tools";

const characters = stateKey<{ name: string }>("characters");

/** Puts the cast as a list, and passes on where it is. */
export const collect = task(async (_input: unknown, { stateData }) => ({
  characters: await stateData.putItems(characters, await loadCast()),
}));

/** A later state of the same execution: gets it again. */
export const count = task(
  async (input: { characters: ListPointer<{ name: string }> }, { stateData }) => {
    const cast = await stateData.getItems(input.characters);
    return { count: cast.length };
  },
);

// #endregion handler
import { contextObject, fill, readDocument } from "./support/events.js";
import type { Stage } from "./support/stage.js";

async function loadCast(): Promise<{ name: string }[]> {
  return Array.from({ length: 5_000 }, (_, index) => ({ name: `character ${index}` }));
}

export default async function (stage: Stage) {
  const { States } = readDocument<{ States: Record<string, { Parameters: unknown }> }>(
    "state-machine.asl.json",
  );
  const eventOf = (state: string, input: unknown) =>
    fill(States[state]?.Parameters, input, contextObject(stage)) as never; // what Step Functions sends
  const output = JSON.parse(JSON.stringify(await collect(eventOf("Collect", {}), stage.lambda)));
  ok(JSON.stringify(output).length < 11_000); // two bytes an item
  deepEqual(await count(eventOf("Count", output), stage.lambda), { count: 5_000 });
}
