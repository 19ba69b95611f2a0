import { promisify } from "node:util";
import zlib from "node:zlib";

/** The codecs that a row may name. Which of them a runtime can write depends on its Node. */
export type Codec = "gzip" | "br" | "zstd";

interface CodecFunctions {
  compress(bytes: Buffer): Promise<Buffer>;
  /** Rejects when more than `limit` bytes would come out. */
  decompress(bytes: Uint8Array, limit: number): Promise<Buffer>;
}

/** Below this many bytes a hop to the thread pool costs more than the work. */
const INLINE_BYTES = 32 * 1_024;

type Options = zlib.ZlibOptions & zlib.BrotliOptions;
type Work = (bytes: Uint8Array, options: Options) => Promise<Buffer>;

/** Small bodies at once, larger ones on the thread pool, so that the event loop stays free. */
function either(sync: (bytes: Uint8Array, options: Options) => Buffer, pooled: Work): Work {
  return async (bytes, options) =>
    bytes.byteLength < INLINE_BYTES ? sync(bytes, options) : pooled(bytes, options);
}

const gzip = either(zlib.gzipSync, promisify<Uint8Array, Options, Buffer>(zlib.gzip));
const gunzip = either(zlib.gunzipSync, promisify<Uint8Array, Options, Buffer>(zlib.gunzip));
const brotli = either(
  zlib.brotliCompressSync,
  promisify<Uint8Array, Options, Buffer>(zlib.brotliCompress),
);
const unbrotli = either(
  zlib.brotliDecompressSync,
  promisify<Uint8Array, Options, Buffer>(zlib.brotliDecompress),
);

/** Node has zstd from 22.15 on; the types of the oldest supported Node do not know it. */
const { zstdCompress, zstdDecompress } = zlib as unknown as {
  zstdCompress?: typeof zlib.gzip;
  zstdDecompress?: typeof zlib.gunzip;
};

const CODECS: Readonly<Record<Codec, CodecFunctions | undefined>> = {
  gzip: {
    compress: (bytes) => gzip(bytes, gzipOptions(bytes.byteLength)),
    decompress: (bytes, limit) => gunzip(bytes, outputOptions(limit)),
  },
  br: {
    // Quality 4 of 11: about gzip's time for a tenth less bytes; 11 would take 20 times as long.
    compress: (bytes) =>
      brotli(bytes, {
        params: {
          [zlib.constants.BROTLI_PARAM_QUALITY]: 4,
          [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
        },
      }),
    decompress: (bytes, limit) => unbrotli(bytes, outputOptions(limit)),
  },
  zstd:
    zstdCompress === undefined || zstdDecompress === undefined
      ? undefined
      : {
          compress: (bytes) => promisify<Uint8Array, Options, Buffer>(zstdCompress)(bytes, {}),
          decompress: (bytes, limit) =>
            promisify<Uint8Array, Options, Buffer>(zstdDecompress)(bytes, outputOptions(limit)),
        },
};

/** The most bytes of the pieces that output is made of. */
const CHUNK_BYTES = 65_536;

/**
 * zlib's working memory fitted to a small body: making ready its 256 KB takes longer than to
 * compress a KiB. The output is the same, or hardly longer.
 */
function gzipOptions(bytes: number): Options {
  const bits = Math.ceil(Math.log2(bytes + 1));
  return {
    windowBits: clamp(bits + 1, 9, 15),
    memLevel: clamp(bits - 6, 1, 8),
    chunkSize: clamp(bytes, 64, CHUNK_BYTES),
  };
}

/** @param limit bytes that may come out, which a row mostly tells exactly. */
function outputOptions(limit: number): Options {
  return { maxOutputLength: limit, chunkSize: clamp(limit, 64, CHUNK_BYTES) };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** The functions of a codec that is written in a row; undefined where this runtime has none. */
export function codecFunctions(codec: string): CodecFunctions | undefined {
  return Object.hasOwn(CODECS, codec) ? CODECS[codec as Codec] : undefined;
}

/** The codecs that this runtime knows. */
export function knownCodecs(): string[] {
  return Object.entries(CODECS)
    .filter(([, functions]) => functions !== undefined)
    .map(([codec]) => codec);
}

/** Characters that tell as much of a text as twice as many would, in half the time. */
const SAMPLE = 4_096;

/**
 * Whether compressing a long text would at least halve it, guessed from its middle: noise and text
 * that holds noise (base64, hex) would cost more time than they save.
 */
export function promisesHalf(text: string): boolean {
  const from = Math.max(0, Math.floor((text.length - SAMPLE) / 2));
  const sample = Buffer.from(text.slice(from, from + SAMPLE));
  const options = { ...gzipOptions(sample.byteLength), level: 1 };
  return zlib.gzipSync(sample, options).byteLength < sample.byteLength * 0.6;
}
