/** One piece of a StringMatches pattern: text as it is, or any text. */
const ANY_TEXT = Symbol("any text");

/**
 * Whether a text matches a pattern of StringMatches, where `*` stands for any text, none included,
 * `\*` for an asterisk and `\\` for a backslash; before another character a backslash is itself.
 * The time is linear, since the leftmost place is right for every piece but the last.
 */
export function stringMatches(text: string, pattern: string): boolean {
  const pieces = piecesOf(pattern);
  const first = pieces[0];
  const last = pieces.at(-1);
  if (pieces.length === 1 && typeof first === "string") return text === first;
  let start = 0;
  let end = text.length;
  if (typeof first === "string") {
    if (!text.startsWith(first)) return false;
    start = first.length;
  }
  if (typeof last === "string") {
    end -= last.length;
    if (end < start || !text.endsWith(last)) return false;
  }
  for (const piece of pieces.slice(1, -1)) {
    if (piece === ANY_TEXT) continue;
    const at = text.indexOf(piece, start);
    if (at < 0 || at + piece.length > end) return false;
    start = at + piece.length;
  }
  return true;
}

function piecesOf(pattern: string): (string | typeof ANY_TEXT)[] {
  const pieces: (string | typeof ANY_TEXT)[] = [];
  let literal = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "*") {
      if (literal !== "") pieces.push(literal);
      if (pieces.at(-1) !== ANY_TEXT) pieces.push(ANY_TEXT);
      literal = "";
      continue;
    }
    const escaped = character === "\\" ? pattern.charAt(at + 1) : "";
    if (escaped === "*" || escaped === "\\") at += 1;
    literal += escaped === "*" || escaped === "\\" ? escaped : character;
  }
  if (literal !== "" || pieces.length === 0) pieces.push(literal);
  return pieces;
}
