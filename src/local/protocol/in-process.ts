import { Readable } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { HttpService } from "../http/listener.js";
import { asWireException } from "../http/wire-exception.js";

/** What the SDK's clients hand to a request handler, as far as it is used here. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The `requestHandler` of an SDK client: https://www.npmjs.com/package/@smithy/types. */
export interface SdkRequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(
    request: SdkRequest,
    options?: { readonly abortSignal?: unknown },
  ): Promise<{ response: { statusCode: number; headers: Record<string, string>; body: Readable } }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
  destroy(): void;
}

/**
 * Lets an SDK client reach a service without a socket. It also cures the `sync-` that the client
 * puts before the host's name in StartSyncExecution and TestState.
 */
export function inProcessHandler(service: HttpService): SdkRequestHandler {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    async handle({ method, path, headers, body }, { abortSignal } = {}) {
      const aborted = abortSignal instanceof AbortSignal ? abortSignal : undefined;
      const { signal, done } = signalOf(aborted);
      const request = {
        method,
        url: path,
        headers: lowerCase(headers),
        body: bytesOf(body),
        signal,
      };
      try {
        // As a socket would: a caller that asks again and again leaves the others their turn.
        await nextTurn();
        const { status, headers, body } = await service
          .handle(request)
          .catch((error: unknown) => service.formatError(asWireException(error)));
        aborted?.throwIfAborted();
        const bytes = typeof body === "string" ? Buffer.from(body) : body;
        return {
          response: { statusCode: status, headers: { ...headers }, body: Readable.from([bytes]) },
        };
      } finally {
        done();
      }
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
    destroy() {},
  };
}

/** A signal that aborts with the caller's, and follows it no longer than the call. */
function signalOf(aborted: AbortSignal | undefined): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  if (aborted?.aborted) abort();
  aborted?.addEventListener("abort", abort);
  return { signal: controller.signal, done: () => aborted?.removeEventListener("abort", abort) };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function bytesOf(body: unknown): Buffer {
  // Not Buffer.from(body): that asks the SDK's bytes for their text first, of which the SDK warns.
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return Buffer.from(typeof body === "string" ? body : "");
}
