import { bend, type Curve, type Point, type Rectangle, straight } from "./geometry.js";
import type { Link, Placement, Stop } from "./place-component.js";
import { type Port, spreadPorts } from "./ports.js";

export interface PlacedLink {
  readonly curves: readonly Curve[];
  /** Where the arrow's tip is, and which way it points. */
  readonly tip: Point & { readonly direction: "down" | "up" | "left" };
  readonly label?: Rectangle;
}

/** A row's upper and lower end. Boxes stand at the upper one. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

const ARROW = 7;

/**
 * Draws the links of boxes that stand in rows. Within a row a link goes straight down (or up) at the
 * stop that is reserved for it; it moves to the side only between rows, where no boxes are. So it
 * never runs through one.
 */
export function routeLinks(
  links: readonly Link[],
  { boxes, stops, labels }: Placement,
  rectangles: ReadonlyMap<string, Rectangle>,
  rows: readonly Band[],
): Map<string, PlacedLink> {
  const ways = links.map((link) => {
    const from = boxes.get(link.from) ?? NOWHERE;
    const to = boxes.get(link.to) ?? NOWHERE;
    return { link, from, to, between: stops.get(link.id) ?? [], isUp: to.row < from.row };
  });
  const ports = ways.flatMap(({ link, from, to, between, isUp }): Port[] => [
    {
      key: `from ${link.id}`,
      box: link.from,
      side: isUp ? "top" : "bottom",
      towards: (between[0] ?? to).x,
    },
    {
      key: `to ${link.id}`,
      box: link.to,
      side: isUp ? "bottom" : "top",
      towards: (between.at(-1) ?? from).x,
    },
  ]);
  const places = spreadPorts(ports, rectangles);
  return new Map(
    ways.map(({ link, from, to, between, isUp }) => {
      const start = { x: places.get(`from ${link.id}`) ?? from.x, row: from.row };
      const end = { x: places.get(`to ${link.id}`) ?? to.x, row: to.row };
      const labelRow = labels.get(link.id);
      const label = labelRow && link.label && labelPlace(labelRow, link.label, rows);
      const source = rectangles.get(link.from) ?? NO_RECTANGLE;
      const target = rectangles.get(link.to) ?? NO_RECTANGLE;
      const draw = isUp ? drawUp : drawDown;
      const drawn = draw({ start, end, between, source, target, rows, label, labelRow });
      return [link.id, label === undefined ? drawn : { ...drawn, label }];
    }),
  );
}

const NOWHERE: Stop = { x: 0, row: 0 };
const NO_RECTANGLE: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

interface Way {
  readonly start: Stop;
  readonly end: Stop;
  readonly between: readonly Stop[];
  readonly source: Rectangle;
  readonly target: Rectangle;
  readonly rows: readonly Band[];
  readonly label: Rectangle | undefined;
  readonly labelRow: Stop | undefined;
}

function drawDown({ start, end, between, source, rows, label, labelRow }: Way): PlacedLink {
  const pen = new Pen({ x: start.x, y: source.y + source.height });
  pen.straightTo(rowAt(rows, start).bottom);
  for (const stop of between) {
    const { top, bottom } = rowAt(rows, stop);
    pen.bendTo({ x: stop.x, y: top });
    pen.straightTo(bottom, stop.row === labelRow?.row ? label : undefined);
  }
  const tip = { x: end.x, y: rowAt(rows, end).top, direction: "down" as const };
  pen.bendTo({ x: tip.x, y: tip.y - ARROW });
  return { curves: pen.curves, tip };
}

function drawUp({ start, end, between, target, rows, label, labelRow }: Way): PlacedLink {
  const pen = new Pen({ x: start.x, y: rowAt(rows, start).top });
  for (const stop of between) {
    const { top, bottom } = rowAt(rows, stop);
    pen.bendTo({ x: stop.x, y: bottom });
    pen.straightTo(top, stop.row === labelRow?.row ? label : undefined);
  }
  const tip = { x: end.x, y: target.y + target.height, direction: "up" as const };
  const arrowEnd = tip.y + ARROW;
  pen.bendTo({ x: tip.x, y: Math.max(arrowEnd, rowAt(rows, end).bottom) });
  pen.straightTo(arrowEnd);
  return { curves: pen.curves, tip };
}

/** Draws one curve after another. */
class Pen {
  readonly curves: Curve[] = [];
  #at: Point;

  constructor(at: Point) {
    this.#at = at;
  }

  bendTo(to: Point): void {
    this.curves.push(bend(this.#at, to));
    this.#at = to;
  }

  /** Up or down, lifted where a label is. */
  straightTo(y: number, label?: Rectangle): void {
    const { x } = this.#at;
    if (label !== undefined) {
      const [first, second] = [label.y, label.y + label.height];
      const isDown = y > this.#at.y;
      this.#line(isDown ? first : second);
      this.#at = { x, y: isDown ? second : first };
    }
    this.#line(y);
  }

  #line(y: number): void {
    const to = { x: this.#at.x, y };
    if (y !== this.#at.y) this.curves.push(straight(this.#at, to));
    this.#at = to;
  }
}

function labelPlace(
  stop: Stop,
  { width, height }: { readonly width: number; readonly height: number },
  rows: readonly Band[],
): Rectangle {
  const { top, bottom } = rowAt(rows, stop);
  return { x: stop.x - width / 2, y: (top + bottom - height) / 2, width, height };
}

function rowAt(rows: readonly Band[], { row }: Stop): Band {
  return rows[row] ?? { top: 0, bottom: 0 };
}
