import { refuse } from "./exceptions.js";

/** What names may not hold: spaces, brackets, wildcards, special and control characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const FORBIDDEN = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** The name of a state machine, an execution or an activity. Throws InvalidName. */
export function checkName(name: string): string {
  if (name.length === 0 || name.length > 80 || FORBIDDEN.test(name)) throw refuse.invalidName(name);
  return name;
}
