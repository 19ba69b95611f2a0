import { deepEqual, rejects } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  // #region empty
  const nobody = await stateData.putItems("characters", []);

  await stateData.getItems(nobody); // []
  await stateData.getItems("characters"); // []
  // #endregion empty
  deepEqual(nobody.items, []);
  deepEqual(await stateData.getItems(nobody), []);
  deepEqual(await stateData.getItems("characters"), []);
  await rejects(stateData.getItems("never put"), { name: "StateDataNotFoundError" });
}
