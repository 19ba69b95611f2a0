import { deepEqual, ok } from "node:assert/strict";
// #region handler
import { Context, type LambdaContext, type ListPointer } from "sfn-task-tools";

interface Character {
  readonly name: string;
}

/** Puts the cast as a list, and passes on where it is. */
export const collect = async (event: unknown, lambda: LambdaContext) => {
  const { stateData } = Context.fromEvent(event, { lambda });
  const characters = await stateData.putItems<Character>("characters", await loadCast());
  return { characters };
};

/** A later state of the same execution: gets it again. */
export const count = async (
  event: { input: { characters: ListPointer<Character> } },
  lambda: LambdaContext,
) => {
  const { stateData } = Context.fromEvent(event, { lambda });
  const characters = await stateData.getItems(event.input.characters);
  return { count: characters.length };
};

// #endregion handler
import { contextObject, fill, readDocument } from "./support/events.js";
import type { Stage } from "./support/stage.js";

async function loadCast(): Promise<Character[]> {
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
