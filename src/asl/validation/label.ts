import { type Check, text } from "./checks.js";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/;

/** The label of a distributed Map, which becomes part of names. */
export const label: Check = (value, place) => {
  const { findings, location } = place;
  if (typeof value !== "string") text(value, place);
  else if (value === "") findings.schema("Label cannot be empty", location);
  else if (value.length > 40) findings.schema("Label cannot exceed 40 characters", location);
  else {
    const [forbidden] = FORBIDDEN.exec(value) ?? [];
    if (forbidden !== undefined) {
      findings.schema(`Label contains invalid character: '${forbidden}'`, location);
    }
  }
};
