import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { WireException } from "../http/wire-exception.js";
import { crc32c } from "./crc32c.js";

type Headers = Readonly<Record<string, string>>;

/**
 * The checksums that S3 verifies, by header. Not crc64nvme: SDKs for JavaScript send it only with the
 * native CRT package beside them.
 */
const CHECKSUMS = {
  "x-amz-checksum-crc32": { bytes: 4, of: (body) => bigEndian(crc32(body)) },
  "x-amz-checksum-crc32c": { bytes: 4, of: (body) => bigEndian(crc32c(body)) },
  "x-amz-checksum-sha1": { bytes: 20, of: (body) => hash("sha1", body) },
  "x-amz-checksum-sha256": { bytes: 32, of: (body) => hash("sha256", body) },
} satisfies Record<string, { bytes: number; of: (body: Buffer) => string }>;

/**
 * Compares a body with every checksum that was sent along, and returns those that S3 sends back.
 * Throws InvalidDigest or InvalidRequest for one that is none, BadDigest for one of other bytes.
 */
export function verifyChecksums(headers: Headers, body: Buffer): Record<string, string> {
  verifyContentMd5(headers["content-md5"], body);
  verifyContentSha256(headers["x-amz-content-sha256"], body);
  const verified: Record<string, string> = {};
  for (const [name, { bytes, of }] of Object.entries(CHECKSUMS)) {
    const claimed = headers[name];
    if (claimed === undefined) continue;
    if (!isBase64Of(bytes, claimed)) {
      throw new WireException(400, "InvalidRequest", `Value for ${name} header is invalid.`);
    }
    if (of(body) !== claimed) {
      const algorithm = name.slice("x-amz-checksum-".length).toUpperCase();
      throw badDigest(`The ${algorithm} you specified did not match the calculated checksum.`);
    }
    verified[name] = claimed;
  }
  return verified;
}

function verifyContentMd5(claimed: string | undefined, body: Buffer): void {
  if (claimed === undefined) return;
  if (!isBase64Of(16, claimed)) {
    throw new WireException(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
  }
  if (hash("md5", body) !== claimed) {
    throw badDigest("The Content-MD5 you specified did not match what we received.");
  }
}

/** The signature covers this hash; other values say that the payload is unsigned or signed in chunks. */
function verifyContentSha256(claimed: string | undefined, body: Buffer): void {
  if (claimed === undefined || !/^[0-9a-f]{64}$/i.test(claimed)) return;
  if (createHash("sha256").update(body).digest("hex") === claimed.toLowerCase()) return;
  throw new WireException(
    400,
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  );
}

function isBase64Of(bytes: number, text: string): boolean {
  const decoded = Buffer.from(text, "base64");
  return decoded.length === bytes && decoded.toString("base64") === text;
}

function hash(algorithm: "md5" | "sha1" | "sha256", body: Buffer): string {
  return createHash(algorithm).update(body).digest("base64");
}

function bigEndian(checksum: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(checksum);
  return bytes.toString("base64");
}

function badDigest(message: string): WireException {
  return new WireException(400, "BadDigest", message);
}
