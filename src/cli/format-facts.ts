import type { Printer } from "./printer.js";
import type { Colour } from "./style.js";
import { visible } from "./visible.js";

/** A line for each fact that there is, values of several lines below one another. */
export function formatFacts(
  facts: Readonly<Record<string, unknown>>,
  { style }: Pick<Printer, "style">,
  colours: Readonly<Record<string, Colour>> = {},
): string {
  const given = Object.entries(facts).filter(([, value]) => value !== undefined && value !== "");
  const width = Math.max(...given.map(([label]) => label.length));
  return given
    .map(([label, value]) => {
      const text = visible(typeof value === "string" ? value : JSON.stringify(value, undefined, 2));
      const indented = text.replaceAll("\n", `\n${" ".repeat(width + 2)}`);
      const colour = colours[label];
      const shown = colour === undefined ? indented : style(colour, indented);
      return `${style("bold", label.padEnd(width))}  ${shown}`;
    })
    .join("\n");
}
