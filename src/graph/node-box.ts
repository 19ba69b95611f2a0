import type { GraphNode, MarkerNode } from "./graph.js";
import { type TextStyle, textWidth } from "./text-width.js";
import { wrapText } from "./wrap-text.js";

export type LineStyle = "name" | "caption" | "note" | "run";

export interface Line {
  readonly text: string;
  readonly style: LineStyle;
  /** Pixels from the top of the box to the line that the letters stand on. */
  readonly baseline: number;
}

/** The size of a node without what is inside, and the lines of text in it, each in the middle. */
export interface NodeBox {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Line[];
}

export const TEXT_STYLES = {
  name: { size: 13, bold: true },
  caption: { size: 11 },
  note: { size: 11 },
  run: { size: 11, bold: true },
} satisfies Record<LineStyle, TextStyle>;

const LINE_HEIGHTS = { name: 17, caption: 15, note: 15, run: 16 } satisfies Record<
  LineStyle,
  number
>;
const MAX_TEXT_WIDTH = 200;
const MIN_WIDTH = 96;
const PADDING = { x: 16, y: 9 };
/** Start and end of a branch or an iteration. */
const DOT = 12;
/** A Choice has pointed sides. */
export const POINT = 12;

/**
 * The box of a node.
 *
 * @param run what an execution's history says of it.
 * @param isRoot whether its scope is the machine: only there start and end have words.
 */
export function nodeBox(node: GraphNode, run: readonly string[], isRoot: boolean): NodeBox {
  if (node.kind !== "state") return markerBox(node, isRoot);
  const box = boxOf([
    ["name", nameText(node.name)],
    ["caption", node.caption],
    ...node.notes.map((note) => ["note", note] as const),
    ...(node.isReachable ? [] : [["note", "nothing leads here"] as const]),
    ...run.map((text) => ["run", text] as const),
  ]);
  return node.type === "Choice" ? { ...box, width: box.width + 2 * POINT } : box;
}

function markerBox({ kind, name }: MarkerNode, isRoot: boolean): NodeBox {
  if (kind === "missing") {
    return boxOf([
      ["name", nameText(name)],
      ["note", "no such state"],
    ]);
  }
  if (isRoot) return boxOf([["name", kind === "start" ? "Start" : "End"]], 64);
  return { width: DOT, height: DOT, lines: [] };
}

function boxOf(texts: readonly (readonly [LineStyle, string])[], minWidth = MIN_WIDTH): NodeBox {
  let height = PADDING.y;
  const lines = texts.flatMap(([style, text]) =>
    wrapText(text, MAX_TEXT_WIDTH, TEXT_STYLES[style]).map((line): Line => {
      height += LINE_HEIGHTS[style];
      return { text: line, style, baseline: height - 4 };
    }),
  );
  const widths = lines.map(({ text, style }) => textWidth(text, TEXT_STYLES[style]));
  const width = Math.max(minWidth, ...widths.map((each) => Math.ceil(each) + 2 * PADDING.x));
  return { width, height: height + PADDING.y, lines };
}

function nameText(name: string): string {
  return name.trim() === "" ? JSON.stringify(name) : name;
}
