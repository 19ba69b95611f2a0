import stringWidth from "string-width";

export interface TextStyle {
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
}

/** Thousandths of the size that the characters from space to ~ are wide in Helvetica, and in Arial. */
const ASCII =
  "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
    .split(" ")
    .map((width) => Number(width) / 1_000);

/** Which font draws the picture is not known: most are narrower than this allows for. */
const ALLOWANCE = 1.1;
const BOLD = 1.07;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** What a reader sees as the characters of a text. */
export function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** The pixels that a text is wide, estimated with something to spare. */
export function textWidth(text: string, { size, bold = false }: TextStyle): number {
  let ems = 0;
  const isAscii = /^[ -~]*$/.test(text);
  for (const character of isAscii ? text : graphemes(text)) ems += widthOf(character);
  return ems * size * ALLOWANCE * (bold ? BOLD : 1);
}

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (character.length === 1 && code >= 0x20 && code < 0x7f) return ASCII[code - 0x20] ?? 1;
  if (/\p{Emoji_Presentation}|\uFE0F/u.test(character)) return 1.25;
  const columns = stringWidth(character);
  // Letters of most alphabets are narrower than signs such as a dash or an arrow.
  return columns === 1 ? (/^\p{Letter}/u.test(character) ? 0.72 : 0.95) : columns * 0.5;
}
