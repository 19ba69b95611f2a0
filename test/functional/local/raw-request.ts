import { type IncomingHttpHeaders, request } from "node:http";
import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Sent as it is, so that nothing normalises it. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What makes a request look signed; the local stores verify no signature. */
export const SIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
  "x-amz-date": "20260101T000000Z",
} as const;

/** One HTTP request below any SDK. */
export function rawRequest(endpoint: string, options: RawRequest = {}): Promise<RawAnswer> {
  const { method = "GET", path = "/", headers = {}, body } = options;
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", reject);
      incoming.on("end", () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** A DynamoDB operation with a body of any text. */
export function rawOperation(endpoint: string, operation: string, body: string) {
  return rawRequest(endpoint, {
    method: "POST",
    headers: {
      ...SIGNED,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
    },
    body,
  });
}

/** Writes bytes to the port, and resolves with what comes back until the other side closes, or `closeAfterMs` passes. */
export function rawBytes(endpoint: string, bytes: string, closeAfterMs = 500): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    const timer = setTimeout(() => socket.destroy(), closeAfterMs);
    socket.on("data", (chunk) => {
      received += chunk.toString();
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(received);
    });
  });
}
