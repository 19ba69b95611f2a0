import { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import type { HttpResponse } from "../http/listener.js";
import { importOptionalPackage } from "../optional-package.js";

/** One request of the few that s3rver is asked: a bucket or an object, by name. */
export interface S3rverRequest {
  readonly method: string;
  readonly bucket?: string;
  readonly key?: string;
  readonly search?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** An object as s3rver finds it in its folder. */
export interface FoundObject {
  readonly key: string;
  readonly size: number;
  readonly lastModifiedDate: Date;
  readonly metadata: { readonly etag: string };
}

export interface S3rver {
  send(request: S3rverRequest): Promise<HttpResponse>;
  /** Every object of a bucket, in no order. */
  find(bucket: string): Promise<readonly FoundObject[]>;
  close(): void;
}

/** The part of s3rver, a Koa application, that is used; it has no types of its own. */
type S3rverClass = new (options: {
  directory: string;
  silent: boolean;
  allowMismatchedSignatures: boolean;
  vhostBuckets: boolean;
}) => {
  silent: boolean;
  callback(): (request: IncomingMessage, response: ServerResponse) => unknown;
  store: {
    listObjects(bucket: string, options: object): Promise<{ objects: readonly FoundObject[] }>;
  };
  logger: { exceptions: { unhandle(): void }; close(): void };
};

const DEADLINE_MS = 60_000;

/** Opens an S3 over a folder, without a socket. */
export async function openS3rver(directory: string): Promise<S3rver> {
  const S3rver = (await importOptionalPackage("@20minutes/s3rver")) as S3rverClass;
  const application = new S3rver({
    directory,
    silent: true,
    allowMismatchedSignatures: true,
    vhostBuckets: false,
  });
  const handle = application.callback();
  return {
    send: (request) => inject(handle, request),
    find: async (bucket) => (await application.store.listObjects(bucket, {})).objects,
    close() {
      application.logger.exceptions.unhandle();
      application.logger.close();
    },
  };
}

/** Hands a request to a listener for HTTP requests as if it came from a socket, and collects the answer. */
function inject(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
  { method, bucket = "", key, search = "", headers = {}, body = Buffer.alloc(0) }: S3rverRequest,
): Promise<HttpResponse> {
  const nowhere = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  const socket = nowhere as Socket; // the parts of a socket that a request and its answer touch
  const request = new IncomingMessage(socket);
  request.method = method;
  request.url = `/${[bucket, ...(key?.split("/") ?? [])].map(encodeURIComponent).join("/")}${search}`;
  request.headers = {
    host: "127.0.0.1",
    "content-length": String(body.length),
    "x-amz-content-sha256": "UNSIGNED-PAYLOAD", // a header of this name tells s3rver that no web page is wanted
    ...headers,
  };
  if (body.length > 0) request.push(body);
  request.push(null);
  request.complete = true;
  const response = new CollectedResponse(request);
  response.assignSocket(socket);
  return new Promise<HttpResponse>((resolve, reject) => {
    const late = () => reject(new Error(`s3rver did not answer within ${DEADLINE_MS} ms`));
    const timer = setTimeout(late, DEADLINE_MS);
    response.once("finish", () => {
      clearTimeout(timer);
      resolve(response.collected());
    });
    handle(request, response);
  }).finally(() => nowhere.destroy());
}

class CollectedResponse extends ServerResponse {
  readonly #chunks: Buffer[] = [];

  override write(chunk: unknown, ...rest: unknown[]): boolean {
    this.#collect(chunk, rest[0]);
    Reflect.apply(super.write, this, [chunk, ...rest]);
    return true; // never full: the "drain" that would follow comes from a server, and there is none
  }

  override end(chunk?: unknown, ...rest: unknown[]): this {
    this.#collect(chunk, rest[0]);
    return Reflect.apply(super.end, this, [chunk, ...rest]) as this; // end returns this
  }

  collected(): HttpResponse {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(this.getHeaders())) headers[name] = String(value);
    return { status: this.statusCode, headers, body: Buffer.concat(this.#chunks) };
  }

  #collect(chunk: unknown, encoding: unknown): void {
    if (typeof chunk === "string") {
      const known = typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8"; // as write takes it
      this.#chunks.push(Buffer.from(chunk, known));
    } else if (chunk instanceof Uint8Array) {
      this.#chunks.push(Buffer.from(chunk));
    }
  }
}
