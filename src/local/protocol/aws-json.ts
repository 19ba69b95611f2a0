import type { HttpRequest, HttpResponse, HttpService } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";

/** What AWS JSON 1.0 carries: https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html. */
export type WireInput = Readonly<Record<string, unknown>>;

/** One operation of a service: its answer is sent as JSON, members that are undefined are left out. */
export type WireOperation = (input: WireInput, signal: AbortSignal) => Promise<object> | object;

const TYPE = { "content-type": "application/x-amz-json-1.0" };

/** A service that speaks AWS JSON 1.0, by the operations of its target prefix. */
export function awsJsonService(
  prefix: string,
  operationOf: (name: string) => WireOperation,
): HttpService {
  return {
    async handle(request) {
      const { name, input } = readCall(request, prefix);
      const answer = await operationOf(name)(input, request.signal);
      return { status: 200, headers: TYPE, body: JSON.stringify(answer) };
    },
    formatError,
    async close() {},
  };
}

function readCall(request: HttpRequest, prefix: string): { name: string; input: WireInput } {
  const target = request.headers["x-amz-target"] ?? "";
  if (request.method !== "POST" || !target.startsWith(`${prefix}.`)) {
    const expected = `Expected a POST with the header X-Amz-Target: ${prefix}.<operation>`;
    throw new WireException(400, "UnknownOperationException", expected);
  }
  return { name: target.slice(prefix.length + 1), input: readInput(request.body) };
}

function readInput(body: Buffer): WireInput {
  let value: unknown;
  try {
    value = JSON.parse(body.toString() || "{}");
  } catch {
    throw new WireException(400, "SerializationException", "Expected the body to be JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new WireException(400, "SerializationException", "Expected the body to be a JSON object");
  }
  // A member that is null and one that is absent are the same.
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members) as WireInput; // entries of an object
}

/** An error as the service sends it. */
export function formatError({ status, code, message }: WireException): HttpResponse {
  return { status, headers: TYPE, body: JSON.stringify({ __type: code, message }) };
}
