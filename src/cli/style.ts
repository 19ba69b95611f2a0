import type { Screen, Terminal } from "./terminal.js";

const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Colour = keyof typeof CODES;

/** Colours a text, or leaves it as it is. */
export type Style = (colour: Colour, text: string) => string;

/** Colours for a terminal, never for a pipe or a file; NO_COLOR and FORCE_COLOR decide otherwise. */
export function styleFor(screen: Screen, env: Terminal["env"]): Style {
  if (!wantsColour(screen, env)) return (_colour, text) => text;
  return (colour, text) => {
    const [open, close] = CODES[colour];
    return `\u001b[${open}m${text}\u001b[${close}m`;
  };
}

/** https://no-color.org and https://force-color.org */
function wantsColour({ isTTY = false }: Screen, env: Terminal["env"]): boolean {
  const { NO_COLOR = "", FORCE_COLOR = "", TERM } = env;
  if (FORCE_COLOR !== "") return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTTY && NO_COLOR === "" && TERM !== "dumb";
}
