import { deepEqual, rejects } from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { Context, StateDataNotFoundError } from "sfn-task-tools";
import { taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

export default async function (stage: Stage) {
  const event = taskEvent(stage, {});
  // #region ttl
  const { stateData } = Context.fromEvent(event, { ttlDays: 400 }); // a run may take a year
  // #endregion ttl
  deepEqual(await stateData.getItem(await stateData.putItem("thing", 1)), 1);

  const shortLived = Context.fromEvent(event, { ttlDays: 0.4 / 86_400 }).stateData;
  const pointer = await shortLived.putItem("thing", 1);
  await sleep(1_100);
  await rejects(stateData.getItem(pointer), (error) => {
    // #region expired
    if (error instanceof StateDataNotFoundError && error.expired) {
      console.error("Raise ttlDays where it is put:", error.place.partitionKey);
    }
    // #endregion expired
    return error instanceof StateDataNotFoundError && error.expired;
  });
}
