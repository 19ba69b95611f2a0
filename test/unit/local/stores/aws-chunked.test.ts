import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { WireException } from "../../../../src/local/http/wire-exception.js";
import { decodeAwsChunked } from "../../../../src/local/stores/aws-chunked.js";

const SIGNATURE = `;chunk-signature=${"0".repeat(64)}`;

function encode(chunks: readonly Uint8Array[], { signed = false, trailer = "" } = {}): Buffer {
  const extension = signed ? SIGNATURE : "";
  const parts = [...chunks.filter(({ length }) => length > 0), new Uint8Array()].map((chunk) => [
    Buffer.from(`${chunk.length.toString(16)}${extension}\r\n`),
    chunk,
    Buffer.from(chunk.length === 0 ? "" : "\r\n"),
  ]);
  return Buffer.concat([...parts.flat(), Buffer.from(`${trailer}\r\n`)]);
}

function codeOf(body: Buffer): string {
  try {
    decodeAwsChunked(body);
    return "";
  } catch (error) {
    if (error instanceof WireException && error.status === 400) return error.code;
    throw error;
  }
}

const chunks = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 });

describe("decodeAwsChunked", () => {
  test("returns the bytes of the chunks and the trailing headers", () => {
    const body = Buffer.from(
      "5\r\nhello\r\nA\r\n, world!!\n\r\n0\r\nX-Amz-Checksum-CRC32: abc= \r\nx-amz-trailer-signature:0\r\n\r\n",
    );
    const { payload, trailers } = decodeAwsChunked(body);
    expect(payload.toString()).toBe("hello, world!!\n");
    expect(trailers).toEqual({ "x-amz-checksum-crc32": "abc=", "x-amz-trailer-signature": "0" });
  });

  test("takes an empty payload, and an end without the last line break", () => {
    expect(decodeAwsChunked(Buffer.from("0\r\n\r\n"))).toEqual({
      payload: Buffer.alloc(0),
      trailers: {},
    });
    expect(decodeAwsChunked(Buffer.from("0\r\na:b")).trailers).toEqual({ a: "b" });
  });

  test("undoes the encoding, signed or not, however the payload is cut", () => {
    fc.assert(
      fc.property(chunks, fc.boolean(), (parts, signed) => {
        const body = encode(parts, { signed, trailer: "x-amz-checksum-crc32:AAAAAA==\r\n" });
        const { payload, trailers } = decodeAwsChunked(body);
        expect(payload.equals(Buffer.concat(parts))).toBe(true);
        expect(trailers).toEqual({ "x-amz-checksum-crc32": "AAAAAA==" });
      }),
    );
  });

  test("a body that ends before its last chunk is an IncompleteBody", () => {
    fc.assert(
      fc.property(chunks, fc.nat(), (parts, at) => {
        const body = encode(parts);
        const cut = at % (body.length - "\r\n\r\n".length);
        expect(codeOf(body.subarray(0, cut))).toBe("IncompleteBody");
      }),
    );
  });

  test("whatever the bytes are, they decode or are a 400", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        codeOf(Buffer.from(bytes));
      }),
    );
    const pieces = fc.constantFrom(
      "0",
      "1",
      "ff",
      "\r\n",
      "\n",
      ";",
      "x",
      ":",
      "a:b",
      SIGNATURE,
      "-1",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        codeOf(Buffer.from(parts.join("")));
      }),
    );
  });

  test.each([
    ["zz\r\nab\r\n0\r\n\r\n", "InvalidChunkSizeError"],
    ["-1\r\nab\r\n0\r\n\r\n", "InvalidChunkSizeError"],
    ["0x2\r\nab\r\n0\r\n\r\n", "InvalidChunkSizeError"],
    ["\r\nab\r\n0\r\n\r\n", "InvalidChunkSizeError"],
    ["1\r\nab\r\n0\r\n\r\n", "InvalidChunkSizeError"],
    [`2;${"x".repeat(9_000)}\r\nab\r\n0\r\n\r\n`, "InvalidChunkSizeError"],
    ["ffffffff\r\nab\r\n0\r\n\r\n", "IncompleteBody"],
    ["3\r\nab\r\n", "IncompleteBody"],
    ["", "IncompleteBody"],
    ["0\r\nno header\r\n\r\n", "MalformedTrailerError"],
    ["0\r\n__proto__:x\r\n\r\n", "MalformedTrailerError"],
  ])("%j is refused", (body, code) => {
    expect(codeOf(Buffer.from(body))).toBe(code);
  });
});
