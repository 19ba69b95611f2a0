import { InvalidArgumentError } from "../shared/errors.js";
import { stringifyStrict } from "../shared/json.js";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const MAX_BYTES = 262_144;

/** The JSON text of an execution's input. @throws InvalidArgumentError for no JSON, or too much of it. */
export function executionInput(input: unknown, machine: string): string {
  const text = stringifyStrict(input, `The input of an execution of "${machine}"`);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES) {
    throw new InvalidArgumentError(
      `Expected the input of an execution of "${machine}" to have at most ${MAX_BYTES} bytes of JSON text, got ${bytes}. Put the large part into state data, and give its pointer as input.`,
    );
  }
  return text;
}
