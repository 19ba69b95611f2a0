import { deepEqual, rejects } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  // #region index
  const first = await stateData.putItem("pages", "the first page", { index: 0 });
  const third = await stateData.putItem("pages", "the third page", { index: 2 });

  await stateData.getItem("pages", { index: 2 }); // "the third page"
  await stateData.getItem(third); // the same: the pointer carries its index
  // #endregion index
  deepEqual(first.index, 0);
  deepEqual(await stateData.getItem("pages", { index: 2 }), "the third page");
  deepEqual(await stateData.getItem(third), "the third page");

  await rejects(stateData.getItems("pages"), { name: "StateDataNotFoundError", missing: [1] });
  // #region allow-missing
  const pages = await stateData.getItems<string>("pages", { allowMissing: true });
  // ["the first page", undefined, "the third page"]
  // #endregion allow-missing
  deepEqual(pages, ["the first page", undefined, "the third page"]);
}
