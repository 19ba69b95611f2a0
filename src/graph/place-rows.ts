import type { Box, Link, Placement, Stop } from "./place-component.js";
import type { Band } from "./route-links.js";

const LEAST_GAP = 22;
const MOST_GAP = 64;
/** A way that goes far to the side needs height, lest it lies flat on others. */
const SLOPE = 0.1;

/** Where rows begin and end: as high as the highest in them, and far enough apart for the links. */
export function placeRows(
  boxes: readonly Box[],
  links: readonly Link[],
  placement: Placement,
): Band[] {
  const heights: number[] = [];
  const gaps: number[] = [];
  const raise = (list: number[], row: number, least: number) => {
    list[row] = Math.max(list[row] ?? 0, least);
  };
  for (const { id, height } of boxes) raise(heights, rowOf(placement.boxes.get(id)), height);
  for (const { id, from, to, label } of links) {
    if (label !== undefined) raise(heights, rowOf(placement.labels.get(id)), label.height);
    const ends = [placement.boxes.get(from), placement.boxes.get(to)];
    const way = [ends[0], ...(placement.stops.get(id) ?? []), ends[1]].filter(isStop);
    for (const [index, stop] of way.entries()) {
      raise(heights, stop.row, 0);
      const next = way[index + 1];
      if (next === undefined) continue;
      const aside = Math.min(MOST_GAP, LEAST_GAP + Math.abs(next.x - stop.x) * SLOPE);
      raise(gaps, Math.min(stop.row, next.row), aside);
    }
  }
  const rows: Band[] = [];
  let top = 0;
  for (const [index, height] of heights.entries()) {
    rows.push({ top, bottom: top + (height ?? 0) });
    top += (height ?? 0) + (gaps[index] ?? LEAST_GAP);
  }
  return rows;
}

function rowOf(stop: Stop | undefined): number {
  return stop?.row ?? 0;
}

function isStop(stop: Stop | undefined): stop is Stop {
  return stop !== undefined;
}
