import { deepEqual } from "node:assert/strict";
import type { MapIterationEvent, StateDataClient } from "sfn-task-tools";
import type { Stage } from "./support/stage.js";

// #region overwrites
/** Do not do this: a retry after the put takes its own output for its input. */
async function addTax(event: MapIterationEvent<number>, stateData: StateDataClient) {
  const price = await stateData.getItemForMapIteration(event);
  await stateData.putItemForMapIteration(event, price + 20); // no key
}
// #endregion overwrites

/** Any number of attempts leaves the same output. */
async function addTaxSafely(event: MapIterationEvent<number>, stateData: StateDataClient) {
  const price = await stateData.getItemForMapIteration(event);
  await stateData.putItemForMapIteration(event, price + 20, { key: "with-tax" });
}

export default async function ({ stateData }: Stage) {
  const list = await stateData.putItems("prices", [100]);
  const event: MapIterationEvent<number> = {
    items_result_table_name: list.table_name,
    items_result_partition_key: list.partition_key,
    items_result_key: list.key,
    context_index: 0,
  };
  for (let attempt = 1; attempt <= 2; attempt++) await addTaxSafely(event, stateData);
  deepEqual(await stateData.getMapOutputs(list, "with-tax"), [120]);

  for (let attempt = 1; attempt <= 2; attempt++) await addTax(event, stateData);
  deepEqual(await stateData.getItems(list), [140]);
}
