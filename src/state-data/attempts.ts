import { setMaxListeners } from "node:events";
import { fullJitter, sleep } from "../shared/poll.js";
import { StateDataUnavailableError } from "./errors.js";
import { type Meter, newMeter } from "./meter.js";

/** One call of a client's method: what ends it early, and what its requests cost. */
export interface Call {
  /** Aborts at the deadline, or when the caller says so. */
  readonly signal: AbortSignal;
  /** Milliseconds that one request may take before it is given up and sent again. */
  readonly requestTimeout: number;
  readonly meter: Meter;
}

/**
 * Begins a call that ends at its time limit (milliseconds) or with one of the signals. `end` must be
 * called when it is over: it lets go of the timer and the signals.
 */
export function startCall(
  signals: readonly (AbortSignal | undefined)[],
  timeLimit: number,
  requestTimeout: number,
): { readonly call: Call; end(): void } {
  const controller = new AbortController();
  const given = signals.filter((signal) => signal !== undefined);
  // Many requests may wait on one signal; each takes its listener away when it is over.
  setMaxListeners(0, controller.signal, ...given);
  const stops = given.map((signal) => {
    const stop = () => controller.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    return () => signal.removeEventListener("abort", stop);
  });
  const timer = Number.isFinite(timeLimit)
    ? setTimeout(() => controller.abort(new TimeLimit(timeLimit)), timeLimit)
    : undefined;
  return {
    call: {
      signal: controller.signal,
      requestTimeout,
      meter: newMeter(),
    },
    end() {
      clearTimeout(timer);
      for (const stop of stops) stop();
    },
  };
}

/** A part of a call whose requests can be aborted together, while the call goes on. */
export function scopeOf(call: Call): { readonly scope: Call; abort(reason?: unknown): void } {
  const siblings = new AbortController();
  const signal = AbortSignal.any([call.signal, siblings.signal]);
  setMaxListeners(0, signal);
  return { scope: { ...call, signal }, abort: (reason) => siblings.abort(reason) };
}

/** Requests in a row that may fail for a passing reason before a call gives up: about ten seconds of waits. */
export const MAX_ATTEMPTS = 10;

/**
 * Sends until it succeeds, fails for good, or the call's time is up. The waits have full jitter.
 *
 * @param patience milliseconds on top of the call's `requestTimeout`, for large bodies.
 * @throws StateDataUnavailableError
 */
export async function attempt<T>(
  call: Call,
  send: (signal: AbortSignal) => Promise<T>,
  patience = 0,
): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await sendOnce(call, send, patience);
    } catch (error) {
      if (call.signal.aborted) throw ended(call.signal);
      if (!isTransient(error)) throw error;
      failures += 1;
      if (failures >= MAX_ATTEMPTS) throw exhausted(error);
      call.meter.retries += 1;
      await waitBeforeRetry(call, failures - 1);
    }
  }
}

/** Milliseconds on top of a request's limit for a body of so many bytes: a second for each MiB. */
export function patienceFor(bytes: number): number {
  return (bytes / 1_048_576) * 1_000;
}

/** One request under the call's limits, with no retry. */
export async function sendOnce<T>(
  call: Call,
  send: (signal: AbortSignal) => Promise<T>,
  patience = 0,
): Promise<T> {
  if (call.signal.aborted) throw ended(call.signal);
  const request = new AbortController();
  const giveUp = () => request.abort(call.signal.reason);
  call.signal.addEventListener("abort", giveUp, { once: true });
  const limit = call.requestTimeout + patience;
  const timer = setTimeout(() => request.abort(new RequestTimeout(limit)), limit);
  call.meter.requests += 1;
  try {
    return await send(request.signal);
  } catch (error) {
    throw request.signal.reason instanceof RequestTimeout ? request.signal.reason : error;
  } finally {
    clearTimeout(timer);
    call.signal.removeEventListener("abort", giveUp);
  }
}

/** @throws StateDataUnavailableError when the call ends while it waits. */
export async function waitBeforeRetry(call: Call, failures: number): Promise<void> {
  try {
    await sleep(fullJitter(failures), call.signal);
  } catch {
    throw ended(call.signal);
  }
}

/** The call's own end, be it the deadline or the caller's wish. */
export function ended(
  signal: AbortSignal,
  progress?: { done: number; total?: number | undefined },
) {
  const { reason } = signal;
  const why =
    reason instanceof Error && reason.name === "TimeoutError"
      ? "The deadline came"
      : "The call was aborted";
  return new StateDataUnavailableError(`${why} before it was done${told(progress)}.`, {
    ...progress,
    cause: reason,
  });
}

/** All attempts failed for reasons that pass by themselves. */
export function exhausted(
  cause: unknown,
  progress?: { done: number; total?: number | undefined },
): StateDataUnavailableError {
  const last = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new StateDataUnavailableError(
    `Gave up after ${MAX_ATTEMPTS} attempts${told(progress)}; the last failed with ${last}.`,
    { ...progress, cause },
  );
}

function told(progress: { done: number; total?: number | undefined } | undefined): string {
  if (progress === undefined) return "";
  const total = progress.total === undefined ? "" : ` of ${progress.total}`;
  return ` (${progress.done}${total} rows were)`;
}

/** The name is the platform's for what AbortSignal.timeout gives. */
class TimeLimit extends Error {
  override readonly name = "TimeoutError";
  constructor(milliseconds: number) {
    super(`Not done within ${milliseconds} ms`);
  }
}

class RequestTimeout extends Error {
  override readonly name = "TimeoutError";
  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms`);
  }
}

/** Errors that say: not now. DynamoDB's throttling is HTTP 400, so the status alone does not tell. */
const THROTTLES = new Set([
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "SlowDown",
]);

const TRANSIENT_NAMES = new Set([
  "ConditionalRequestConflict",
  "InternalError",
  "InternalServerError",
  "OperationAborted",
  "RequestTimeout",
  "RequestTimeoutException",
  "ServiceUnavailable",
  "TimeoutError",
  "TransactionConflictException",
]);

const NETWORK_CODES = new Set([
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EAI_AGAIN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ETIMEDOUT",
]);

export function isThrottle(error: unknown): boolean {
  return error instanceof Error && THROTTLES.has(error.name);
}

/** Whether the same request may well succeed a moment later. All that we send may be sent twice. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (THROTTLES.has(error.name) || TRANSIENT_NAMES.has(error.name)) return true;
  if ("code" in error && NETWORK_CODES.has(String(error.code))) return true;
  const { $metadata, $response } = error as AwsErrorFields;
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  if (status === undefined) return /socket hang up|aborted/i.test(error.message);
  // An error in spite of a good answer: its body broke off or was garbled on the way.
  return status >= 500 || status === 408 || status === 429 || (status >= 200 && status < 300);
}

/** What the SDK adds to its errors. */
interface AwsErrorFields {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}
