import { deepEqual } from "node:assert/strict";
import { Context, type LambdaContext, type MapIterationEvent } from "sfn-task-tools";
import { contextObject, fill, readDocument } from "./support/events.js";
import type { Stage } from "./support/stage.js";

// #region greet-batch
export const greetBatch = async (
  event: { input: { Items: MapIterationEvent<string>[] } },
  lambda: LambdaContext,
): Promise<void> => {
  const { stateData } = Context.fromEvent(event, { lambda });
  for (const item of event.input.Items) {
    const name = await stateData.getItemForMapIteration(item);
    await stateData.putItemForMapIteration(item, `Hello ${name}`, { key: "greetings" });
  }
};
// #endregion greet-batch

export default async function (stage: Stage) {
  const characters = await stage.stateData.putItems("characters", ["jerry", "elaine", "george"]);
  const { States } = readDocument<{ States: { GreetAll: { ItemSelector: unknown } } }>(
    "map-distributed.asl.json",
  );
  const Items = characters.items.map((Value, Index) =>
    fill(States.GreetAll.ItemSelector, { characters }, { Map: { Item: { Index, Value } } }),
  ) as MapIterationEvent<string>[]; // as the ItemSelector says
  // The child of a distributed Map is an execution of its own, with a namespace of its own.
  const arn = "arn:aws:states:us-east-1:123456789012:execution:machine/GreetAll:a-child";
  const context = { ...contextObject(stage), Execution: { Id: arn } };
  deepEqual(
    Context.fromEvent({ input: {}, context }).execution?.namespace,
    "machine/GreetAll/a-child",
  );

  await greetBatch(
    { input: { Items }, context } as { input: { Items: typeof Items } },
    stage.lambda,
  );
  deepEqual(await stage.stateData.getMapOutputs(characters, "greetings"), [
    "Hello jerry",
    "Hello elaine",
    "Hello george",
  ]);
}
