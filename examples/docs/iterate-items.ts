import { deepEqual } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  const pointer = await stateData.putItems("orders", [{ total: 1 }, { total: 2 }, { total: 39 }]);
  // #region iterate
  let total = 0;
  for await (const order of stateData.iterateItems(pointer)) {
    total += order.total;
  }
  // #endregion iterate
  deepEqual(total, 42);
}
