import { subscribe } from "node:diagnostics_channel";
import type { Logger } from "@aws-lambda-powertools/logger";
import { type Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Tracer } from "@aws-lambda-powertools/tracer";
import { STATE_DATA_CHANNEL, type StateDataEvent } from "sfn-task-tools";

/** Feeds what each call on state data did and took to Powertools. Call it once, outside the handler. */
export function observeStateData(to: { logger: Logger; metrics: Metrics; tracer: Tracer }): void {
  subscribe(STATE_DATA_CHANNEL, (message) => {
    const event = message as StateDataEvent; // all that this channel publishes
    const { operation, partitionKey, error } = event;

    if (error === undefined) to.logger.debug("state data", { stateData: event });
    else to.logger.warn(`state data: ${operation} failed`, { stateData: event });

    to.metrics.addMetric("StateDataDuration", MetricUnit.Milliseconds, event.duration);
    to.metrics.addMetric("StateDataUnits", MetricUnit.Count, event.units);
    to.metrics.addMetric("StateDataStoredBytes", MetricUnit.Bytes, event.storedBytes);
    to.metrics.addMetric("StateDataRetries", MetricUnit.Count, event.retries);

    to.tracer.putMetadata(`${operation} ${partitionKey}`, event, "state-data");
  });
}
