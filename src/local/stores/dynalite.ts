import { EventEmitter } from "node:events";
import type { HttpRequest, HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { importOptionalPackage } from "../optional-package.js";

export type Dynalite = (request: HttpRequest) => Promise<HttpResponse>;

/** The part of dynalite that is used: an HTTP server that never listens; requests are emitted on it. */
type CreateDynalite = (options: {
  createTableMs: number;
  updateTableMs: number;
  deleteTableMs: number;
}) => { emit(event: "request", request: unknown, response: unknown): boolean };

/** Opens a DynamoDB in memory, without a socket. Its tables are gone when nothing refers to it. */
export async function openDynalite(region: string): Promise<Dynalite> {
  // dynalite has no types of its own
  const createDynalite = (await importOptionalPackage("dynalite")) as CreateDynalite;
  const server = withRegion(region, () =>
    createDynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 }),
  );
  return ({ method, url, headers, body }) =>
    new Promise((resolve, reject) => {
      const incoming = Object.assign(new EventEmitter(), { method, url, headers });
      const sent: Record<string, string> = {};
      const response = {
        statusCode: 200,
        setHeader(name: string, value: unknown) {
          sent[name.toLowerCase()] = String(value);
        },
        end(answer: Buffer | string = "") {
          resolve({ status: response.statusCode, headers: sent, body: answer });
        },
      };
      try {
        server.emit("request", incoming, response);
        // Emitted here and now, so that what dynalite throws on malformed input lands in this catch;
        // from a socket it would end the process.
        if (body.length > 0) incoming.emit("data", body);
        incoming.emit("end");
      } catch (cause) {
        const message = "The request is malformed: DynamoDB cannot read it";
        reject(new WireException(400, "SerializationException", message, { cause }));
      }
    });
}

/** dynalite takes the region of its ARNs from the environment, at the moment it is made. */
function withRegion<T>(region: string, create: () => T): T {
  const before = process.env.AWS_REGION;
  process.env.AWS_REGION = region;
  try {
    return create();
  } finally {
    if (before === undefined) delete process.env.AWS_REGION;
    else process.env.AWS_REGION = before;
  }
}
