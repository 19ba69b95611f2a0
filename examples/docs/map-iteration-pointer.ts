import { deepEqual } from "node:assert/strict";
import type { MapIterationEvent } from "sfn-task-tools";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  const list = await stateData.putItems("numbers", [1, 2]);
  const event: MapIterationEvent<number> = {
    items_result_table_name: list.table_name,
    items_result_partition_key: list.partition_key,
    items_result_key: list.key,
    context_index: "1", // text is taken as well as a number
  };
  // #region output
  const number = await stateData.getItemForMapIteration(event);
  const output = await stateData.putItemForMapIteration(event, number * 10, { key: "results" });
  // output.key is "results~<generation of the list>", output.index is the iteration's
  // #endregion output
  deepEqual(output.key, `results~${list.key.split("~")[1]}`);
  deepEqual(output.index, 1);
  deepEqual(await stateData.getItem(output), 20);

  // #region missing
  const results = await stateData.getMapOutputs<number>(list, "results", { allowMissing: true });
  // [undefined, 20]
  // #endregion missing
  deepEqual(results, [undefined, 20]);

  // #region delete-outputs
  await stateData.deleteMapOutputs(list, "results");
  // #endregion delete-outputs
  deepEqual(await stateData.getMapOutputs(list, "results", { allowMissing: true }), [
    undefined,
    undefined,
  ]);
}
