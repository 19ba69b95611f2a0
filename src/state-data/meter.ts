import type { PlannedRow } from "./payload.js";
import type { RowBody } from "./rows.js";

/** What one call did and took, counted over all its requests. */
export interface Meter {
  /** Requests to DynamoDB and S3, the repeated ones included. */
  requests: number;
  /** Requests that had to be repeated. */
  retries: number;
  /** Write and read units, as DynamoDB reports them. */
  units: number;
  /** Items put, got or deleted. */
  items: number;
  /** Bytes of JSON text of the items put or got. */
  bytes: number;
  /** Bytes of them as they are stored. */
  storedBytes: number;
  /** Overflow objects put, got or deleted. */
  objects: number;
  /** The codec of the last item that had one. */
  codec: string | undefined;
}

export function newMeter(): Meter {
  return {
    requests: 0,
    retries: 0,
    units: 0,
    items: 0,
    bytes: 0,
    storedBytes: 0,
    objects: 0,
    codec: undefined,
  };
}

/** Counts an item that is about to be put. */
export function countPut(meter: Meter, { row: { body }, upload, size }: PlannedRow): void {
  countItem(meter, body, size, body.kind === "row" ? body.data : (upload?.bytes ?? ""));
}

/** Counts an item whose stored text or bytes have arrived. */
export function countGot(meter: Meter, body: RowBody, stored: string | Uint8Array): void {
  countItem(meter, body, body.size ?? lengthOf(stored), stored);
}

function countItem(meter: Meter, body: RowBody, bytes: number, stored: string | Uint8Array): void {
  meter.items += 1;
  meter.bytes += bytes;
  meter.storedBytes += lengthOf(stored);
  meter.objects += body.kind === "object" ? 1 : 0;
  meter.codec = body.codec ?? meter.codec;
}

function lengthOf(stored: string | Uint8Array): number {
  return typeof stored === "string" ? Buffer.byteLength(stored) : stored.byteLength;
}
