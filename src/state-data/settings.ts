import type { AwsClient } from "../shared/clients.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";
import { createBucket } from "./bucket.js";
import { type Codec, codecFunctions, knownCodecs } from "./codecs.js";
import { checkName } from "./keys.js";
import type { Store } from "./store.js";
import { createTable } from "./table.js";

/** Everything about a StateDataClient that can be set. */
export interface StateDataClientOptions {
  /** The DynamoDB table of local items: `partition_key` (S, HASH), `sort_key` (N, RANGE), TTL on `expires_at`. */
  readonly table?: string | undefined;
  /** The S3 bucket for what is too large for a row. Without one, an item may have 400 KB. */
  readonly bucket?: string | undefined;
  /**
   * What the partition keys of local items begin with, usually `<state machine>/<execution>`.
   * Without it, only pointers and the Global methods can be used.
   */
  readonly namespace?: string | undefined;
  /**
   * Days until what is put expires. Default 30: longer than most runs, plus the 14 days in which a
   * failed run can be redriven. A run may take a year: raise it for those.
   */
  readonly ttlDays?: number | undefined;
  /**
   * Bytes of stored (compressed) data above which it goes to S3, where there is a bucket. Default
   * 65,536. Lower costs less above about 10 KB, higher is faster: a row takes a write unit a KiB.
   */
  readonly overflowAbove?: number | undefined;
  /**
   * How data is compressed where that saves a write unit: `gzip` (default), `br`, `zstd` (Node
   * 22.15 and up), `none`. All of them are read, whatever is set here.
   */
  readonly compression?: Codec | "none" | undefined;
  /** Bytes of JSON text that one item may have, put or got. Default 268,435,456 (256 MiB). */
  readonly maxItemBytes?: number | undefined;
  /**
   * `py2sfn` for tables that Python and TypeScript both write by name: lists in place with their
   * stale tail deleted, nothing compressed, overflow above 390,000 bytes. Give the execution's name
   * as the namespace then. What Python wrote is readable without it.
   */
  readonly interop?: "py2sfn" | undefined;
  /** What pointers and rows may lead to, besides this client's own table and bucket. Default: anything. */
  readonly trusted?: Trusted | undefined;
  /** Requests in flight at once, to DynamoDB and to S3 each. Default 16. */
  readonly concurrency?: number | undefined;
  /**
   * Milliseconds that one call may take, all its requests and waits together. Default 900,000, the
   * longest run of a Lambda. `iterateItems` has no limit of its own, since its consumer sets the pace.
   */
  readonly timeout?: number | undefined;
  /**
   * Milliseconds that one request may take before it is given up and sent again; a second for each
   * MiB is added for large bodies. Default 10,000.
   */
  readonly requestTimeout?: number | undefined;
  /** Ends every call of this client early. */
  readonly signal?: AbortSignal | undefined;
  /**
   * SDK clients to use. By default one of each is made at its first use, from the environment, and
   * kept for the life of the process.
   */
  readonly clients?: StateDataClients | undefined;
}

export interface StateDataClients {
  /** A `DynamoDBClient`. */
  readonly dynamodb?: AwsClient | undefined;
  /** An `S3Client`. */
  readonly s3?: AwsClient | undefined;
}

/** Names beyond which no pointer is followed; a list that is absent narrows nothing. */
export interface Trusted {
  /** Tables that the Global methods may use. */
  readonly tables?: readonly string[] | undefined;
  /** Buckets that a row may name. */
  readonly buckets?: readonly string[] | undefined;
}

/** Options, checked, with their defaults. */
export interface Settings {
  readonly table: string | undefined;
  readonly namespace: string | undefined;
  readonly timeout: number;
  readonly requestTimeout: number;
  readonly signal: AbortSignal | undefined;
  readonly store: Store;
  isTrustedTable(table: string): boolean;
}

const MILLISECONDS_A_DAY = 86_400_000;
const DEFAULT_TTL_DAYS = 30;
const DEFAULT_OVERFLOW_ABOVE = 65_536;
/** The Python original's, in interop mode. */
const PY2SFN_OVERFLOW_ABOVE = 390_000;

/** @throws InvalidArgumentError that names the option. */
export function readSettings(options: StateDataClientOptions): Settings {
  const { interop, trusted } = options;
  if (interop !== undefined && interop !== "py2sfn") {
    throw wrongOption("interop", `"py2sfn" or left out`, interop);
  }
  const table = optionalName("table", options.table);
  const bucket = optionalName("bucket", options.bucket);
  const defaultOverflow = interop === undefined ? DEFAULT_OVERFLOW_ABOVE : PY2SFN_OVERFLOW_ABOVE;
  return {
    table,
    namespace:
      options.namespace === undefined ? undefined : checkName("namespace", options.namespace),
    timeout: positive("timeout", options.timeout, 900_000),
    requestTimeout: positive("requestTimeout", options.requestTimeout, 10_000),
    signal: options.signal,
    isTrustedTable: (name) => name === table || (trusted?.tables?.includes(name) ?? true),
    store: {
      table: createTable(options.clients?.dynamodb),
      bucket: createBucket(options.clients?.s3),
      layout: {
        codec: codecOf(options),
        overflowAbove: positive("overflowAbove", options.overflowAbove, defaultOverflow),
        bucket,
        maxItemBytes: positive("maxItemBytes", options.maxItemBytes, 268_435_456),
      },
      concurrency: Math.ceil(positive("concurrency", options.concurrency, 16)),
      inPlace: interop === "py2sfn",
      timeToLive: positive("ttlDays", options.ttlDays, DEFAULT_TTL_DAYS) * MILLISECONDS_A_DAY,
      isTrustedBucket: (name) => name === bucket || (trusted?.buckets?.includes(name) ?? true),
    },
  };
}

function codecOf({ compression, interop }: StateDataClientOptions): Codec | undefined {
  if (interop === "py2sfn" && compression !== undefined && compression !== "none") {
    throw wrongOption("compression", `"none" or left out with interop "py2sfn"`, compression);
  }
  const codec = compression ?? (interop === "py2sfn" ? "none" : "gzip");
  if (codec === "none") return undefined;
  if (typeof codec === "string" && codecFunctions(codec) !== undefined) return codec;
  throw wrongOption("compression", `one of ${[...knownCodecs(), "none"].join(", ")}`, codec);
}

function optionalName(option: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw wrongOption(option, "a name that is not empty", value);
}

function positive(option: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
  throw wrongOption(option, "a positive number", value);
}

function wrongOption(option: string, expected: string, value: unknown): InvalidArgumentError {
  return new InvalidArgumentError(
    `Expected the "${option}" option to be ${expected}, got ${describe(value)}.`,
  );
}
