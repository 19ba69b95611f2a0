/** Why a text is no JSON, and where, in the words of the service's parser. */
export interface JsonFault {
  readonly message: string;
  readonly location: string;
}

/** JSON nests no deeper than the service's parser follows it. */
const MAX_DEPTH = 1_000;

/** Looks at a text that should be JSON; undefined when it is. */
export function describeJsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text);
  } catch (error) {
    return faultOf(text, error);
  }
  if (depthOf(text) <= MAX_DEPTH) return undefined;
  return faultAt(
    text,
    text.length,
    `Document nesting depth exceeds the maximum allowed (${MAX_DEPTH})`,
  );
}

function faultOf(text: string, error: unknown): JsonFault {
  const at = offsetOf(text, error);
  const token = /^[A-Za-z_$][\w$]*/.exec(text.slice(at))?.[0];
  if (token !== undefined) {
    const expected = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    return faultAt(
      text,
      at + token.length,
      `Unrecognized token '${token}': was expecting ${expected}`,
    );
  }
  const code = text.codePointAt(at);
  if (code === undefined) return faultAt(text, text.length, "Unexpected end-of-input");
  const shown = `Unexpected character ('${String.fromCodePoint(code)}' (code ${code}))`;
  return faultAt(text, at + 1, `${shown}: expected a valid value`);
}

/** Where the parser of this process stopped; its message says so, or shows what it did not expect. */
function offsetOf(text: string, error: unknown): number {
  const message = error instanceof Error ? error.message : "";
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return tokenStart(text, Number(position));
  const token = /Unexpected token '?(.)'?/su.exec(message)?.[1];
  const found = token === undefined ? -1 : text.indexOf(token);
  return found < 0 ? text.length : tokenStart(text, found);
}

/** A word that is no literal is at fault from its beginning. */
function tokenStart(text: string, at: number): number {
  let start = at;
  while (
    start > 0 &&
    /[\w$]/.test(text[start - 1] ?? "") &&
    /[A-Za-z_$]/.test(text[start - 1] ?? "")
  ) {
    start -= 1;
  }
  return start;
}

function faultAt(text: string, end: number, what: string): JsonFault {
  const before = text.slice(0, end);
  const line = before.split("\n").length;
  const column = end - (before.lastIndexOf("\n") + 1) + 1;
  const shown =
    text.length > 500 ? `${text.slice(0, 500)}"[truncated ${text.length - 500} chars]` : `${text}"`;
  const location = `[Source: (String)"${shown}; line: ${line}, column: ${column}]`;
  return { message: `${what}\n at ${location}`, location };
}

/** The deepest nesting of arrays and objects in a JSON text. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === "{" || character === "[") {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === "}" || character === "]") depth -= 1;
  }
  return deepest;
}
