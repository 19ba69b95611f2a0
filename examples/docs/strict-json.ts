import { deepEqual, rejects } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  const loadShow = async () => ({ title: "Seinfeld" });
  // #region refused
  const putting = stateData.putItem("result", { ratings: [8.9, Number.NaN] });
  // rejects with InvalidArgumentError: … expected a JSON value at $.ratings[1], got NaN. …
  // #endregion refused
  await rejects(putting, { name: "InvalidArgumentError", message: /at \$\.ratings\[1\], got NaN/ });
  const refused = [{ at: 1n }, { list: [undefined] }, { map: new Map() }, { show: loadShow() }];
  for (const data of [...refused, undefined, () => 1]) {
    await rejects(stateData.putItem("result", data), { name: "InvalidArgumentError" });
  }
  await stateData.putItem("result", { at: new Date(0), left: undefined, b: "out" });
  deepEqual(await stateData.getItem("result"), { at: "1970-01-01T00:00:00.000Z", b: "out" });
}
