import { pipeline, Readable } from "node:stream";
import zlib from "node:zlib";
import type { CallS3 } from "../s3-client.js";
import { unreadable } from "./unreadable.js";

/** An object, as the parameters of GetObject name it. */
export type ObjectParameters = Readonly<Record<string, unknown>> & {
  readonly Bucket?: string;
  readonly Key?: string;
};

/** The text of an object as it comes, unpacked when it is packed by gzip or zstd; a byte order mark is left out. */
export async function* objectText(
  call: CallS3,
  parameters: ObjectParameters,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const { Body } = await call("GetObject", parameters, signal);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const bytes of await unpacked(Body as Readable)) {
    // the SDK's stream in Node
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** No text in UTF-8 begins as packed bytes do. */
async function unpacked(body: Readable): Promise<AsyncIterable<Uint8Array>> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done === true) return Readable.from([]);
  const start = first.value;
  async function* all() {
    yield start;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const begins = (magic: readonly number[]) => magic.every((byte, at) => start[at] === byte);
  if (begins(GZIP)) return unpack(all(), zlib.createGunzip());
  return begins(ZSTD) ? unpack(all(), zstd()) : all();
}

function unpack(packed: AsyncIterable<Uint8Array>, unpacker: NodeJS.ReadWriteStream): Readable {
  // What goes wrong is thrown to whoever reads.
  return pipeline(Readable.from(packed), unpacker, () => {}) as unknown as Readable; // a Transform of zlib
}

/** Node has zstd since 22.15. */
function zstd(): NodeJS.ReadWriteStream {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => NodeJS.ReadWriteStream };
  if (createZstdDecompress !== undefined) return createZstdDecompress();
  throw unreadable(
    `The object is packed by zstd, which Node ${process.versions.node} does not unpack: use Node 22.15 or newer, or gzip`,
  );
}
