import { deepEqual } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData, context, table }: Stage) {
  // #region put-item
  const pointer = await stateData.putItem("show", { title: "Seinfeld", seasons: 9 });
  // { table_name: "state-data", partition_key: "<machine>/<execution>:show", key: "show" }
  // #endregion put-item
  deepEqual(pointer, {
    table_name: table,
    partition_key: `${context.execution?.namespace}:show`,
    key: "show",
  });

  // #region get-item
  const byKey = await stateData.getItem<{ title: string }>("show");
  const byPointer = await stateData.getItem(pointer); // its type is the pointer's
  // #endregion get-item
  deepEqual(byKey, { title: "Seinfeld", seasons: 9 });
  deepEqual(byPointer.seasons, 9);

  // #region put-again
  await stateData.putItem(pointer, { title: "Seinfeld", seasons: 10 });
  // #endregion put-again
  deepEqual((await stateData.getItem(pointer)).seasons, 10);
}
