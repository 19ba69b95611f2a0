import { deepEqual, equal, rejects } from "node:assert/strict";
import {
  SfnTaskToolsError,
  STATE_DATA_RETRY,
  StateDataClient,
  StateDataNotFoundError,
} from "sfn-task-tools";
import { readDocument } from "./support/events.js";
import type { Stage } from "./support/stage.js";

export default async function ({ stateData, clients, table }: Stage) {
  // #region catch
  async function getOr<T>(key: string, otherwise: T): Promise<T> {
    try {
      return await stateData.getItem<T>(key);
    } catch (error) {
      if (error instanceof StateDataNotFoundError && !error.expired) return otherwise;
      throw error;
    }
  }
  const settings = await getOr("settings", { limit: 10 });
  // #endregion catch
  deepEqual(settings, { limit: 10 });

  // #region retry
  const collect = {
    Type: "Task",
    Resource: "arn:aws:lambda:us-east-1:123456789012:function:collect",
    Retry: STATE_DATA_RETRY,
    End: true,
  };
  // #endregion retry
  const { States } = readDocument<{ States: { Collect: { Retry: unknown[] } } }>("errors.asl.json");
  deepEqual([States.Collect.Retry[0]], collect.Retry);

  const list = await stateData.putItems("list", [1]);
  await rejects(stateData.getItem(list, { index: 1 }), (error: SfnTaskToolsError) => {
    equal(error instanceof SfnTaskToolsError, true);
    equal(error.name, "StateDataNotFoundError");
    return true;
  });
  const elsewhere = new StateDataClient({ table: "no-such-table", namespace: "n", clients });
  await rejects(elsewhere.getItem("thing"), {
    name: "StateDataAccessError",
    resource: "no-such-table",
    reason: "missing",
  });
  await rejects(elsewhere.getItem(list), { name: "UntrustedPointerError", resource: table });
  const noBucket = new StateDataClient({ table, namespace: "n", clients, compression: "none" });
  await rejects(noBucket.putItem("large", "x".repeat(500_000)), {
    name: "PayloadTooLargeError",
    limit: 409_600,
  });
}
