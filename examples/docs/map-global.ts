import { deepEqual, rejects } from "node:assert/strict";
import {
  Context,
  type LambdaContext,
  type ListPointer,
  type MapIterationEvent,
} from "sfn-task-tools";
import { taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

// #region handlers
export const greet = async (event: { input: MapIterationEvent<string> }, lambda: LambdaContext) => {
  const { stateData } = Context.fromEvent(event, { lambda, table: "my-own-table" });
  const name = await stateData.getGlobalItemForMapIteration(event.input);
  await stateData.putGlobalItemForMapIteration(event.input, `Hello ${name}`, { key: "greetings" });
};

export const gather = async (event: { input: ListPointer<string> }, lambda: LambdaContext) => {
  const { stateData } = Context.fromEvent(event, { lambda, table: "my-own-table" });
  return stateData.getGlobalMapOutputs<string>(event.input, "greetings");
};
// #endregion handlers

export default async function (stage: Stage) {
  const list = await stage.stateData.putItems("characters", ["jerry"]);
  const iteration: MapIterationEvent<string> = {
    items_result_table_name: list.table_name,
    items_result_partition_key: list.partition_key,
    items_result_key: list.key,
    context_index: 0,
  };
  await greet(taskEvent(stage, iteration), stage.lambda);
  deepEqual(await gather(taskEvent(stage, list), stage.lambda), ["Hello jerry"]);
  const { stateData } = new Context({ table: "my-own-table" });
  await rejects(stateData.getItemForMapIteration(iteration), { name: "UntrustedPointerError" });
}
