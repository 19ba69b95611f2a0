import { LABEL_SIZE } from "./edge-label.js";
import { TEXT_STYLES } from "./node-box.js";
import { PALETTES, type Palette } from "./palette.js";
import type { TextStyle } from "./text-width.js";

export type Theme = "auto" | "light" | "dark";

/** Fonts that are there: none is fetched. */
const FONTS = "Helvetica, Arial, 'Liberation Sans', sans-serif";

/** What the class of the whole is called; every rule begins with it, for the picture may stand in a page. */
export const ROOT_CLASS = "sfn-graph";

/**
 * The rules of a picture's style. `auto` follows what the reader's system prefers. Colours are written
 * out: not every program that draws SVG knows custom properties.
 */
export function svgStyle(theme: Theme): string {
  const rules = [
    rule("text", { "font-family": FONTS, "text-anchor": "middle" }),
    ...Object.entries(TEXT_STYLES).map(([name, style]) => rule(`.${name}`, fontOf(style))),
    rule(".label", { "font-size": `${LABEL_SIZE}px` }),
    rule(".header", { "font-size": "13px", "font-weight": "bold", "text-anchor": "start" }),
    rule(".edge path", { fill: "none", "stroke-width": "1.3" }),
    rule(".edge.taken path", { "stroke-width": "2.4" }),
    rule(".edge.catch path", { "stroke-dasharray": "5 4" }),
    rule(".box", { "stroke-width": "1.3" }),
    rule(".apart > .box, .missing > .box", { "stroke-dasharray": "4 3" }),
    rule(".told > .box", { "stroke-width": "2" }),
    rule(".inside", { "stroke-width": "1" }),
    ...colours(PALETTES[theme === "dark" ? "dark" : "light"]),
  ];
  const dark = `@media (prefers-color-scheme: dark) {\n${colours(PALETTES.dark).join("\n")}\n}`;
  return [...rules, ...(theme === "auto" ? [dark] : [])].join("\n");
}

function colours(palette: Palette): string[] {
  const tones = Object.entries(palette.tones).map(([name, { fill, line }]) =>
    rule(`.${name} > .box`, { fill, stroke: line }),
  );
  return [
    rule(".background", { fill: palette.background }),
    rule("text", { fill: palette.text }),
    rule("text.caption, .note, .label", { fill: palette.quietText }),
    rule(".inside", { fill: palette.inside, stroke: palette.tones.idle.line }),
    ...tones,
    ...edgeRules("", palette.edge),
    ...edgeRules(".catch", palette.catchEdge),
    ...edgeRules(".taken", palette.taken),
  ];
}

function edgeRules(kind: string, colour: string): string[] {
  return [
    rule(`.edge${kind} path`, { stroke: colour }),
    rule(`.edge${kind} .arrow`, { fill: colour }),
  ];
}

function fontOf({ size, bold = false }: TextStyle): Readonly<Record<string, string>> {
  return { "font-size": `${size}px`, ...(bold ? { "font-weight": "bold" } : {}) };
}

function rule(selectors: string, properties: Readonly<Record<string, string>>): string {
  const scoped = selectors
    .split(", ")
    .map((selector) => `.${ROOT_CLASS} ${selector}`)
    .join(", ");
  const written = Object.entries(properties).map(([name, value]) => `${name}: ${value}`);
  return `${scoped} { ${written.join("; ")} }`;
}
