import type { JsonValue } from "../../shared/json.js";
import { javaText } from "../java-text.js";
import { IntrinsicFailure } from "./failure.js";

const NAME = "States.Format";

/**
 * A template with each `{}` replaced by the next value. A backslash gives the next character as it
 * is, in a template that comes from the data too.
 *
 * @throws IntrinsicFailure where braces or values have no counterpart.
 */
export function format(template: string, values: readonly JsonValue[]): string {
  let text = "";
  let used = 0;
  for (let at = 0; at < template.length; at++) {
    const character = template.charAt(at);
    if (character === "\\" && at + 1 < template.length) {
      at += 1;
      text += template.charAt(at);
    } else if (character === "{") {
      if (template.charAt(at + 1) !== "}") throw unmatched("}", "{");
      at += 1;
      const value = values[used];
      used += 1;
      if (value === undefined) throw miscounted();
      text += javaText(value);
    } else if (character === "}") {
      throw unmatched("{", "}");
    } else {
      text += character;
    }
  }
  if (used < values.length) throw miscounted();
  return text;
}

function unmatched(missing: string, brace: string): IntrinsicFailure {
  return new IntrinsicFailure(
    `Invalid template in ${NAME}: matching '${missing}' not found for '${brace}'.`,
  );
}

function miscounted(): IntrinsicFailure {
  return new IntrinsicFailure(
    `Invalid arguments in ${NAME}: number of arguments do not match the occurrences of {}.`,
  );
}
