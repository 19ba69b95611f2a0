import { WireException } from "../http/wire-exception.js";

export interface AwsChunkedBody {
  readonly payload: Buffer;
  /** The headers sent after the payload, names in lower case: checksums, and their signature. */
  readonly trailers: Readonly<Record<string, string>>;
}

const CRLF = "\r\n";
const MAX_LINE_BYTES = 8_192;

/**
 * Decodes a body of `Content-Encoding: aws-chunked`, signed or not: `<hex size>[;chunk-signature=…]`,
 * the bytes, again until a size of 0, then trailing headers. Throws IncompleteBody when it ends early
 * and InvalidChunkSizeError or MalformedTrailerError when it is none. Signatures are not verified.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(body: Buffer): AwsChunkedBody {
  const payload: Buffer[] = [];
  let position = 0;
  for (;;) {
    const header = lineAt(body, position);
    position += header.length + CRLF.length;
    const size = chunkSize(header);
    if (size === 0) break;
    const end = position + size;
    if (body.length < end + CRLF.length) throw incomplete();
    payload.push(body.subarray(position, end));
    if (body.toString("latin1", end, end + CRLF.length) !== CRLF) {
      throw new WireException(400, "InvalidChunkSizeError", "A chunk does not end where it said");
    }
    position = end + CRLF.length;
  }
  return { payload: Buffer.concat(payload), trailers: trailersAt(body, position) };
}

function chunkSize(header: string): number {
  const digits = /^([0-9a-f]{1,8})(?:;[^\r\n]*)?$/i.exec(header)?.[1];
  if (digits === undefined) {
    throw new WireException(
      400,
      "InvalidChunkSizeError",
      `Expected a chunk to begin with its size in hexadecimal digits, got ${JSON.stringify(header.slice(0, 40))}`,
    );
  }
  return Number.parseInt(digits, 16);
}

/** Headers up to an empty line; some senders leave the last line break, or the empty line, away. */
function trailersAt(body: Buffer, start: number): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of body.toString("latin1", start).split(CRLF)) {
    if (line === "") continue;
    const [, name, value] = /^([a-z0-9-]+):\s*(.*?)\s*$/i.exec(line) ?? [];
    if (name === undefined || value === undefined || line.length > MAX_LINE_BYTES) {
      throw new WireException(
        400,
        "MalformedTrailerError",
        `Expected a trailing header, got ${JSON.stringify(line.slice(0, 40))}`,
      );
    }
    trailers[name.toLowerCase()] = value;
  }
  return trailers;
}

function lineAt(body: Buffer, start: number): string {
  const end = body.indexOf(CRLF, start);
  if (end === -1) throw incomplete();
  if (end - start > MAX_LINE_BYTES) {
    throw new WireException(400, "InvalidChunkSizeError", "The header of a chunk is too long");
  }
  return body.toString("latin1", start, end);
}

function incomplete(): WireException {
  return new WireException(400, "IncompleteBody", "The request body terminated unexpectedly");
}
