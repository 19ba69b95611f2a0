import { deepEqual, rejects } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  // #region replace
  const letters = await stateData.putItems("letters", ["a", "b", "c"]);
  await stateData.putItem(letters, "B", { index: 1 });

  await stateData.getItems(letters); // ["a", "B", "c"]
  // #endregion replace
  deepEqual(await stateData.getItems(letters), ["a", "B", "c"]);

  // By its name it would be a single row beside the list, so that the name means two things.
  await stateData.putItem("letters", "B", { index: 1 });
  await rejects(stateData.getItems("letters"), { name: "StateDataConflictError" });
  deepEqual(await stateData.getItems(letters), ["a", "B", "c"]);
}
