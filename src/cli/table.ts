import { visibleLine } from "./visible.js";

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string;
  readonly align?: "right";
  /** Gives way where the terminal is too narrow; the widest one first. */
  readonly shrinks?: boolean;
  /** Colours a cell that is laid out already. */
  readonly style?: (cell: string, row: Row) => string;
}

export interface TableOptions {
  /** Of the terminal; undefined for a pipe, where nothing is cut. */
  readonly width: number | undefined;
  readonly styleTitle: (title: string) => string;
}

const GAP = "  ";
/** Characters below which a column says nothing any more. */
const NARROWEST = 8;

/** Rows below titles, in columns that line up, whatever the script. */
export async function formatTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, styleTitle }: TableOptions,
): Promise<string> {
  const { default: widthOf } = await import("string-width");
  const cells = rows.map((row) => columns.map(({ of }) => visibleLine(of(row))));
  const natural = columns.map(({ title }, at) =>
    Math.max(widthOf(title), ...cells.map((line) => widthOf(line[at] ?? ""))),
  );
  const widths = width === undefined ? natural : shrunk(natural, columns, width);

  const layOut = (text: string, at: number): string => {
    const room = widths[at] ?? 0;
    const cut = cutTo(text, room, widthOf);
    const padding = " ".repeat(Math.max(0, room - widthOf(cut)));
    if (columns[at]?.align === "right") return padding + cut;
    return at === columns.length - 1 ? cut : cut + padding;
  };
  const titles = columns.map(({ title }, at) => styleTitle(layOut(title, at)));
  const body = rows.map((row, index) =>
    columns
      .map(({ style = (cell) => cell }, at) => style(layOut(cells[index]?.[at] ?? "", at), row))
      .join(GAP),
  );
  return [titles.join(GAP), ...body].map((line) => line.trimEnd()).join("\n");
}

/** Takes from the widest column that may shrink, until all fit or none is wider than the narrowest. */
function shrunk<Row>(natural: readonly number[], columns: readonly Column<Row>[], width: number) {
  const widths = [...natural];
  const total = () => widths.reduce((sum, one) => sum + one, (widths.length - 1) * GAP.length);
  while (total() > width) {
    const widest = columns.reduce<number | undefined>((found, { shrinks = false }, at) => {
      const here = widths[at] ?? 0;
      if (!shrinks || here <= NARROWEST) return found;
      return found === undefined || here > (widths[found] ?? 0) ? at : found;
    }, undefined);
    if (widest === undefined) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

const graphemes = new Intl.Segmenter();

/** A text of at most so many columns, its end an ellipsis where it was cut. */
export function cutTo(text: string, room: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= room) return text;
  let kept = "";
  for (const { segment } of graphemes.segment(text)) {
    if (widthOf(kept + segment) > room - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
