import { printable } from "./printable.js";

/** What Mermaid, its Markdown or HTML would read as something else than text. */
const SPECIAL = /["#&<>%{}[\]`*_~|\\;^]/g;
/** A label that begins so would be a list, or a heading. */
const LEADING = /^(?:[-+=]|\d+(?=[.)]))/;

/**
 * Lines of text as a label of Mermaid may hold them, in quotes. What means something to Mermaid is
 * written by its number, `#34;`.
 */
export function mermaidText(...lines: readonly string[]): string {
  const written = lines
    .map(printable)
    .filter((line) => line !== "")
    .map((line) => line.replace(SPECIAL, code))
    // The dot of "1." by its number: by itself it is no list.
    .map((line) => line.replace(LEADING, (start) => [...start].map(code).join("")));
  return `"${written.join("<br/>")}"`;
}

function code(character: string): string {
  return `#${character.codePointAt(0)};`;
}
