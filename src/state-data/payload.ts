import { createHash } from "node:crypto";
import { stringifyStrict } from "../shared/json.js";
import { type Codec, codecFunctions, knownCodecs, promisesHalf } from "./codecs.js";
import { PayloadTooLargeError, type Place, placeName, StateDataIntegrityError } from "./errors.js";
import { type Attributes, itemSize, MAX_ITEM_BYTES, writeUnits } from "./item-size.js";
import { type InRow, type Row, type RowBody, rowToAttributes } from "./rows.js";

/** How data becomes rows. */
export interface Layout {
  /** undefined stores plain text only. */
  readonly codec: Codec | undefined;
  /** Bytes of stored data above which it goes to S3, where there is a bucket. */
  readonly overflowAbove: number;
  readonly bucket: string | undefined;
  /** Bytes of JSON text that one item may have, on the way in and on the way out. */
  readonly maxItemBytes: number;
}

export type RowAddress = Omit<Row, "body"> & { readonly expiresAt: number };

/** A row as DynamoDB takes it and counts it. */
export interface MeasuredRow<Body extends RowBody = RowBody> {
  readonly row: Row & { readonly body: Body };
  readonly attributes: Attributes;
  /** Of the whole row. */
  readonly bytes: number;
  /** Of the data in it. */
  readonly dataBytes: number;
}

/** A row, and the object that must be in S3 before the row is written. */
export interface PlannedRow extends MeasuredRow {
  readonly upload?: { readonly bytes: Buffer; readonly sha256: Buffer };
  /** Bytes of the JSON text. */
  readonly size: number;
}

/**
 * Turns data into the row that keeps it: plain, or compressed where that saves a write unit, or as
 * an overflow object. Sends nothing.
 *
 * @throws InvalidArgumentError for data that JSON cannot carry
 * @throws PayloadTooLargeError where it fits nowhere
 */
export async function planRow(
  data: unknown,
  address: RowAddress,
  layout: Layout,
  table: string,
): Promise<PlannedRow> {
  const place = { table, partitionKey: address.partitionKey, index: address.sortKey };
  const text = stringifyStrict(data, `The data for ${placeName(place)}`);
  const size = Buffer.byteLength(text);
  if (size > layout.maxItemBytes) throw tooLarge(place, size, layout.maxItemBytes);

  const plain = measure<InRow>(address, { kind: "row", data: text }, size);
  const compressed = await compressWhereWorthwhile(text, plain, address, layout);
  const inRow = chooseInRow(plain, compressed, layout);
  if (inRow !== undefined) return { ...inRow, size };
  if (layout.bucket === undefined) {
    throw tooLarge(place, Math.min(plain.bytes, compressed?.bytes ?? plain.bytes), MAX_ITEM_BYTES);
  }
  return planObject((compressed ?? plain).row.body, size, address, layout.bucket);
}

/** @param dataBytes of the data in the row, which are known: to count them takes time. */
function measure<Body extends RowBody>(
  { partitionKey, sortKey, expiresAt }: RowAddress,
  body: Body,
  dataBytes: number,
): MeasuredRow<Body> {
  const row = { partitionKey, sortKey, expiresAt, body };
  const attributes = rowToAttributes(row);
  return { row, attributes, bytes: itemSize(attributes), dataBytes };
}

/** The cheaper of two rows that fit; plain when compressing saves no write unit. */
export function chooseInRow<T extends Pick<MeasuredRow, "dataBytes" | "bytes">>(
  plain: T,
  compressed: T | undefined,
  layout: Pick<Layout, "bucket" | "overflowAbove">,
): T | undefined {
  const fits = (candidate: T) =>
    candidate.bytes <= MAX_ITEM_BYTES &&
    (layout.bucket === undefined || candidate.dataBytes <= layout.overflowAbove);
  if (compressed === undefined || !fits(compressed)) return fits(plain) ? plain : undefined;
  if (!fits(plain)) return compressed;
  return writeUnits(compressed.bytes) < writeUnits(plain.bytes) ? compressed : plain;
}

async function compressWhereWorthwhile(
  text: string,
  plain: MeasuredRow<InRow>,
  address: RowAddress,
  { codec, overflowAbove, bucket }: Layout,
): Promise<MeasuredRow<InRow> | undefined> {
  const compress = codec === undefined ? undefined : codecFunctions(codec)?.compress;
  if (codec === undefined || compress === undefined || writeUnits(plain.bytes) === 1) {
    return undefined;
  }
  const size = plain.dataBytes;
  // Without a bucket, every byte less may be what makes it fit.
  if (bucket !== undefined && size > overflowAbove && !promisesHalf(text)) return undefined;
  const data = await compress(Buffer.from(text));
  if (data.byteLength >= size) return undefined;
  return measure<InRow>(address, { kind: "row", data, codec, size }, data.byteLength);
}

function planObject(
  { data, codec }: InRow,
  size: number,
  address: RowAddress,
  bucket: string,
): PlannedRow {
  const bytes = asBuffer(data);
  const sha256 = createHash("sha256").update(bytes).digest();
  const key = objectKey(address, sha256);
  const body: RowBody = { kind: "object", key, bucket, sha256, codec, size };
  return { ...measure(address, body, 0), upload: { bytes, sha256 }, size };
}

/** All overflow objects stand below it; so does what a lifecycle rule removes. */
export const OBJECT_PREFIX = "state-data/";

/** The prefix of the Python original. */
export const PY2SFN_OBJECT_PREFIX = "workflow_state_data/";

/**
 * `state-data/<day of expiry>/<sha256 of the partition key>/<index>/<sha256 of the bytes>`: no two
 * items share an object, and no object is ever written with other bytes.
 */
function objectKey(address: RowAddress, sha256: Buffer): string {
  const day = new Date(address.expiresAt * 1_000).toISOString().slice(0, 10);
  const owner = createHash("sha256").update(address.partitionKey).digest("hex");
  return `${OBJECT_PREFIX}${day}/${owner}/${address.sortKey}/${sha256.toString("hex")}`;
}

/**
 * Bytes or text as stored, back to data.
 *
 * @throws StateDataIntegrityError
 */
export async function readPayload(
  stored: string | Uint8Array,
  { codec, size }: Pick<RowBody, "codec" | "size">,
  maxItemBytes: number,
  place: Place,
): Promise<unknown> {
  const fault = (problem: string, cause?: unknown) =>
    new StateDataIntegrityError(`What is stored at ${placeName(place)} ${problem}.`, place, {
      cause,
    });
  if (size !== undefined && size > maxItemBytes) {
    throw fault(
      `says it has ${size} bytes, above the limit of ${maxItemBytes} (option "maxItemBytes")`,
    );
  }
  // Most rows are plain text, and DynamoDB's limit has bounded them already.
  if (typeof stored === "string" && codec === undefined) return parse(stored, fault);
  const bytes = await decompressed(stored, codec, size ?? maxItemBytes, fault);
  if (size !== undefined && bytes.byteLength !== size) {
    throw fault(`should have ${size} bytes of JSON text and has ${bytes.byteLength}`);
  }
  return parse(bytes.toString("utf8"), fault);
}

type Fault = (problem: string, cause?: unknown) => StateDataIntegrityError;

async function decompressed(
  stored: string | Uint8Array,
  codec: string | undefined,
  limit: number,
  fault: Fault,
): Promise<Buffer> {
  if (codec === undefined) return asBuffer(stored);
  const functions = codecFunctions(codec);
  if (functions === undefined) {
    throw fault(
      `is compressed with the codec "${codec}", which this runtime does not know (it knows ${knownCodecs().join(", ")})`,
    );
  }
  try {
    return await functions.decompress(asBuffer(stored), limit);
  } catch (error) {
    throw isTooLong(error)
      ? fault(`decompresses to more than the ${limit} bytes that it may have`, error)
      : fault(`does not decompress as ${codec}`, error);
  }
}

function parse(text: string, fault: Fault): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const word = /(?<!\w)(NaN|-?Infinity)\b/.exec(text)?.[1];
    throw fault(
      word === undefined
        ? "is not JSON"
        : `holds ${word}, which is not JSON (Python's json.dumps writes it unless allow_nan=False)`,
      error,
    );
  }
}

function asBuffer(stored: string | Uint8Array): Buffer {
  if (typeof stored === "string") return Buffer.from(stored);
  return Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
}

function isTooLong(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
}

function tooLarge(place: Place, size: number, limit: number): PayloadTooLargeError {
  const remedy =
    limit === MAX_ITEM_BYTES
      ? `Give a bucket for what is larger than a DynamoDB item can be (option "bucket", or SFN_DATA_S3_BUCKET)`
      : `Split it into a list with putItems, or raise "maxItemBytes"`;
  return new PayloadTooLargeError(
    `The data for ${placeName(place)} has ${size} bytes; at most ${limit} fit. ${remedy}.`,
    { size, limit },
  );
}
