import { deepEqual, equal, throws } from "node:assert/strict";
import { StateDataClient } from "sfn-task-tools";
import type { Stage } from "./support/stage.js";

export default async function ({ clients, table, bucket }: Stage) {
  // #region client
  const stateData = new StateDataClient({
    table,
    bucket,
    namespace: "import/2026-01-01",
    ttlDays: 60,
    overflowAbove: 32_768,
    concurrency: 32,
  });
  // #endregion client
  deepEqual(await stateData.getItem(await stateData.putItem("thing", 1)), 1);
  equal((await stateData.deleteItems("thing")).rows, 1);

  // Nothing is read from the environment here: without a table, local items have no place.
  const global = new StateDataClient({ clients });
  const pointer = await global.putGlobalItem({ table_name: table, partition_key: "n:k" }, "there");
  deepEqual(await global.getGlobalItem(pointer), "there");

  for (const wrong of [{ ttlDays: 0 }, { overflowAbove: -1 }, { concurrency: Number.NaN }]) {
    throws(() => new StateDataClient(wrong), { name: "InvalidArgumentError" });
  }
}
