import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { STATE_DATA_CHANNEL, type StateDataEvent } from "sfn-task-tools";

/** What all calls on state data took. */
export interface Usage {
  readonly calls: number;
  readonly requests: number;
  readonly retries: number;
  readonly writeUnits: number;
  /** Bytes of JSON that were put. */
  readonly keptBytes: number;
}

/** Adds up what the library tells of each call, until it is disposed of. */
export function observeUsage(): Usage & Disposable {
  const usage = {
    calls: 0,
    requests: 0,
    retries: 0,
    writeUnits: 0,
    keptBytes: 0,
    [Symbol.dispose]: () => void unsubscribe(STATE_DATA_CHANNEL, add),
  };
  const add = (message: unknown) => {
    const event = message as StateDataEvent; // all that comes here
    usage.calls += 1;
    usage.requests += event.requests;
    usage.retries += event.retries;
    if (!event.operation.startsWith("put")) return;
    usage.writeUnits += event.units;
    usage.keptBytes += event.bytes;
  };
  subscribe(STATE_DATA_CHANNEL, add);
  return usage;
}
