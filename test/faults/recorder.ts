import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exchange, Outcome, RecordedRequest, Service } from "./exchange.js";
import { elements, isObject, type Json, type JsonObject } from "./json.js";
import { operationOf } from "./operation.js";

/** What went through a proxy since it started or was reset. */
export interface Recorder {
  readonly requests: readonly RecordedRequest[];
  /** The most requests that were under way at once, as the clients see it. */
  readonly inFlightMax: number;
  /** Of the bodies of all requests. */
  readonly bytesSent: number;
  /** Makes the exchange of a request that has come in whole, and follows it to its end. */
  record(incoming: IncomingMessage, response: ServerResponse, body: Buffer): Exchange;
  reset(): void;
}

export function createRecorder(service: Service, closing: AbortSignal): Recorder {
  const requests: RecordedRequest[] = [];
  const inFlight = new Set<ServerResponse>();
  let inFlightMax = 0;
  let bytesSent = 0;

  return {
    requests,
    get inFlightMax() {
      return inFlightMax;
    },
    get bytesSent() {
      return bytesSent;
    },
    record({ method = "GET", url: path = "/", headers: received }, response, body) {
      const headers = Object.fromEntries(
        Object.entries(received).map(([name, value]) => [name, String(value)]),
      );
      const input = service === "dynamodb" ? parsed(body) : undefined;
      const request: RecordedRequest = {
        index: requests.length,
        ...operationOf(service, method, path, headers),
        method,
        path,
        headers,
        ...(input !== undefined && { input }),
        bytes: body.length,
        started: performance.now(),
        faults: [],
      };
      requests.push(request);
      bytesSent += body.length;
      inFlight.add(response);
      inFlightMax = Math.max(inFlightMax, inFlight.size);
      response.once("close", () => {
        request.ended = performance.now();
        if (response.headersSent) request.status = response.statusCode;
        inFlight.delete(response);
      });
      return { service, request, body, closing, ...(input !== undefined && { input }) };
    },
    reset() {
      requests.length = 0;
      bytesSent = 0;
      inFlightMax = inFlight.size;
    },
  };
}

/** Notes the write units in a store's answer to a write, if it tells them. */
export function noteWriteUnits(request: RecordedRequest, outcome: Outcome): void {
  const reads = ["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"];
  if (request.input?.ReturnConsumedCapacity === undefined) return;
  if (outcome.type !== "answer" || reads.includes(request.operation)) return;
  const consumed = parsed(outcome.answer.body)?.ConsumedCapacity;
  const capacities = isObject(consumed) ? [consumed] : elements(consumed);
  const units = capacities.map((one) => (isObject(one) ? Number(one.CapacityUnits ?? 0) : 0));
  if (units.length > 0) request.writeUnits = units.reduce((total, one) => total + one, 0);
}

function parsed(body: Buffer): JsonObject | undefined {
  try {
    const json: Json = JSON.parse(body.toString());
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
