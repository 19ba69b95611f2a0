import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { refuseBrowsers } from "./browser-guard.js";
import { CutConnection } from "./cut-connection.js";
import { readBody } from "./read-body.js";
import { asWireException, WireException } from "./wire-exception.js";

/** A request that was received whole; header names are in lower case. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query as sent, still percent-encoded. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Aborts when the client is gone before it has its answer. */
  readonly signal: AbortSignal;
}

/** An answer that is complete before its first byte is sent; header names are in lower case. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A service behind the listener: it sees no socket, and what it throws becomes an answer. */
export interface HttpService {
  handle(request: HttpRequest): Promise<HttpResponse>;
  /** The error in the shape in which this service sends errors. */
  formatError(error: WireException): HttpResponse;
  close(): Promise<void>;
}

export interface ListenerOptions {
  readonly service: HttpService;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly maxRequestBytes: number;
  readonly allowedHosts: ReadonlySet<string>;
}

export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Binds a port in front of a service. Requests of web pages are refused, bodies are limited and
 * buffered, no CORS header is ever sent, and whatever a client does ends in an answer or a closed
 * connection.
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const working = new Set<Promise<void>>();
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 60_000 },
    (request, response) => start(request, response),
  );
  server.on("checkContinue", start);
  server.on("checkExpectation", (request, response) => {
    const expected = "Expected the header Expect to be 100-continue, or none";
    const refused = new WireException(417, "ValidationException", expected);
    send(request, response, options.service.formatError(refused));
  });
  server.on("clientError", (error, socket) => refuseBytes(socket, error, options.service));
  function start(request: IncomingMessage, response: ServerResponse): void {
    const work = answer(request, response, options).finally(() => working.delete(work));
    working.add(work);
  }

  server.listen(options.port, options.host);
  await once(server, "listening");
  // A failure to accept one connection is not a reason to end the process.
  server.on("error", () => {});

  const closed = once(server, "close");
  return {
    url: endpointOf(server.address() as AddressInfo), // listening on TCP, so never a pipe's name
    async close() {
      server.close();
      server.closeAllConnections();
      await closed;
      // What is being written ends, so that the folder can go; what hangs is left behind.
      await Promise.race([Promise.all(working), sleep(2_000, undefined, { ref: false })]);
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: ListenerOptions,
): Promise<void> {
  request.on("error", () => {}); // a connection that was cut; reading the body reports it
  response.on("error", () => {});
  try {
    send(request, response, await handle(request, response, options));
  } catch (error) {
    if (response.socket?.destroyed !== false) return; // the client is gone
    if (response.headersSent || error instanceof CutConnection) response.destroy();
    else send(request, response, options.service.formatError(asWireException(error)));
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { service, allowedHosts, maxRequestBytes }: ListenerOptions,
): Promise<HttpResponse> {
  const { method = "", url = "" } = request;
  refuseBrowsers(method, request.headers, allowedHosts);
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const body = await readBody(request, maxRequestBytes, () => {
    if (request.headers.expect !== undefined) response.writeContinue();
  });
  return service.handle({ method, url, headers: flatten(request), body, signal: gone.signal });
}

function send(request: IncomingMessage, response: ServerResponse, answer: HttpResponse): void {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!/^access-control-|^(?:connection|transfer-encoding|keep-alive|vary)$/.test(name)) {
      headers[name] = value;
    }
  }
  const empty = request.method === "HEAD" || answer.status === 204 || answer.status === 304;
  if (request.method !== "HEAD") headers["content-length"] = Buffer.byteLength(answer.body);
  if (answer.status === 204) delete headers["content-length"];
  // Refused before its body was read: the rest is not worth reading, so the connection ends.
  if (!request.complete) headers.connection = "close";
  response.writeHead(answer.status, headers);
  if (!empty) response.write(answer.body);
  if (request.complete) response.end();
  else endAfterUpload(request, response);
}

/** What is no HTTP has an answer too, unless the client is gone. */
function refuseBytes(socket: Duplex, error: Error, service: HttpService): void {
  if (!socket.writable || ("code" in error && error.code === "ECONNRESET")) {
    socket.destroy();
    return;
  }
  const refused = new WireException(
    400,
    "SerializationException",
    `Expected HTTP: ${error.message}`,
  );
  const { status, headers, body } = service.formatError(refused);
  const lines = Object.entries({ ...headers, connection: "close" });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}${length}\r\n${body}`);
}

/**
 * A connection closed while the client still sends is reset, and the client never reads the answer:
 * what it sends is thrown away, for a second at most.
 */
function endAfterUpload(request: IncomingMessage, response: ServerResponse): void {
  const end = () => response.end();
  const timer = setTimeout(end, 1_000);
  response.flushHeaders();
  request.once("close", () => clearTimeout(timer));
  request.once("end", end);
  request.resume();
}

function flatten(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : (value ?? ""),
  ]);
  return Object.fromEntries(entries) as Record<string, string>; // fromEntries of pairs of strings
}

/** The URL to reach a bound address by; "every interface" is reached through loopback. */
function endpointOf({ address, port, family }: AddressInfo): string {
  if (address === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (address === "::") return `http://[::1]:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
