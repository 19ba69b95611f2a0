import type { WireInput } from "../protocol/aws-json.js";
import { refuse } from "./exceptions.js";
import { list } from "./members.js";

/** Tags by the ARN of what they are on. */
export type Tags = Map<string, Map<string, string>>;

const MOST = 50;

/** The tags in a request. Throws ValidationException. */
export function readTags(input: WireInput, member = "tags"): [string, string][] {
  return (list(input, member) ?? []).map((tag, index) => {
    const { key, value = "" } = (tag ?? {}) as { key?: unknown; value?: unknown }; // looked at below
    const at = `${member}.${index + 1}.member.key`;
    if (typeof key !== "string") throw refuse.constraint(undefined, at, "Member must not be null");
    if (key.length < 1 || key.length > 128) {
      const bound = key.length < 1 ? "greater than or equal to 1" : "less than or equal to 128";
      throw refuse.constraint(key, at, `Member must have length ${bound}`);
    }
    return [key, typeof value === "string" ? value : ""];
  });
}

/** Puts tags on a resource. Throws TooManyTags. */
export function addTags(
  tags: Tags,
  arn: string,
  added: readonly (readonly [string, string])[],
): void {
  const all = new Map([...(tags.get(arn) ?? []), ...added]);
  if (all.size > MOST) throw refuse.tooManyTags(arn);
  tags.set(arn, all);
}
