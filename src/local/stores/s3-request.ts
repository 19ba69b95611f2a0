import { validateHeaderName, validateHeaderValue } from "node:http";
import type { HttpRequest } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { notImplemented } from "./s3-answers.js";
import { checkBucketName, checkKey, checkOldBucketName } from "./s3-names.js";

/** What a request for S3 is about: the decoded names, and which of S3's operations on them. */
export interface S3Request {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  /** The query parameter that names a part of a bucket or object (`lifecycle`, `delete`); "" for the thing itself, `a&b` for several. */
  readonly subresource: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const PARAMETERS: ReadonlySet<string> = new Set([
  "x-id",
  "list-type",
  "prefix",
  "delimiter",
  "max-keys",
  "max-buckets",
  "bucket-region",
  "start-after",
  "continuation-token",
  "marker",
  "encoding-type",
  "fetch-owner",
]);

/** Reads the names, the operation and the signed parameters out of a URL; throws when they are not safe or unsigned. */
export function readS3Request({ method, url, headers, body }: HttpRequest): S3Request {
  if (!url.startsWith("/")) throw invalidUri();
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = new URLSearchParams(mark === -1 ? "" : url.slice(mark + 1));
  const { bucket, key } = readNames(path, headers.host ?? "", method === "PUT");
  const presigned = { ...headers, ...headersOf(query) };
  checkSigned(presigned);
  return {
    method,
    bucket,
    key,
    subresource: subresourceOf(query),
    query,
    headers: presigned,
    body,
  };
}

/** The parameters of a presigned URL that stand for headers. */
function headersOf(query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [parameter, value] of query) {
    const name = parameter.toLowerCase();
    if (!name.startsWith("x-amz-")) continue;
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    } catch (cause) {
      const message = `The query parameter ${JSON.stringify(parameter)} cannot stand for a header`;
      throw new WireException(400, "InvalidArgument", message, { cause });
    }
    headers[name] = value;
  }
  return headers;
}

/** The bucket and key of `x-amz-copy-source`. */
export function readCopySource(source: string): { bucket: string; key: string } {
  if (source.includes("?")) throw notImplemented("copies of object versions");
  return readNames(source.startsWith("/") ? source : `/${source}`, "");
}

function readNames(path: string, host: string, writes = false): { bucket: string; key: string } {
  const decoded = decodePath(path).slice(1);
  const virtual = /^(.+)\.localhost(?::\d+)?$/i.exec(host)?.[1]; // bucket.localhost: a virtual-hosted request
  const slash = decoded.indexOf("/");
  const [first, rest] =
    slash === -1 ? [decoded, ""] : [decoded.slice(0, slash), decoded.slice(slash + 1)];
  const bucket = virtual ?? first;
  const key = virtual === undefined ? rest : decoded;
  if (!writes) checkOldBucketName(bucket);
  if (bucket !== "") checkBucketName(bucket);
  if (key !== "") checkKey(key);
  if (bucket === "" && slash !== -1) throw invalidUri();
  return { bucket, key };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidUri();
  }
}

function subresourceOf(query: URLSearchParams): string {
  const names = [...new Set(query.keys())].filter(
    (name) => !PARAMETERS.has(name) && !name.toLowerCase().startsWith("x-amz-"),
  );
  return names.sort().join("&");
}

/** Signatures are not verified, but there has to be one: it is what a web page cannot add. */
function checkSigned(headers: Readonly<Record<string, string>>): void {
  const header = headers.authorization ?? "";
  const inHeader = header.startsWith("AWS4-HMAC-SHA256 ");
  const inQuery = headers["x-amz-algorithm"] === "AWS4-HMAC-SHA256";
  if (!inHeader && !inQuery) throw accessDenied("Access Denied: the request is not signed");
  const expires = Number(headers["x-amz-expires"] ?? 0) * 1_000;
  if (inQuery && Date.now() > signedAt(headers["x-amz-date"] ?? "") + expires) {
    throw accessDenied("Request has expired");
  }
}

/** The milliseconds of `20260131T235959Z`; 0 for anything else. */
function signedAt(date: string): number {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5");
  const time = Date.parse(iso);
  return Number.isNaN(time) ? 0 : time;
}

function accessDenied(message: string): WireException {
  return new WireException(403, "AccessDenied", message);
}

function invalidUri(): WireException {
  return new WireException(400, "InvalidURI", "Couldn't parse the specified URI.");
}
