import type { HttpResponse } from "../http/listener.js";
import { WireException } from "../http/wire-exception.js";
import { emptyAnswer, notImplemented, xmlAnswer } from "./s3-answers.js";
import type { BucketSettings } from "./s3-bucket-settings.js";
import { deleteObjects } from "./s3-delete-objects.js";
import { listObjects } from "./s3-listing.js";
import type { S3Engine } from "./s3-objects.js";
import type { S3Request } from "./s3-request.js";
import { escapeXml } from "./xml.js";

export interface BucketEngine extends S3Engine {
  readonly settings: BucketSettings;
  readonly region: string;
}

type Operation = (engine: BucketEngine, request: S3Request) => Promise<HttpResponse>;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  "PUT ": createBucket,
  "HEAD ": headBucket,
  "GET ": async (engine, request) => {
    await checkBucket(engine, request);
    return listObjects(request, await engine.index.objects(request.bucket));
  },
  "DELETE ": deleteBucket,
  "POST delete": async (engine, request) => {
    await checkBucket(engine, request);
    return deleteObjects(engine, request);
  },
  "GET location": async (engine, request) => {
    await checkBucket(engine, request);
    // us-east-1 is the empty location
    const location = engine.region === "us-east-1" ? "" : escapeXml(engine.region);
    return xmlAnswer("LocationConstraint", location);
  },
};

/** Everything said to a bucket rather than to one object. */
export async function handleBucket(
  engine: BucketEngine,
  request: S3Request,
): Promise<HttpResponse> {
  const { method, subresource } = request;
  if (engine.settings.has(subresource)) {
    await checkBucket(engine, request);
    return engine.settings.handle(request);
  }
  const name = `${method} ${subresource}`;
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (operation === undefined) throw notImplemented(`${method} ?${subresource} of a bucket`);
  return operation(engine, request);
}

async function createBucket(
  { s3rver, locks, region }: BucketEngine,
  { bucket }: S3Request,
): Promise<HttpResponse> {
  const answer = await locks.exclusive(bucket, () => s3rver.send({ method: "PUT", bucket }));
  if (answer.status !== 409) return answer;
  // Making one's own bucket again succeeds in us-east-1, and there only.
  if (region === "us-east-1") return emptyAnswer(200, { location: `/${bucket}` });
  throw new WireException(
    409,
    "BucketAlreadyOwnedByYou",
    "Your previous request to create the named bucket succeeded and you already own it.",
  );
}

async function headBucket(engine: BucketEngine, request: S3Request): Promise<HttpResponse> {
  await checkBucket(engine, request);
  return emptyAnswer(200, { "x-amz-bucket-region": engine.region });
}

async function deleteBucket(
  { s3rver, index, settings, locks }: BucketEngine,
  { bucket }: S3Request,
): Promise<HttpResponse> {
  return locks.exclusive(bucket, async () => {
    const answer = await s3rver.send({ method: "DELETE", bucket });
    if (answer.status === 204) {
      index.forget(bucket);
      settings.forget(bucket);
    }
    return answer;
  });
}

async function checkBucket({ s3rver }: BucketEngine, { bucket }: S3Request): Promise<void> {
  const { status } = await s3rver.send({ method: "GET", bucket, search: "?max-keys=0" });
  if (status === 200) return;
  throw new WireException(404, "NoSuchBucket", "The specified bucket does not exist");
}
