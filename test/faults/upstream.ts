import { Agent, type IncomingHttpHeaders, request as send } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Answer, Exchange } from "./exchange.js";

/** The store behind the proxy, over connections that are kept open. */
export interface Upstream {
  /** Sends the request as the client did, except for its Host, which names the store. */
  forward(exchange: Exchange): Promise<Answer>;
  close(): void;
}

/** These are about one connection, restated from the body, or would make the body unreadable here. */
const notForwarded = [
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
];

export function createUpstream(target: string): Upstream {
  const { hostname, port, protocol } = new URL(target);
  if (protocol !== "http:")
    throw new Error(`Expected "target" to be an http:// URL, got ${target}`);
  // Idle connections go before the shortest usual idle timeout of a server, 5 s, so that none is reused while it closes.
  const agent = new Agent({ keepAlive: true, timeout: 4_000 });

  return {
    async forward({ request: { method, path, headers }, body }) {
      const kept = Object.entries(headers).filter(([name]) => !notForwarded.includes(name));
      const hasBody = body.length > 0 || method === "PUT" || method === "POST";
      const length = hasBody ? { "content-length": String(body.length) } : {};
      const answer = await new Promise<Answer>((resolve, reject) => {
        const sending = send(
          {
            agent,
            hostname,
            port,
            method,
            path,
            headers: { ...Object.fromEntries(kept), ...length },
          },
          async (response) => {
            try {
              resolve({
                status: response.statusCode ?? 0,
                headers: endToEnd(response.headers, method),
                body: await buffer(response),
              });
            } catch (error) {
              reject(error);
            }
          },
        );
        sending.on("error", reject);
        sending.end(body);
      });
      return answer;
    },
    close() {
      agent.destroy();
    },
  };
}

/** The length is stated anew from the body, except that of a HEAD, which has none. */
function endToEnd(headers: IncomingHttpHeaders, method: string): Answer["headers"] {
  const dropped = notForwarded.filter((name) => name !== "content-length" || method !== "HEAD");
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.includes(name)));
}
