import { StateDataIntegrityError } from "./errors.js";
import type { Attribute, Attributes } from "./item-size.js";

/**
 * One item as it is kept. `partition_key`, `sort_key`, `expires_at`, `data` and `s3_key` are
 * py2sfn-task-tools' own attributes; it ignores the rest.
 */
export interface Row {
  readonly partitionKey: string;
  /** The index in a list; 0 for a single item. */
  readonly sortKey: number;
  /** Unix seconds; undefined never expires (rows of others: ours always have it). */
  readonly expiresAt: number | undefined;
  readonly body: RowBody;
}

export type RowBody = InRow | InObject;

/** The data stands in the row itself: JSON text, or bytes under a codec. */
export interface InRow {
  readonly kind: "row";
  readonly data: string | Uint8Array;
  readonly codec?: string | undefined;
  /** Bytes of the JSON text; bounds decompression. */
  readonly size?: number | undefined;
}

/** The data overflowed into an S3 object. */
export interface InObject {
  readonly kind: "object";
  readonly key: string;
  /** Undefined in rows of the Python original, which reads its own bucket. */
  readonly bucket?: string | undefined;
  /** Of the object's bytes; undefined in rows of the Python original. */
  readonly sha256?: Uint8Array | undefined;
  readonly codec?: string | undefined;
  readonly size?: number | undefined;
}

/** The row that says which list a name stands for. */
export interface Head {
  readonly generation: string;
  readonly count: number;
  readonly expiresAt: number;
  /** Deleting has begun: the name stands for nothing, and its rows are still to go. */
  readonly deleting: boolean;
}

/** Whether a row or head has passed its time; DynamoDB may take two days to remove it. */
export function isExpired(row: { readonly expiresAt: number | undefined }, now = Date.now()) {
  return row.expiresAt !== undefined && row.expiresAt * 1_000 <= now;
}

export function keyAttributes(partitionKey: string, sortKey: number) {
  return { partition_key: { S: partitionKey }, sort_key: { N: String(sortKey) } };
}

export function rowToAttributes({ partitionKey, sortKey, expiresAt, body }: Row): Attributes {
  const attributes: Record<string, Attribute> = keyAttributes(partitionKey, sortKey);
  if (expiresAt !== undefined) attributes.expires_at = { N: String(expiresAt) };
  if (body.kind === "row") {
    attributes.data = typeof body.data === "string" ? { S: body.data } : { B: body.data };
  } else {
    attributes.s3_key = { S: body.key };
    if (body.bucket !== undefined) attributes.s3_bucket = { S: body.bucket };
    if (body.sha256 !== undefined) attributes.sha256 = { B: body.sha256 };
  }
  if (body.codec !== undefined) attributes.codec = { S: body.codec };
  if (body.size !== undefined) attributes.size = { N: String(body.size) };
  return attributes;
}

export function headToAttributes(headKey: string, head: Omit<Head, "deleting">): Attributes {
  return {
    ...keyAttributes(headKey, 0),
    generation: { S: head.generation },
    count: { N: String(head.count) },
    expires_at: { N: String(head.expiresAt) },
  };
}

/** Whatever DynamoDB gives back: not only what we put there. */
export type StoredAttributes = Readonly<Record<string, StoredAttribute>>;

type StoredAttribute = { readonly [T in "S" | "N" | "B" | "BOOL"]?: unknown };

/** @throws StateDataIntegrityError when it is no row of ours nor of the Python original. */
export function rowFromAttributes(table: string, stored: StoredAttributes): Row {
  const read = reader(table, stored);
  const partitionKey = read("partition_key", "S");
  const sortKey = read("sort_key", "N");
  const key = read("s3_key", "S");
  if (partitionKey === undefined || sortKey === undefined) throw read.fault("has no key");
  const codec = read("codec", "S");
  const size = read("size", "N");
  const data = stored.data?.B === undefined ? read("data", "S") : read("data", "B");
  const body: RowBody | undefined =
    key !== undefined
      ? {
          kind: "object",
          key,
          bucket: read("s3_bucket", "S"),
          sha256: read("sha256", "B"),
          codec,
          size,
        }
      : data !== undefined
        ? { kind: "row", data, codec, size }
        : undefined;
  if (body === undefined) throw read.fault(`has neither "data" nor "s3_key"`);
  return { partitionKey, sortKey, expiresAt: read("expires_at", "N"), body };
}

/** @throws StateDataIntegrityError */
export function headFromAttributes(table: string, stored: StoredAttributes): Head {
  const read = reader(table, stored);
  const generation = read("generation", "S");
  const count = read("count", "N");
  const expiresAt = read("expires_at", "N");
  if (generation === undefined || count === undefined || expiresAt === undefined) {
    throw read.fault(`is no head of a list: it lacks "generation", "count" or "expires_at"`);
  }
  return { generation, count, expiresAt, deleting: stored.deleting?.BOOL === true };
}

interface AttributeTypes {
  S: string;
  N: number;
  B: Uint8Array;
}

const READERS: { [T in keyof AttributeTypes]: (raw: unknown) => AttributeTypes[T] | undefined } = {
  S: (raw) => (typeof raw === "string" ? raw : undefined),
  N: (raw) => (Number.isSafeInteger(Number(raw)) ? Number(raw) : undefined),
  B: (raw) => (raw instanceof Uint8Array ? raw : undefined),
};

/** Reads attributes by name and type; a wrong type is an integrity error, absence is undefined. */
function reader(table: string, stored: StoredAttributes) {
  const fault = (problem: string) =>
    new StateDataIntegrityError(
      `The row "${stored.partition_key?.S}" ${stored.sort_key?.N} of table "${table}" ${problem}. It was not written by this library, or was changed since.`,
      { table, partitionKey: String(stored.partition_key?.S), index: Number(stored.sort_key?.N) },
    );
  function read<T extends keyof AttributeTypes>(name: string, type: T) {
    const attribute = stored[name];
    if (attribute === undefined) return undefined;
    const value = READERS[type](attribute[type]);
    if (value === undefined) {
      throw fault(`has a "${name}" of type ${Object.keys(attribute).join()}, expected ${type}`);
    }
    return value;
  }
  return Object.assign(read, { fault });
}
