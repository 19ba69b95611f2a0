import { randomBytes } from "node:crypto";
import type { HttpRequest, HttpResponse, HttpService } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { decodeAwsChunked } from "./aws-chunked.js";
import { verifyChecksums } from "./checksums.js";
import type { KeptStores } from "./kept-stores.js";
import { KeyedLocks } from "./keyed-locks.js";
import { ObjectIndex } from "./object-index.js";
import { once } from "./once.js";
import { formatS3Error, notImplemented } from "./s3-answers.js";
import { BucketSettings } from "./s3-bucket-settings.js";
import { handleBucket } from "./s3-buckets.js";
import { handleObject, type S3Engine } from "./s3-objects.js";
import { readS3Request } from "./s3-request.js";
import { openS3rver } from "./s3rver.js";

export interface S3StoreOptions {
  readonly region: string;
  /** The folder that holds the objects, made when it is first needed. */
  readonly directory: () => Promise<string>;
  /** Default: settings of buckets are not kept. */
  readonly kept?: KeptStores | undefined;
}

/** S3 over a folder: s3rver, and what it lacks. It starts at the first request. */
export function s3Store({ region, directory, kept }: S3StoreOptions): HttpService {
  const settings = new BucketSettings(kept?.bucketSettings);
  const locks = new KeyedLocks();
  let opened: S3Engine | undefined;
  const engine = once(async () => {
    const s3rver = await openS3rver(await directory());
    opened = { s3rver, locks, index: new ObjectIndex(s3rver.find) };
    return opened;
  });

  async function answer(received: HttpRequest): Promise<HttpResponse> {
    const request = readS3Request(unchunked(received));
    const checksums = verifyChecksums(request.headers, request.body);
    if (request.bucket === "") {
      if (request.method !== "GET") throw notImplemented(`${request.method} /`);
      return (await engine()).s3rver.send({ method: "GET" });
    }
    if (request.key !== "") return handleObject(await engine(), request, checksums);
    const bucket = await handleBucket({ ...(await engine()), settings, region }, request);
    await kept?.settled();
    return bucket;
  }

  return {
    async handle(request) {
      const { status, headers, body } = await answer(request);
      return { status, headers: { ...headers, "x-amz-request-id": requestId() }, body };
    },
    formatError: formatS3Error,
    async close() {
      opened?.s3rver.close();
    },
  };
}

/** The request with its real body, if that came in chunks; trailing headers become headers. */
function unchunked(request: HttpRequest): HttpRequest {
  const { headers, body } = request;
  const encodings = (headers["content-encoding"] ?? "").split(/\s*,\s*/).filter(Boolean);
  const streamed = headers["x-amz-content-sha256"]?.startsWith("STREAMING-") === true;
  if (!streamed && !encodings.includes("aws-chunked")) return request;
  const { payload, trailers } = decodeAwsChunked(body);
  const expected = headers["x-amz-decoded-content-length"];
  if (expected !== undefined && Number(expected) !== payload.length) {
    const message =
      "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header";
    throw new WireException(400, "IncompleteBody", message);
  }
  const { "content-encoding": _, ...others } = headers;
  const encoding = encodings.filter((name) => name !== "aws-chunked").join(",");
  const rest = encoding === "" ? others : { ...others, "content-encoding": encoding };
  return { ...request, headers: { ...rest, ...checksumsOf(trailers) }, body: payload };
}

function checksumsOf(trailers: Readonly<Record<string, string>>): Record<string, string> {
  const checksums = Object.entries(trailers).filter(([name]) => name.startsWith("x-amz-checksum-"));
  return Object.fromEntries(checksums);
}

function requestId(): string {
  return randomBytes(8).toString("hex").toUpperCase();
}
