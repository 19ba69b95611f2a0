import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import type { ObjectRecord } from "./object-index.js";
import { xmlAnswer } from "./s3-answers.js";
import type { S3Request } from "./s3-request.js";
import { element } from "./xml.js";

interface Entry {
  readonly name: string;
  /** Absent for a common prefix. */
  readonly record?: ObjectRecord;
}

/** ListObjects and ListObjectsV2: keys in the order of their UTF-8 bytes, common prefixes counted as keys. */
export function listObjects(
  { bucket, query }: S3Request,
  objects: ReadonlyMap<string, ObjectRecord>,
): HttpResponse {
  const isV2 = query.get("list-type") === "2";
  const token = query.get("continuation-token") ?? undefined;
  const startAfter = query.get(isV2 ? "start-after" : "marker") ?? "";
  const after = token === undefined ? startAfter : readToken(token);
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = readMaxKeys(query.get("max-keys") ?? "1000");

  const entries = entriesOf(objects, { prefix, delimiter, after });
  const page = entries.slice(0, maxKeys);
  const last = page.at(-1)?.name;
  const truncated = maxKeys > 0 && page.length < entries.length;
  const encoded = query.get("encoding-type") === "url";
  const text = (value: string) => (encoded ? encodeURIComponent(value) : value);
  const next = truncated ? last : undefined;

  const content = [
    element("Name", bucket),
    element("Prefix", text(prefix)),
    element("Delimiter", delimiter === "" ? undefined : text(delimiter)),
    element("MaxKeys", maxKeys),
    element("EncodingType", encoded ? "url" : undefined),
    element("IsTruncated", truncated),
    isV2
      ? element("KeyCount", page.length) +
        element("StartAfter", startAfter === "" ? undefined : text(startAfter)) +
        element("ContinuationToken", token) +
        element("NextContinuationToken", next === undefined ? undefined : toToken(next))
      : element("Marker", text(startAfter)) +
        element("NextMarker", next === undefined || delimiter === "" ? undefined : text(next)),
    ...page.map(({ name, record }) =>
      record === undefined
        ? `<CommonPrefixes>${element("Prefix", text(name))}</CommonPrefixes>`
        : `<Contents>${element("Key", text(name))}${contentsOf(record)}</Contents>`,
    ),
  ];
  return xmlAnswer("ListBucketResult", content.join(""));
}

function entriesOf(
  objects: ReadonlyMap<string, ObjectRecord>,
  { prefix, delimiter, after }: { prefix: string; delimiter: string; after: string },
): Entry[] {
  const entries = new Map<string, Entry>();
  for (const [key, record] of objects) {
    if (!key.startsWith(prefix) || byBytes(key, after) <= 0) continue;
    const cut = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
    if (cut === -1) {
      entries.set(key, { name: key, record });
      continue;
    }
    const name = key.slice(0, cut + delimiter.length);
    if (name !== after) entries.set(name, { name }); // a page that ended with this prefix has had it
  }
  return [...entries.values()].sort((one, other) => byBytes(one.name, other.name));
}

function contentsOf({ size, etag, lastModified }: ObjectRecord): string {
  return (
    element("LastModified", lastModified.toISOString()) +
    element("ETag", etag) +
    element("Size", size) +
    element("StorageClass", "STANDARD")
  );
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

function readMaxKeys(text: string): number {
  if (!/^\d{1,10}$/.test(text)) {
    throw new WireException(
      400,
      "InvalidArgument",
      "Provided max-keys not an integer or within integer range",
    );
  }
  return Math.min(1_000, Number(text));
}

function toToken(name: string): string {
  return Buffer.from(`after:${name}`).toString("base64url");
}

function readToken(token: string): string {
  const text = Buffer.from(token, "base64url").toString();
  if (text.startsWith("after:")) return text.slice("after:".length);
  throw new WireException(400, "InvalidArgument", "The continuation token provided is incorrect");
}
