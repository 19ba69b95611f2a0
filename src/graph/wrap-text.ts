import { printable } from "./printable.js";
import { graphemes, type TextStyle, textWidth } from "./text-width.js";

/** After these a long word may be broken, and before a capital within it. */
const BREAKS = /(?<=[-_/.:,;=&|)\]}])(?=[^\s])|(?<=\p{Ll})(?=\p{Lu})/u;

/**
 * A text in lines of at most so many pixels. Words that are longer are broken, best where their parts
 * meet; nothing is cut off.
 */
export function wrapText(text: string, maxWidth: number, style: TextStyle): string[] {
  const fits = (line: string) => textWidth(line, style) <= maxWidth;
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text).split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    const [last = "", ...before] = fits(word) ? [word] : pack(piecesOf(word, fits), fits).reverse();
    lines.push(...before.reverse());
    line = last;
  }
  if (line !== "") lines.push(line);
  return lines;
}

/** The first lines of a text, the last of them ending in … where there were more. */
export function abridge(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), `${lines[most - 1]} …`];
}

type Fits = (line: string) => boolean;

function piecesOf(word: string, fits: Fits): string[] {
  return word.split(BREAKS).flatMap((piece) => (fits(piece) ? [piece] : graphemes(piece)));
}

function pack(pieces: readonly string[], fits: Fits): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line !== "" && !fits(line + piece)) {
      lines.push(line);
      line = "";
    }
    line += piece;
  }
  return [...lines, line];
}
