import { randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { TaskFailure } from "../engine/index.js";
import type { FoundFunction, FunctionContext } from "./functions.js";

/** What Lambda says of a run of a function. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: JsonValue;
}

/** The longest run of a Lambda function. */
const LONGEST_MS = 900_000;

/** Runs a function as Lambda would. Rejects with TaskFailure in Lambda's shapes. */
export async function invoke(
  { name, arn, run }: FoundFunction,
  event: JsonValue,
  signal: AbortSignal,
): Promise<Invocation> {
  const requestId = randomUUID();
  if (typeof run === "string") return { requestId, payload: await post(run, event, signal) };
  // A copy, as over a wire: a function cannot reach into the execution.
  const copy = JSON.parse(JSON.stringify(event)) as JsonValue; // from JSON
  let result: unknown;
  try {
    result = await run(copy, contextOf(name, arn, requestId));
  } catch (error) {
    throw new TaskFailure(failureOf(error, requestId));
  }
  return { requestId, payload: payloadOf(result, requestId) };
}

function contextOf(name: string, arn: string, awsRequestId: string): FunctionContext {
  const end = Date.now() + LONGEST_MS;
  return {
    functionName: name,
    functionVersion: "$LATEST",
    invokedFunctionArn: arn,
    awsRequestId,
    memoryLimitInMB: "128",
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - Date.now()),
  };
}

/** What Node's runtime on Lambda makes of something thrown. */
function failureOf(error: unknown, requestId: string) {
  if (!(error instanceof Error)) {
    const errorType = error === null ? "object" : typeof error;
    const cause = { errorType, errorMessage: describe(error), trace: [] as string[] };
    return { error: errorType, cause: JSON.stringify(cause) };
  }
  const errorType = error.name || "Error";
  const trace = (error.stack ?? "").split("\n");
  const cause = { errorMessage: error.message, errorType, requestId, trace };
  return { error: errorType, cause: JSON.stringify(cause) };
}

function describe(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/** What a function returns goes as JSON; what JSON cannot carry fails it, as on Lambda. */
function payloadOf(result: unknown, requestId: string): JsonValue {
  if (result === undefined) return null;
  try {
    const text = JSON.stringify(result);
    return text === undefined ? null : (JSON.parse(text) as JsonValue); // from JSON
  } catch (error) {
    const errorMessage = `Unable to stringify response body: ${error instanceof Error ? error.message : error}`;
    const cause = { errorType: "Runtime.MarshalError", errorMessage, requestId, trace: [] };
    throw new TaskFailure({ error: "Runtime.MarshalError", cause: JSON.stringify(cause) });
  }
}

/** A function behind HTTP: the event is POSTed, the answer is the payload; `X-Amz-Function-Error` marks a failure. */
async function post(url: string, event: JsonValue, signal: AbortSignal): Promise<JsonValue> {
  let answer: Response;
  let text: string;
  try {
    const headers = { "content-type": "application/json" };
    answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(event), signal });
    text = await answer.text();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TaskFailure({
      error: "Lambda.SdkClientException",
      cause: `Unable to execute HTTP request: ${reason}`,
    });
  }
  const payload = jsonOr(text);
  if (answer.ok && answer.headers.get("x-amz-function-error") === null) return payload;
  const { errorType = "Lambda.Unknown" } = (payload ?? {}) as { errorType?: unknown }; // looked at below
  throw new TaskFailure({ error: String(errorType), cause: text });
}

function jsonOr(text: string): JsonValue {
  try {
    return text === "" ? null : (JSON.parse(text) as JsonValue); // from JSON
  } catch {
    return text;
  }
}
