import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Request {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly type?: string | undefined;
}

/** What stands behind an address. */
export interface Backend {
  answer(request: Request): Answer | Promise<Answer>;
  /** Forgets all that was put. */
  empty(): void | Promise<void>;
}

/**
 * Listens on loopback and answers each request a fixed time after it came in. A bare DELETE of the
 * root, which neither service knows, empties the backend.
 *
 * @param delay milliseconds.
 * @returns the address.
 */
export async function serve(backend: Backend, delay: number): Promise<string> {
  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    if (method === "DELETE" && url === "/") {
      await backend.empty();
      response.end();
      return;
    }
    const path = url.split("?")[0] ?? "";
    const due = delay > 0 ? sleep(delay) : undefined;
    const body = Buffer.concat(chunks);
    const answer = await backend.answer({ method, path, url, headers, body });
    await due;
    response.writeHead(answer.status, {
      "content-length": answer.body.byteLength,
      ...(answer.type === undefined ? {} : { "content-type": answer.type }),
    });
    response.end(answer.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // listening on TCP, so never a pipe's name
  return `http://127.0.0.1:${port}`;
}
