import { createHash, randomUUID } from "node:crypto";
import type { JsonValue } from "../../shared/json.js";
import { isJsonObject } from "../json-object.js";
import { describeJsonFault } from "../validation/json-fault.js";
import { IntrinsicFailure } from "./failure.js";
import type { IntrinsicFunction } from "./function.js";

/** Characters that the functions of encodings and hashes take. */
const MAX_CHARACTERS = 10_000;

/** The hash algorithms of the service, and their names in Node. */
export const HASH_ALGORITHMS = {
  "SHA-1": "sha1",
  "SHA-384": "sha384",
  "SHA-256": "sha256",
  "SHA-512": "sha512",
  MD5: "md5",
} as const;

/** The functions of strings, encodings and JSON text. */
export const TEXT_FUNCTIONS = {
  "States.Base64Encode": ([text]) =>
    isShortText(text) ? Buffer.from(text).toString("base64") : undefined,
  // Buffer skips what is not Base64, as the service does.
  "States.Base64Decode": ([text]) =>
    isShortText(text) ? Buffer.from(text, "base64").toString() : undefined,
  "States.Hash": ([data, algorithm]) => {
    const text = typeof data === "string" ? data : JSON.stringify(data);
    return isShortText(text) && typeof algorithm === "string" ? hashOf(text, algorithm) : undefined;
  },
  "States.JsonMerge": ([first, second, deep]) =>
    isJsonObject(first) && isJsonObject(second) && deep !== true
      ? { ...first, ...second }
      : undefined,
  "States.JsonToString": ([value]) => JSON.stringify(value),
  "States.StringSplit": ([text, splitter]) =>
    typeof text === "string" && typeof splitter === "string"
      ? splitAtAny(text, splitter)
      : undefined,
  "States.StringToJson": ([text]) => (typeof text === "string" ? parseJson(text) : undefined),
  "States.UUID": () => randomUUID(),
} satisfies Record<string, IntrinsicFunction>;

/** The hash of a text in hexadecimal digits; undefined for an algorithm that the service lacks. */
export function hashOf(text: string, algorithm: string): string | undefined {
  if (!Object.hasOwn(HASH_ALGORITHMS, algorithm)) return undefined;
  // The line above says that it is a key.
  const name = HASH_ALGORITHMS[algorithm as keyof typeof HASH_ALGORITHMS];
  return createHash(name).update(text).digest("hex");
}

function isShortText(value: JsonValue | undefined): value is string {
  return (
    typeof value === "string" &&
    (value.length <= MAX_CHARACTERS || [...value].length <= MAX_CHARACTERS)
  );
}

/** The parts between any of the splitter's characters, without the empty ones. */
function splitAtAny(text: string, splitter: string): string[] {
  const separators = new Set(splitter);
  const parts: string[] = [];
  let part = "";
  for (const character of text) {
    if (!separators.has(character)) {
      part += character;
      continue;
    }
    if (part !== "") parts.push(part);
    part = "";
  }
  if (part !== "") parts.push(part);
  return parts;
}

/** The value of JSON text, null of no text. */
function parseJson(text: string): JsonValue {
  if (text.trim() === "") return null;
  const fault = describeJsonFault(text);
  if (fault === undefined) return JSON.parse(text);
  const [reason] = fault.message.split("\n");
  const place = /line: \d+, column: \d+(?=\]$)/.exec(fault.location)?.[0];
  const source = `[Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); ${place}]`;
  throw new IntrinsicFailure(
    `Cannot convert String to Json in States.StringToJson, caused by: ${unknownWord(text) ?? reason}\n at ${source}`,
  );
}

/** Text that begins with a word is no JSON at all, the most common mistake. */
function unknownWord(text: string): string | undefined {
  const word = /^\s*([A-Za-z_$][\w$]*)/.exec(text)?.[1];
  if (word === undefined || word === "true" || word === "false" || word === "null")
    return undefined;
  return `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`;
}
