import type { TextCursor } from "../text-cursor.js";

/** Reads a string in single or double quotes, where a backslash gives the next character as it is. */
export function readQuoted(cursor: TextCursor): string {
  const quote = cursor.here;
  if (quote !== "'" && quote !== '"') throw cursor.fault("Expected a string in quotes");
  const start = cursor.position;
  cursor.position += 1;
  let value = "";
  while (!cursor.done) {
    if (cursor.take(quote)) return value;
    if (cursor.take("\\") && cursor.done) break;
    value += cursor.here;
    cursor.position += 1;
  }
  cursor.position = start;
  throw cursor.fault(`Expected a closing ${quote} for the string`);
}
