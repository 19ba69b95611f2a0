import { describe, InvalidArgumentError } from "./errors.js";

const MAX_CHARACTERS = 80;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html#API_CreateActivity_RequestSyntax */
const REFUSED = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\p{Cs}\ufffe\uffff]/u;

/**
 * A name that Step Functions takes: 1 to 80 characters, and none that it refuses.
 *
 * @param what names the thing in messages, e.g. `the activity's name`.
 * @throws InvalidArgumentError
 */
export function checkSfnName(name: unknown, what: string): string {
  if (typeof name !== "string" || name === "") {
    throw new InvalidArgumentError(
      `Expected ${what} to be a text of 1 to ${MAX_CHARACTERS} characters, got ${name === "" ? "an empty text" : describe(name)}.`,
    );
  }
  const refused = REFUSED.exec(name)?.[0];
  if (refused !== undefined) {
    throw new InvalidArgumentError(
      `Expected ${what} to have none of the characters that Step Functions refuses (spaces, control characters, and any of <>{}[]?*"#%\\^|~\`$&,;:/), got ${JSON.stringify(refused)} in ${describe(name)}.`,
    );
  }
  if (name.length > MAX_CHARACTERS) {
    throw new InvalidArgumentError(
      `Expected ${what} to have at most ${MAX_CHARACTERS} characters, got ${name.length}: ${describe(name)}.`,
    );
  }
  return name;
}
