import { deepEqual, match } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  // #region put-items
  const pointer = await stateData.putItems("characters", [{ name: "jerry" }, { name: "elaine" }]);
  // { table_name, partition_key, key: "characters~<generation>", items: [1, 1] }
  // #endregion put-items
  deepEqual(Object.keys(pointer), ["table_name", "partition_key", "key", "items"]);
  match(pointer.key, /^characters~[0-9a-v]{16}$/);
  deepEqual(pointer.items, [1, 1]);

  // #region get-items
  const byPointer = await stateData.getItems(pointer); // exactly this list
  const byKey = await stateData.getItems<{ name: string }>("characters"); // the newest list
  const elaine = await stateData.getItem(pointer, { index: 1 });
  // #endregion get-items
  deepEqual(byPointer, [{ name: "jerry" }, { name: "elaine" }]);
  deepEqual(byKey, byPointer);
  deepEqual(elaine, { name: "elaine" });

  // #region generations
  const newer = await stateData.putItems("characters", [{ name: "kramer" }]);

  await stateData.getItems("characters"); // [{ name: "kramer" }]
  await stateData.getItems(pointer); // [{ name: "jerry" }, { name: "elaine" }], as before
  // #endregion generations
  deepEqual(await stateData.getItems("characters"), [{ name: "kramer" }]);
  deepEqual(await stateData.getItems(newer), [{ name: "kramer" }]);
  deepEqual(await stateData.getItems(pointer), byPointer);

  const copy: typeof pointer = JSON.parse(JSON.stringify(pointer));
  deepEqual(await stateData.getItems(copy), byPointer);
}
