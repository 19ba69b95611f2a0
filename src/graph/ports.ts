import type { Rectangle } from "./geometry.js";
import { groupBy } from "./group-by.js";

/** One end of a link, at the upper or lower side of a box. */
export interface Port {
  /** Of the link, and which of its ends. */
  readonly key: string;
  readonly box: string;
  readonly side: "top" | "bottom";
  /** Where the link comes from or goes to. */
  readonly towards: number;
}

/** As far as there is room. */
const SPACE = 16;
const MARGIN = 14;

/**
 * Where along the side of its box each end of a link stands: as near to where it comes from as can
 * be, in the order in which they come, so that they do not cross. By key.
 */
export function spreadPorts(
  ports: readonly Port[],
  boxes: ReadonlyMap<string, Rectangle>,
): Map<string, number> {
  const sides = groupBy(ports, ({ box, side }) => `${side} ${box}`);
  const places = new Map<string, number>();
  for (const side of sides.values()) {
    const box = boxes.get(side[0]?.box ?? "");
    if (box === undefined) continue;
    const inOrder = [...side].sort((a, b) => a.towards - b.towards);
    const xs = spread(
      inOrder.map(({ towards }) => towards),
      box.x + Math.min(MARGIN, box.width / 2),
      box.x + box.width - Math.min(MARGIN, box.width / 2),
    );
    for (const [index, { key }] of inOrder.entries()) places.set(key, xs[index] ?? box.x);
  }
  return places;
}

/** The wishes, which ascend, within bounds and apart from one another. */
function spread(wishes: readonly number[], left: number, right: number): number[] {
  const space = Math.min(SPACE, (right - left) / Math.max(1, wishes.length - 1));
  const xs: number[] = [];
  for (const [index, wish] of wishes.entries()) {
    const least = index === 0 ? left : (xs[index - 1] ?? left) + space;
    const most = right - (wishes.length - 1 - index) * space;
    xs.push(Math.min(Math.max(wish, least), Math.max(most, least)));
  }
  return xs;
}
