import { createHash, timingSafeEqual } from "node:crypto";
import type {
  DeleteObjectsCommandOutput,
  GetObjectCommandOutput,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import {
  type AwsClient,
  createSender,
  missingSdk,
  rememberClient,
  USER_AGENT,
} from "../shared/clients.js";
import { attempt, type Call, patienceFor } from "./attempts.js";
import type { BufferPool } from "./buffer-pool.js";
import {
  credentialsError,
  type Place,
  placeName,
  StateDataAccessError,
  StateDataIntegrityError,
} from "./errors.js";
import { NO_LOG } from "./no-log.js";
import type { InObject } from "./rows.js";

/** The S3 gateway: every request to it, and every exception of it, goes through here. */
export type Bucket = ReturnType<typeof createBucket>;

export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

const sdk = () => import("@aws-sdk/client-s3").catch(missingSdk("@aws-sdk/client-s3"));

/**
 * No checksums by the SDK on top of ours: the SHA-256 that the row keeps goes along with the bytes,
 * S3 verifies it when it stores them, and we verify it when we read them.
 */
const defaultClient = rememberClient(async () => {
  const { S3Client } = await sdk();
  return new S3Client({
    customUserAgent: USER_AGENT,
    maxAttempts: 1,
    logger: NO_LOG,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  }) as AwsClient;
});

/** Objects that one DeleteObjects may name. */
const DELETE_BATCH = 1_000;

/** Bytes that arrive wrong are fetched again this often: the fault may be on the way. */
const FETCHES = 3;

export function createBucket(client: AwsClient | undefined) {
  const send = createSender(sdk, client, defaultClient, translate);

  return {
    /** Stores an object under a key that names its bytes; that it is there already is success. */
    async putObject(
      call: Call,
      { bucket, key }: ObjectName,
      bytes: Buffer,
      sha256: Buffer,
    ): Promise<void> {
      try {
        await attempt(
          call,
          (signal) =>
            send(
              bucket,
              ({ PutObjectCommand }) =>
                signedWith(
                  sha256,
                  new PutObjectCommand({
                    Bucket: bucket,
                    Key: key,
                    Body: bytes,
                    ContentLength: bytes.byteLength,
                    ContentType: "application/octet-stream",
                    ChecksumSHA256: sha256.toString("base64"),
                    IfNoneMatch: "*",
                  }),
                ),
              signal,
            ),
          patienceFor(bytes.byteLength),
        );
      } catch (error) {
        if (error instanceof Error && error.name === "PreconditionFailed") return;
        throw error;
      }
    },

    /**
     * The bytes of an overflow object, checked against the row's hash.
     *
     * @throws StateDataIntegrityError when it is gone, truncated, altered or larger than `limit`.
     */
    async getObject(
      call: Call,
      { bucket, key }: ObjectName,
      { size, sha256 }: Pick<InObject, "size" | "sha256">,
      limit: number,
      place: Place,
      pool: BufferPool,
    ): Promise<Buffer> {
      const fault = (problem: string, cause?: unknown) =>
        new StateDataIntegrityError(
          `The overflow object "${key}" in bucket "${bucket}", to which ${placeName(place)} points, ${problem}.`,
          place,
          { cause },
        );
      for (let fetches = 1; ; fetches++) {
        const bytes = await fetchBytes(call, { bucket, key }, size ?? limit, limit, pool, fault);
        if (sha256 === undefined || isSameHash(sha256, bytes)) return bytes;
        if (fetches >= FETCHES) throw fault("is not what was put: its SHA-256 differs");
        call.meter.retries += 1;
      }
    },

    /** Removes objects; those that are gone already count as removed. */
    async deleteObjects(call: Call, bucket: string, keys: readonly string[]): Promise<void> {
      for (let from = 0; from < keys.length; from += DELETE_BATCH) {
        const batch = keys.slice(from, from + DELETE_BATCH).map((Key) => ({ Key }));
        await attempt(call, async (signal) => {
          const output = await send<DeleteObjectsCommandOutput>(
            bucket,
            ({ DeleteObjectsCommand }) =>
              new DeleteObjectsCommand({
                Bucket: bucket,
                Delete: { Objects: batch, Quiet: true },
              }),
            signal,
          );
          const [failed] = output.Errors ?? [];
          if (failed !== undefined) throw translate(asError(failed), bucket);
        });
      }
    },
  };

  async function fetchBytes(
    call: Call,
    name: ObjectName,
    expected: number,
    limit: number,
    pool: BufferPool,
    fault: (problem: string, cause?: unknown) => StateDataIntegrityError,
  ): Promise<Buffer> {
    try {
      return await attempt(
        call,
        async (signal) => {
          const output = await send<GetObjectCommandOutput>(
            name.bucket,
            ({ GetObjectCommand }) => new GetObjectCommand({ Bucket: name.bucket, Key: name.key }),
            signal,
          );
          if ((output.ContentLength ?? 0) > limit) {
            closeBody(output.Body);
            throw fault(`has ${output.ContentLength} bytes, above the limit of ${limit}`);
          }
          return readBody(output, pool);
        },
        patienceFor(Math.min(expected, limit)),
      );
    } catch (error) {
      if (error instanceof Error && error.name === "NoSuchKey") {
        throw fault("is gone: deleted, or expired by a lifecycle rule before its row", error);
      }
      throw error;
    }
  }
}

/**
 * Tells the SDK the hash of the body, which its signature covers: it would hash all bytes again.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function signedWith(sha256: Buffer, command: PutObjectCommand): PutObjectCommand {
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> }; // from this step on, an HTTP request
      headers["x-amz-content-sha256"] = sha256.toString("hex");
      return next(args);
    },
    { step: "build", name: "knownPayloadHash" },
  );
  return command;
}

/** Reads a body into one buffer of its announced length, without a second copy of it in chunks. */
async function readBody(
  { Body, ContentLength }: GetObjectCommandOutput,
  pool: BufferPool,
): Promise<Buffer> {
  if (Body === undefined) return Buffer.alloc(0);
  if (ContentLength === undefined || !(Symbol.asyncIterator in Body)) {
    return Buffer.from(await Body.transformToByteArray());
  }
  const bytes = pool.take(ContentLength);
  let length = 0;
  for await (const chunk of Body as AsyncIterable<Uint8Array>) {
    bytes.set(chunk, length);
    length += chunk.byteLength;
  }
  return bytes.subarray(0, length);
}

/** A body that nobody reads would hold its connection. */
function closeBody(body: GetObjectCommandOutput["Body"]): void {
  if (body !== undefined && "destroy" in body) body.destroy();
}

function isSameHash(expected: Uint8Array, bytes: Buffer): boolean {
  const actual = createHash("sha256").update(bytes).digest();
  return expected.byteLength === actual.byteLength && timingSafeEqual(expected, actual);
}

function asError({ Code, Message }: { Code?: string | undefined; Message?: string | undefined }) {
  const error = new Error(Message ?? Code);
  error.name = Code ?? "Error";
  return error;
}

function translate(error: unknown, bucket: string): unknown {
  if (!(error instanceof Error)) return error;
  if (error.name === "NoSuchBucket") {
    return new StateDataAccessError(
      `There is no bucket "${bucket}". Create it, or name another for what is put (option "bucket", or SFN_DATA_S3_BUCKET); what was put before stays in the bucket that its row names.`,
      bucket,
      "missing",
      error,
    );
  }
  if (error.name === "AccessDenied" || error.name === "Forbidden") {
    return new StateDataAccessError(
      `Not allowed to use the bucket "${bucket}": ${error.message}. Readers need s3:GetObject; writers s3:PutObject and, to delete, s3:DeleteObject as well. Without s3:ListBucket, S3 says this of an object that is gone, too.`,
      bucket,
      "denied",
      error,
    );
  }
  return credentialsError(error, bucket) ?? error;
}
