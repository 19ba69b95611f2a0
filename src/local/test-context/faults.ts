import { setTimeout as sleep } from "node:timers/promises";
import { CutConnection } from "../http/cut-connection.js";
import type { HttpRequest, HttpResponse, HttpService } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { type Operation, operationOf } from "./operation.js";
import { processHalf } from "./process-half.js";

/** Which requests a fault meets. */
export interface FaultRule {
  /** Only requests for this operation. Default: every request to DynamoDB, S3 and Step Functions. */
  readonly operation?: Operation | undefined;
  /** How many requests meet it, counted from now on; may be Infinity. Default 1. */
  readonly times?: number | undefined;
}

/** Switches for what goes wrong on AWS. Each meets the next requests, in the order they were set. */
export interface Faults {
  /** Refused for the time being: the client tries again. */
  throttle(rule?: FaultRule): void;
  /** An error of the service itself: the client tries again. */
  fail(rule?: FaultRule): void;
  /** The role may not do that: permanent. */
  deny(rule?: FaultRule): void;
  /** The connection is cut before the request has an effect. */
  cut(rule?: FaultRule): void;
  /** The request takes effect, and the connection is cut before its answer. */
  loseAnswer(rule?: FaultRule): void;
  /** The request takes so many milliseconds more. */
  delay(milliseconds: number, rule?: FaultRule): void;
  /** A BatchWriteItem does half of its work and gives the rest back. */
  unprocessed(rule?: Pick<FaultRule, "times">): void;
  /** From now on nothing goes wrong any more. */
  clear(): void;
}

/** What a fault makes of a request. */
type Fault = (request: HttpRequest, service: HttpService) => Promise<HttpResponse>;

interface Pending {
  readonly operation: Operation | undefined;
  readonly fault: Fault;
  left: number;
}

/** The switches, and what puts them before a service. */
export function createFaults() {
  let pending: Pending[] = [];
  let isSuspended = false;

  function set(fault: Fault, { operation, times = 1 }: FaultRule = {}): void {
    pending.push({ operation, fault, left: times });
  }

  function next(request: HttpRequest): Fault | undefined {
    if (isSuspended) return undefined;
    const name = operationOf(request);
    const met = pending.find(({ operation, left }) => left > 0 && (operation ?? name) === name);
    if (met !== undefined) met.left -= 1;
    return met?.fault;
  }

  const faults: Faults = {
    throttle: (rule) => set(refuse(throttled), rule),
    fail: (rule) => set(refuse(failed), rule),
    deny: (rule) => set(refuse(denied), rule),
    cut: (rule) => set(cutBefore, rule),
    loseAnswer: (rule) => set(cutAfter, rule),
    delay: (milliseconds, rule) => set(delayed(milliseconds), rule),
    unprocessed: (rule) => set(processHalf, { ...rule, operation: "BatchWriteItem" }),
    clear: () => {
      pending = [];
    },
  };

  return {
    faults,
    wrap: (service: HttpService): HttpService => ({
      ...service,
      handle: (request) => next(request)?.(request, service) ?? service.handle(request),
    }),

    /** Does work of the test's own, which meets no fault. */
    async without<T>(work: () => Promise<T>): Promise<T> {
      isSuspended = true;
      try {
        return await work();
      } finally {
        isSuspended = false;
      }
    },
  };
}

/** The services' own words for the same thing. S3's requests are those without a target. */
function refuse(error: (isS3: boolean) => WireException): Fault {
  return async ({ headers }) => {
    throw error(headers["x-amz-target"] === undefined);
  };
}

function throttled(isS3: boolean): WireException {
  return isS3
    ? new WireException(503, "SlowDown", "Please reduce your request rate.")
    : new WireException(400, "ThrottlingException", "Rate exceeded");
}

function failed(isS3: boolean): WireException {
  const code = isS3 ? "InternalError" : "InternalServerError";
  return new WireException(500, code, "We encountered an internal error. Please try again.");
}

function denied(isS3: boolean): WireException {
  return isS3
    ? new WireException(403, "AccessDenied", "Access Denied")
    : new WireException(400, "AccessDeniedException", "The role is not authorized to perform this");
}

const cutBefore: Fault = async () => {
  throw new CutConnection();
};

const cutAfter: Fault = async (request, service) => {
  await service.handle(request);
  throw new CutConnection();
};

function delayed(milliseconds: number): Fault {
  return async (request, service) => {
    await sleep(milliseconds, undefined, { signal: request.signal });
    return service.handle(request);
  };
}
