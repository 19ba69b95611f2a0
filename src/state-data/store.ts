import type { Call } from "./attempts.js";
import type { Bucket } from "./bucket.js";
import { type BufferPool, noPool } from "./buffer-pool.js";
import {
  type Place,
  placeName,
  StateDataAccessError,
  StateDataIntegrityError,
  StateDataNotFoundError,
  UntrustedPointerError,
} from "./errors.js";
import { countGot } from "./meter.js";
import {
  type Layout,
  OBJECT_PREFIX,
  type PlannedRow,
  PY2SFN_OBJECT_PREFIX,
  readPayload,
} from "./payload.js";
import type { InObject, Row } from "./rows.js";
import type { Table } from "./table.js";

/** What the operations on items and lists stand on: two gateways and the client's settings. */
export interface Store {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly layout: Layout;
  /** Requests in flight at once, to DynamoDB and to S3 each. */
  readonly concurrency: number;
  /** Lists are written in place and read without heads, as the Python original does. */
  readonly inPlace: boolean;
  /** Milliseconds that what is put now is kept. */
  readonly timeToLive: number;
  /** Whether objects of a bucket that a row names may be used. */
  isTrustedBucket(bucket: string): boolean;
}

/** Unix seconds at which what is put now expires. */
export function expiryOf(store: Store): number {
  return Math.floor((Date.now() + store.timeToLive) / 1_000);
}

/** Stores the overflow object of a row, if it has one: it must be there before the row is. */
export async function uploadObject(
  store: Store,
  call: Call,
  table: string,
  { row, upload }: PlannedRow,
): Promise<void> {
  if (upload === undefined || row.body.kind !== "object") return;
  const name = objectName(store, row.body, placeOf(table, row));
  await store.bucket.putObject(call, name, upload.bytes, upload.sha256);
}

/** The data of a row, from the row itself or from its overflow object. */
export async function loadRow(store: Store, call: Call, table: string, row: Row): Promise<unknown> {
  return decodeRow(store, table, row, await fetchStored(store, call, table, row));
}

/** What a row keeps, as it is stored: text or bytes, fetched from S3 where it has overflowed. */
export async function fetchStored(
  store: Store,
  call: Call,
  table: string,
  row: Row,
  pool: BufferPool = noPool,
): Promise<string | Uint8Array> {
  const { body } = row;
  const stored =
    body.kind === "row" ? body.data : await fetchObject(store, call, table, row, body, pool);
  countGot(call.meter, body, stored);
  return stored;
}

function fetchObject(
  store: Store,
  call: Call,
  table: string,
  row: Row,
  body: InObject,
  pool: BufferPool,
): Promise<Buffer> {
  const place = placeOf(table, row);
  const name = objectName(store, body, place);
  return store.bucket.getObject(call, name, body, store.layout.maxItemBytes, place, pool);
}

export function decodeRow(
  store: Store,
  table: string,
  row: Row,
  stored: string | Uint8Array,
): Promise<unknown> {
  return readPayload(stored, row.body, store.layout.maxItemBytes, placeOf(table, row));
}

/**
 * The bucket and key of an overflow object. A row may be forged, so the bucket must be trusted and
 * the key be one that this library or the Python original makes.
 */
export function objectName(store: Store, body: InObject, place: Place) {
  const bucket = body.bucket ?? store.layout.bucket;
  if (bucket === undefined) {
    throw new StateDataAccessError(
      `${placeName(place)} is in an S3 object of the Python original, whose rows do not name their bucket. Give the bucket (option "bucket", or SFN_DATA_S3_BUCKET).`,
      body.key,
      "missing",
      undefined,
    );
  }
  if (!store.isTrustedBucket(bucket)) {
    throw new UntrustedPointerError(
      `${placeName(place)} points to the bucket "${bucket}", which is neither this client's own nor among "trusted.buckets".`,
      bucket,
    );
  }
  if (!body.key.startsWith(OBJECT_PREFIX) && !body.key.startsWith(PY2SFN_OBJECT_PREFIX)) {
    throw new StateDataIntegrityError(
      `${placeName(place)} points to the object "${body.key}", which no state data is ever kept under (expected the prefix "${OBJECT_PREFIX}" or "${PY2SFN_OBJECT_PREFIX}").`,
      place,
    );
  }
  return { bucket, key: body.key };
}

export function placeOf(table: string, row: Pick<Row, "partitionKey" | "sortKey">): Place {
  return { table, partitionKey: row.partitionKey, index: row.sortKey };
}

/** Nothing there, or nothing any more. */
export function notFound(place: Place, expired: boolean): StateDataNotFoundError {
  const why = expired
    ? `has expired: raise "ttlDays" where it is put if it is needed for longer`
    : "is not there: it was never put, was deleted, or was removed after it expired";
  return new StateDataNotFoundError(`${placeName(place)} ${why}.`, { place, expired });
}
