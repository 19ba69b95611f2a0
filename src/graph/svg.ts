import { describe, InvalidArgumentError } from "../shared/errors.js";
import { rounded } from "./geometry.js";
import { type Graph, graphOf } from "./graph.js";
import { layoutGraph, type ScopePicture } from "./layout.js";
import { type Overlay, overlayOf } from "./overlay.js";
import { printable } from "./printable.js";
import type { DefinitionSource } from "./read-definition.js";
import type { HistoryEvent } from "./read-event.js";
import { svgScope } from "./svg-scope.js";
import { ROOT_CLASS, svgStyle, type Theme } from "./svg-style.js";
import { tellExecution, tellRun } from "./tell-run.js";
import { wrapText } from "./wrap-text.js";
import { element, escapeXml } from "./xml.js";

export interface SvgOptions {
  /** The events of an execution, which colour the states. Default: the definition alone. */
  readonly history?: readonly HistoryEvent[] | undefined;
  /** What the picture is called, for those who do not see it. Default: the definition's comment, else `State machine`. */
  readonly title?: string | undefined;
  /** `auto`, the default, follows what the reader's system prefers. */
  readonly theme?: Theme | undefined;
}

const THEMES: readonly Theme[] = ["auto", "light", "dark"];
const HEADER = { size: 13, bold: true, lineHeight: 18, padding: 14 };
const LEAST_WIDTH = 120;

/**
 * A state machine as a standalone SVG document, which fetches nothing and runs nothing. The same
 * machine gives the same text.
 *
 * @throws InvalidArgumentError for what is no state machine, and for a history that is no list.
 */
export function toSvg(definition: DefinitionSource, options: SvgOptions = {}): string {
  const { history, title, theme = "auto" } = options;
  if (!THEMES.includes(theme)) {
    throw new InvalidArgumentError(
      `Expected the "theme" option to be one of ${THEMES.join(", ")}, got ${describe(theme)}.`,
    );
  }
  const graph = graphOf(definition);
  const overlay = history === undefined ? undefined : overlayOf(graph, history);
  const picture = layoutGraph(graph, (id) => {
    const run = overlay?.states.get(id);
    return run === undefined ? [] : tellRun(run);
  });
  return document(picture, graph, overlay, { title, theme });
}

function document(
  picture: ScopePicture,
  graph: Graph,
  overlay: Overlay | undefined,
  { title, theme }: { readonly title: string | undefined; readonly theme: Theme },
): string {
  const told = overlay === undefined ? "" : tellExecution(overlay);
  const width = Math.max(picture.width, LEAST_WIDTH, told === "" ? 0 : 260);
  const header = wrapText(told, width - 2 * HEADER.padding, HEADER);
  const top = header.length === 0 ? 0 : HEADER.padding + header.length * HEADER.lineHeight;
  const height = picture.height + top;
  const left = (width - picture.width) / 2;
  const name = printable(title ?? graph.comment ?? "State machine");
  const content = [
    element("title", {}, escapeXml(name)),
    ...(told === "" ? [] : [element("desc", {}, escapeXml(told))]),
    element("style", {}, `\n${svgStyle(theme)}\n`),
    element("rect", { class: "background", width: rounded(width), height: rounded(height), rx: 8 }),
    ...header.map((line, index) =>
      element(
        "text",
        {
          class: "header",
          x: HEADER.padding,
          y: HEADER.padding + 4 + index * HEADER.lineHeight + 8,
        },
        escapeXml(line),
      ),
    ),
    svgScope({ ...picture, x: left, y: top }, overlay),
  ];
  return `${element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: ROOT_CLASS,
      role: "img",
      "aria-label": told === "" ? name : `${name}. ${told}`,
      viewBox: `0 0 ${rounded(width)} ${rounded(height)}`,
      width: rounded(width),
      height: rounded(height),
    },
    `\n${content.join("\n")}\n`,
  )}\n`;
}
