import { WireException } from "../http/wire-exception.js";

const MAX_KEY_BYTES = 1_024;
/** s3rver keeps each segment of a key as a file name of at most 255 bytes, and adds up to 30 of its own. */
const MAX_SEGMENT_BYTES = 200;

/** Throws InvalidBucketName unless S3 allows the name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function checkBucketName(name: string): void {
  const valid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !/\.\.|\.-|-\.|^xn--|^\d+\.\d+\.\d+\.\d+$/.test(name);
  if (!valid) {
    throw new WireException(400, "InvalidBucketName", "The specified bucket is not valid.");
  }
}

/** Throws NoSuchBucket for a name that only buckets of S3's first years could have: there is none here. */
export function checkOldBucketName(name: string): void {
  if (/^[A-Za-z0-9][\w-]{2,254}$/.test(name) && /[A-Z]/.test(name)) {
    throw new WireException(404, "NoSuchBucket", "The specified bucket does not exist");
  }
}

/**
 * Throws unless a key can be kept as a file below its bucket's folder. S3 itself takes any key of
 * 1,024 bytes; the local S3 refuses those that are a path out of the folder or no path at all.
 */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new WireException(400, "KeyTooLongError", "Your key is too long");
  }
  const reason = unsafe(key);
  if (reason !== undefined) {
    throw new WireException(
      400,
      "InvalidArgument",
      `The local S3 does not take a key with ${reason}`,
    );
  }
}

function unsafe(key: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f\ufffe\uffff]/.test(key)) return "a control character";
  if (!key.isWellFormed()) return "an unpaired surrogate";
  if (key.includes("._S3rver_")) return '"._S3rver_", which names the local files';
  const segments = key.split("/");
  if (segments.slice(0, -1).includes("") || key === "") return "an empty segment";
  if (segments.some((segment) => Buffer.byteLength(segment) > MAX_SEGMENT_BYTES)) {
    return `a segment of more than ${MAX_SEGMENT_BYTES} bytes between slashes`;
  }
  return decodings(key).some(hasDots) ? 'a segment "." or ".."' : undefined;
}

/** A backslash separates segments too: on Windows it would. */
function hasDots(key: string): boolean {
  return key.split(/[/\\]/).some((segment) => segment === "." || segment === "..");
}

/** The key, and what it becomes if somebody below decodes it again, and again. */
function decodings(key: string): string[] {
  const all = [key];
  for (let current = key, next = decode(key); next !== current; next = decode(current)) {
    all.push(next);
    current = next;
  }
  return all;
}

function decode(text: string): string {
  return text.replace(/%(2e|2f|5c|25)/gi, (escaped) => decodeURIComponent(escaped));
}
