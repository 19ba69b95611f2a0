/**
 * A text from somewhere else, safe to show: control characters, which could move the cursor or
 * colour what follows, are spelled out. Lines stay lines.
 */
export function visible(text: string): string {
  return text.replace(CONTROL, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${code}`;
  });
}

/** In one line. */
export function visibleLine(text: string): string {
  return visible(text.replace(/\s+/g, " "));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
