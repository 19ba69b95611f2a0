import { type ListPointer, StateDataClient } from "sfn-task-tools";
import { type Contestant, PARALLELISM, type Setting } from "./contestant.js";

/** This library, as it comes: with the clients that it makes itself. */
export function createLibrary(setting: Setting): Contestant<ListPointer> {
  const stateData = new StateDataClient({
    ...setting,
    namespace: "bench/library",
    concurrency: PARALLELISM,
  });
  return {
    put: (items) => stateData.putItems("list", items),
    get: (pointer) => stateData.getItems(pointer),
  };
}
