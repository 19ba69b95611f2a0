import { deepEqual, rejects } from "node:assert/strict";
// #region keys
import { stateKey } from "sfn-task-tools";
import { z } from "zod";

export interface Character {
  name: string;
  lines: string[];
}

export const characters = stateKey<Character>("characters");

export const counts = stateKey("counts", z.object({ name: z.string(), words: z.int().min(0) }));

// #endregion keys
// #region tasks
import { checked, type ListPointer, type MapIterationEvent, task } from "sfn-task-tools";

export const collect = task(async (cast: Character[], { stateData }) =>
  stateData.putItems(characters, cast),
);

export const count = task(async (event: MapIterationEvent<Character>, { stateData }) => {
  const { name, lines } = await stateData.getItemForMapIteration(event);
  const words = lines.join(" ").split(" ").length;
  await stateData.putItemForMapIteration(event, { name, words }, { key: counts });
});

export const report = task(async (list: ListPointer<Character>, { stateData }) => {
  const found = await stateData.getMapOutputs(list, counts); // { name: string; words: number }[]
  return found.map(({ name, words }) => `${name}: ${words}`);
});

// #endregion tasks
import { iterationInput, taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

export default async function (stage: Stage) {
  const { stateData, lambda } = stage;
  const cast = [
    { name: "Jerry", lines: ["What's the deal?"] },
    { name: "George", lines: ["I was in the pool!"] },
  ];
  const list = await collect(taskEvent(stage, cast), lambda);
  for (const index of list.items.keys()) {
    await count(taskEvent(stage, iterationInput(list, index)), lambda);
  }
  deepEqual(await report(taskEvent(stage, list), lambda), ["Jerry: 3", "George: 5"]);

  // #region refused
  const putting = stateData.putItem(counts, { name: "Jerry", words: -3 });
  // rejects with StateDataSchemaError: … does not fit the schema of its key: $.words: …
  // #endregion refused
  await rejects(putting, { name: "StateDataSchemaError", message: /\$\.words: / });

  const input = { counts: await stateData.putItem("counts", { name: "Jerry" }) };
  // #region checked
  const got = await stateData.getItem(checked(input.counts, counts)).catch(({ name }) => name);
  // #endregion checked
  deepEqual(got, "StateDataSchemaError");
}
