import { Agent, request as send } from "node:http";
import type { Answer, Backend, Request } from "./serve.js";

/** Passes requests on to a real store, as they are: the Host stays what the client has signed. */
export function forwardTo(endpoint: string, empty: Backend["empty"]): Backend {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    empty,
    answer: ({ method, url, headers, body }: Request) =>
      new Promise<Answer>((resolve, reject) => {
        const outgoing = send(
          `${endpoint}${url}`,
          { agent, method, headers, setHost: false },
          async (response) => {
            const chunks: Buffer[] = [];
            for await (const chunk of response) chunks.push(chunk);
            resolve({
              status: response.statusCode ?? 500,
              body: Buffer.concat(chunks),
              type: response.headers["content-type"],
            });
          },
        );
        outgoing.on("error", reject);
        outgoing.end(body);
      }),
  };
}
