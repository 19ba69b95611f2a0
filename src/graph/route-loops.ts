import type { Curve, Rectangle } from "./geometry.js";
import type { Link } from "./place-component.js";
import type { PlacedLink } from "./route-links.js";

/** How far a loop reaches out of its box. */
const REACH = 26;
const ARROW = 7;
const LEAST_HEIGHT = 22;
const GAP = 6;

/** The room on the right of a box that links back to itself take: one below the other. */
export function loopRoom(loops: readonly Link[]): {
  readonly width: number;
  readonly height: number;
} {
  if (loops.length === 0) return { width: 0, height: 0 };
  const widths = loops.map(({ label }) => REACH + (label === undefined ? 0 : GAP + label.width));
  const heights = loops.map(heightOf);
  return {
    width: Math.max(...widths),
    height: heights.reduce((sum, each) => sum + each + GAP, GAP),
  };
}

/** Draws the links from a box back to itself, on its right side. */
export function routeLoops(box: Rectangle, loops: readonly Link[]): Map<string, PlacedLink> {
  const right = box.x + box.width;
  let top = box.y + (box.height - loopRoom(loops).height) / 2 + GAP;
  return new Map(
    loops.map((loop) => {
      const height = heightOf(loop);
      const middle = top + height / 2;
      top += height + GAP;
      const [from, to] = [middle - 8, middle + 8];
      const out = right + (REACH * 4) / 3;
      const curve: Curve = [
        { x: right, y: from },
        { x: out, y: from },
        { x: out, y: to },
        { x: right + ARROW, y: to },
      ];
      const tip = { x: right, y: to, direction: "left" as const };
      const { label } = loop;
      if (label === undefined) return [loop.id, { curves: [curve], tip }];
      const place = { x: right + REACH + GAP, y: middle - label.height / 2, ...label };
      return [loop.id, { curves: [curve], tip, label: place }];
    }),
  );
}

function heightOf({ label }: Link): number {
  return Math.max(LEAST_HEIGHT, label?.height ?? 0);
}
