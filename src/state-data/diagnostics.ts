import { channel } from "node:diagnostics_channel";
import type { Meter } from "./meter.js";
import type { Target } from "./pointer.js";

/** The diagnostics channel on which each call of a StateDataClient publishes one StateDataEvent. */
export const STATE_DATA_CHANNEL = "sfn-task-tools:state-data";

/** The methods that make calls; the Global and Map iteration forms count as the ones they stand for. */
export type StateDataOperation =
  | "putItem"
  | "putItems"
  | "getItem"
  | "getItems"
  | "iterateItems"
  | "deleteItems"
  | "getMapOutputs"
  | "deleteMapOutputs";

/** What one call did and what it took. Never the data. */
export interface StateDataEvent extends Readonly<Meter> {
  readonly operation: StateDataOperation;
  readonly table: string;
  /** `<namespace>:<key>`, or a list's own. */
  readonly partitionKey: string;
  /** Milliseconds. */
  readonly duration: number;
  /** The error's name; undefined when the call succeeded. */
  readonly error: string | undefined;
}

/** Where a call reports to; with no subscriber it costs two look-ups. */
export function reportTo(operation: StateDataOperation, { table, partitionKey }: Target) {
  const stateData = channel(STATE_DATA_CHANNEL);
  const start = performance.now();
  return (meter: Meter, error?: unknown) => {
    if (!stateData.hasSubscribers) return;
    const event: StateDataEvent = {
      operation,
      table,
      partitionKey,
      ...meter,
      duration: performance.now() - start,
      error: error === undefined ? undefined : nameOf(error),
    };
    stateData.publish(event);
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "Error";
}
