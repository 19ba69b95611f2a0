import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HttpRequest, HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { importOptionalPackage } from "../optional-package.js";

export interface Dynalite {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Lets go of the folder. */
  close(): Promise<void>;
}

/** The part of dynalite that is used: an HTTP server that never listens; requests are emitted on it. */
type CreateDynalite = (options: {
  createTableMs: number;
  updateTableMs: number;
  deleteTableMs: number;
  path?: string;
}) => {
  emit(event: "request", request: unknown, response: unknown): boolean;
  listen(pipe: string, listening: () => void): void;
  once(event: "error", listener: () => void): void;
  close(done: () => void): void;
};

/**
 * Opens a DynamoDB without a socket, in a folder or in memory. What is in memory is gone when nothing
 * refers to it.
 */
export async function openDynalite(region: string, path?: string): Promise<Dynalite> {
  if (path !== undefined) await mkdir(path, { recursive: true });
  // dynalite has no types of its own
  const createDynalite = (await importOptionalPackage("dynalite")) as CreateDynalite;
  const server = withRegion(region, () =>
    createDynalite({
      ...{ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 },
      ...(path === undefined ? {} : { path }),
    }),
  );
  const send: Dynalite["send"] = ({ method, url, headers, body }) =>
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
  // In memory there is nothing to let go of.
  const close = async () => (path === undefined ? undefined : closeServer(server));
  return { send, close };
}

/** dynalite closes its folder with its server only, and that only when it listens: on a pipe that nobody knows. */
function closeServer(server: ReturnType<CreateDynalite>): Promise<void> {
  const name = `sfn-task-tools-${randomUUID()}`;
  const pipe = process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), name);
  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(pipe, () => server.close(resolve));
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
