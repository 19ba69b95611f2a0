import { equal } from "node:assert/strict";
// #region subscribe
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { STATE_DATA_CHANNEL, type StateDataEvent } from "sfn-task-tools";

const log = (message: unknown) => {
  const { operation, partitionKey, items, units, retries, duration, error } =
    message as StateDataEvent;
  console.info(JSON.stringify({ operation, partitionKey, items, units, retries, duration, error }));
};

// Outside the handler: once for the life of the function.
subscribe(STATE_DATA_CHANNEL, log);

// #endregion subscribe
import type { Stage } from "./support/stage.js";

export default async function ({ stateData }: Stage) {
  const info = console.info;
  const lines: string[] = [];
  console.info = (line: string) => lines.push(line);
  try {
    await stateData.putItems("letters", ["a", "b"]);
  } finally {
    console.info = info;
    unsubscribe(STATE_DATA_CHANNEL, log);
  }
  const event = JSON.parse(lines[0] ?? "");
  equal(event.operation, "putItems");
  equal(event.items, 2);
  equal(event.units, 3); // two rows and the head
}
