import { deepEqual, rejects } from "node:assert/strict";
import { StateDataClient } from "sfn-task-tools";
import type { Stage } from "./support/stage.js";

export default async function ({ table, bucket, context }: Stage) {
  const namespace = `${context.execution?.namespace}-catalogue`;
  // #region client
  const stateData = new StateDataClient({ bucket, trusted: { tables: [table] } });
  // #endregion client

  // #region put-global-item
  const location = { table_name: table, partition_key: `${namespace}:show` };
  const show = await stateData.putGlobalItem(location, { title: "Seinfeld" });
  // #endregion put-global-item
  deepEqual(show, { ...location, key: "show" });

  // #region get-global-item
  const { title } = await stateData.getGlobalItem(show);
  const same = await stateData.getGlobalItem<{ title: string }>(location);
  // #endregion get-global-item
  deepEqual(title, "Seinfeld");
  deepEqual(same, { title });

  // #region put-global-items
  const place = { table_name: table, partition_key: `${namespace}:characters` };
  const characters = await stateData.putGlobalItems(place, ["jerry", "elaine"]);
  // #endregion put-global-items

  // #region get-global-items
  const names = await stateData.getGlobalItems(characters);
  for await (const name of stateData.iterateGlobalItems(characters)) console.log(name);
  // #endregion get-global-items
  deepEqual(names, ["jerry", "elaine"]);
  deepEqual(await stateData.getGlobalItems(place), names);

  // #region delete-global-items
  await stateData.deleteGlobalItems(characters); // { rows: 2, objects: 0 }
  // #endregion delete-global-items
  await rejects(stateData.getGlobalItems(place), { name: "StateDataNotFoundError" });

  await rejects(stateData.getGlobalItem({ ...show, table_name: "elsewhere" }), {
    name: "UntrustedPointerError",
    resource: "elsewhere",
  });
}
