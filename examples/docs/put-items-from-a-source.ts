import { deepEqual } from "node:assert/strict";
import type { Stage } from "./support/stage.js";

async function fetchPage(page: number): Promise<{ names: string[]; isLast: boolean }> {
  return { names: [`a${page}`, `b${page}`], isLast: page === 2 };
}

export default async function ({ stateData }: Stage) {
  // #region source
  async function* allNames() {
    for (let page = 0; ; page++) {
      const { names, isLast } = await fetchPage(page);
      yield* names;
      if (isLast) return;
    }
  }

  const pointer = await stateData.putItems("names", allNames());
  // #endregion source
  deepEqual(pointer.items, [1, 1, 1, 1, 1, 1]);
  deepEqual(await stateData.getItems(pointer), ["a0", "b0", "a1", "b1", "a2", "b2"]);
}
