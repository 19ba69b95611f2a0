import type { WireInput } from "../protocol/aws-json.js";
import { refuse } from "./exceptions.js";
import { list, text } from "./members.js";

/** Tags by the ARN of what they are on. */
export type Tags = Map<string, Map<string, string>>;

const MOST = 50;
/** Letters, digits, white space and a few symbols: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html. */
const PATTERN = "^([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)$";

/** The tags in a request. Throws ValidationException. */
export function readTags(input: WireInput, member = "tags"): [string, string][] {
  return (list(input, member) ?? []).map((tag, index) => {
    const given = (typeof tag === "object" && tag !== null ? tag : {}) as WireInput; // looked at below
    const at = `${member}.${index + 1}.member`;
    return [readKey(given, at), readPart(given, "value", at, { min: 0, max: 256 }) ?? ""];
  });
}

/** The tags of a resource with some more. Throws TooManyTags. */
export function withTags(
  tags: Tags,
  arn: string,
  added: readonly (readonly [string, string])[],
): Map<string, string> {
  const all = new Map([...(tags.get(arn) ?? []), ...added]);
  if (all.size > MOST) throw refuse.tooManyTags(arn);
  return all;
}

function readKey(tag: WireInput, at: string): string {
  const key = readPart(tag, "key", at, { min: 1, max: 128 });
  if (key === undefined) throw refuse.constraint(undefined, `${at}.key`, "Member must not be null");
  if (/^aws:/i.test(key)) {
    throw refuse.validation(`Tag keys that begin with "aws:" are reserved for AWS: '${key}'`);
  }
  return key;
}

function readPart(
  tag: WireInput,
  name: string,
  at: string,
  bounds: { readonly min: number; readonly max: number },
): string | undefined {
  const path = `${at}.${name}`;
  const value = text({ [path]: tag[name] }, path, bounds);
  if (value !== undefined && !new RegExp(PATTERN, "u").test(value)) {
    throw refuse.constraint(
      value,
      path,
      `Member must satisfy regular expression pattern: ${PATTERN}`,
    );
  }
  return value;
}
