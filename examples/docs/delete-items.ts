import { deepEqual, rejects } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  // #region delete
  const pointer = await stateData.putItems("characters", ["jerry", "elaine"]);
  const deleted = await stateData.deleteItems(pointer); // { rows: 2, objects: 0 }
  // #endregion delete
  deepEqual(deleted, { rows: 2, objects: 0 });
  deepEqual(await stateData.deleteItems(pointer), { rows: 0, objects: 0 });
  await rejects(stateData.getItems("characters"), { name: "StateDataNotFoundError" });

  const first = await stateData.putItems("list", [1]);
  await stateData.putItems("list", [2]);
  await stateData.deleteItems(first);
  deepEqual(await stateData.getItems("list"), [2]);

  await stateData.putItem("rows", 0, { index: 0 });
  const one = await stateData.putItem("rows", 1, { index: 1 });
  // #region delete-one
  await stateData.deleteItems(one); // the row at the pointer's index, and no other
  await stateData.deleteItems("rows"); // all that the name stands for
  // #endregion delete-one
  await rejects(stateData.getItems("rows"), { name: "StateDataNotFoundError" });
}
