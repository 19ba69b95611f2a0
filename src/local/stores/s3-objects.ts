import type { HttpResponse } from "../http/listener.js";
import type { KeyedLocks } from "./keyed-locks.js";
import type { ObjectIndex, ObjectRecord } from "./object-index.js";
import { rangeOf } from "./range.js";
import { emptyAnswer, noSuchKey, notImplemented, preconditionFailed } from "./s3-answers.js";
import { readCopySource, type S3Request } from "./s3-request.js";
import type { S3rver } from "./s3rver.js";

export interface S3Engine {
  readonly s3rver: S3rver;
  readonly index: ObjectIndex;
  readonly locks: KeyedLocks;
}

/** The headers that s3rver keeps with an object. */
const KEPT =
  /^(?:cache-control|content-(?:disposition|encoding|language|type)|expires|x-amz-storage-class|x-amz-meta-.*)$/;

type Operation = (
  engine: S3Engine,
  request: S3Request,
  checksums: Record<string, string>,
) => Promise<HttpResponse>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  GET: readObject,
  HEAD: readObject,
  PUT: (engine, request, checksums) =>
    request.headers["x-amz-copy-source"] === undefined
      ? putObject(engine, request, checksums)
      : copyObject(engine, request, request.headers["x-amz-copy-source"]),
  DELETE: deleteObject,
};

/**
 * GetObject, HeadObject, PutObject, CopyObject and DeleteObject. s3rver writes in place, in several
 * steps: each object is written alone and read beside other readers only, so nobody sees half of one,
 * and of conditional puts that race exactly one finds its condition true. A delete has its bucket to
 * itself: s3rver removes the folders that it empties, also when a put has just gone into one.
 */
export async function handleObject(
  engine: S3Engine,
  request: S3Request,
  checksums: Record<string, string>,
): Promise<HttpResponse> {
  const operation = Object.hasOwn(OPERATIONS, request.method)
    ? OPERATIONS[request.method]
    : undefined;
  if (operation === undefined || request.subresource !== "") {
    throw notImplemented(`${request.method} ?${request.subresource} of an object`);
  }
  const work = () => operation(engine, request, checksums);
  return request.method === "DELETE"
    ? engine.locks.exclusive(request.bucket, work)
    : engine.locks.shared(request.bucket, work);
}

/** Deletes one object; its bucket must be held exclusively. */
export async function deleteObject(
  { s3rver, index }: S3Engine,
  { bucket, key }: { bucket: string; key: string },
): Promise<HttpResponse> {
  const records = await recordsOf(index, bucket);
  const answer = await s3rver.send({ method: "DELETE", bucket, key });
  if (answer.status === 204) records?.delete(key);
  return answer;
}

function readObject(
  { s3rver, locks }: S3Engine,
  { method, bucket, key, headers }: S3Request,
): Promise<HttpResponse> {
  return locks.shared(`${bucket}/${key}`, async () => {
    const { range, ...conditions } = pick(headers, /^(?:range|if-none-match|if-modified-since)$/);
    const answer = await s3rver.send({ method, bucket, key, headers: conditions });
    const { etag } = answer.headers;
    const wanted = headers["if-match"];
    if (answer.status === 200 && wanted !== undefined && wanted !== "*" && !sameTag(wanted, etag)) {
      throw preconditionFailed();
    }
    return range === undefined || answer.status !== 200 ? answer : rangeOf(answer, range, method);
  });
}

function putObject(
  { s3rver, index, locks }: S3Engine,
  { bucket, key, headers, body }: S3Request,
  checksums: Record<string, string>,
): Promise<HttpResponse> {
  return locks.exclusive(`${bucket}/${key}`, async () => {
    const records = await recordsOf(index, bucket);
    checkConditions(headers, key, records);
    const kept = pick(headers, KEPT);
    const answer = await s3rver.send({ method: "PUT", bucket, key, headers: kept, body });
    if (answer.status !== 200) return answer;
    const etag = answer.headers.etag ?? "";
    records?.set(key, { size: body.length, etag, lastModified: new Date() });
    return emptyAnswer(200, { etag, ...checksums });
  });
}

async function copyObject(
  { s3rver, index, locks }: S3Engine,
  { bucket, key, headers }: S3Request,
  copySource: string,
): Promise<HttpResponse> {
  const source = readCopySource(copySource);
  const copy = async () => {
    const records = await recordsOf(index, bucket);
    checkConditions(headers, key, records);
    const answer = await s3rver.send({
      method: "PUT",
      bucket,
      key,
      headers: {
        ...pick(headers, KEPT),
        ...pick(headers, /^x-amz-metadata-directive$/),
        // s3rver decodes with decodeURI, which is the inverse of this
        "x-amz-copy-source": encodeURI(`/${source.bucket}/${source.key}`),
      },
    });
    const record = (await recordsOf(index, source.bucket))?.get(source.key);
    if (answer.status === 200 && record !== undefined) {
      records?.set(key, { ...record, lastModified: new Date() });
    }
    return answer;
  };
  const [from, to] = [`${source.bucket}/${source.key}`, `${bucket}/${key}`];
  if (from === to) return locks.exclusive(to, copy);
  // Always in the order of the names, so that two copies in opposite directions do not wait for each other.
  return from < to
    ? locks.shared(from, () => locks.exclusive(to, copy))
    : locks.exclusive(to, () => locks.shared(from, copy));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function checkConditions(
  { "if-none-match": noneMatch, "if-match": match }: Readonly<Record<string, string>>,
  key: string,
  records: ReadonlyMap<string, ObjectRecord> | undefined,
): void {
  if (records === undefined) return; // no such bucket: for s3rver to say
  const isTag = noneMatch !== undefined && noneMatch !== "*";
  if (isTag) throw notImplemented("If-None-Match of an ETag");
  const record = records.get(key);
  if (noneMatch !== undefined && record !== undefined) throw preconditionFailed();
  if (match === undefined) return;
  if (record === undefined) throw noSuchKey();
  if (match !== "*" && !sameTag(match, record.etag)) throw preconditionFailed();
}

/** The objects of a bucket, looked up before anything is written; undefined where there is no such bucket. */
function recordsOf(
  index: ObjectIndex,
  bucket: string,
): Promise<Map<string, ObjectRecord> | undefined> {
  return index.objects(bucket).catch(() => undefined);
}

function sameTag(one: string, other: string | undefined): boolean {
  return one.replaceAll('"', "") === other?.replaceAll('"', "");
}

function pick(headers: Readonly<Record<string, string>>, names: RegExp): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.test(name)));
}
