import type { GraphEdge } from "./graph.js";
import { textWidth } from "./text-width.js";
import { abridge, wrapText } from "./wrap-text.js";

/** The lines of an edge's label, and the room that they take. */
export interface EdgeLabel {
  readonly lines: readonly string[];
  readonly width: number;
  readonly height: number;
}

export const LABEL_SIZE = 11;
export const LABEL_LINE_HEIGHT = 14;
const MAX_WIDTH = 180;
/** What is longer would push the states out of sight; the whole stands in the tooltip. */
const MAX_LINES = 8;

/** The label of an edge, undefined where it has none. */
export function edgeLabel({ label }: GraphEdge): EdgeLabel | undefined {
  if (label === undefined) return undefined;
  const lines = abridge(wrapText(label, MAX_WIDTH, { size: LABEL_SIZE }), MAX_LINES);
  const widths = lines.map((line) => textWidth(line, { size: LABEL_SIZE }));
  return {
    lines,
    width: Math.ceil(Math.max(...widths, 0)) + 8,
    height: lines.length * LABEL_LINE_HEIGHT + 4,
  };
}
