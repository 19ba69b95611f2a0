import { type Curve, largest, type Point, type Rectangle, smallest } from "./geometry.js";
import { groupBy } from "./group-by.js";
import { type Box, type Link, placeComponent } from "./place-component.js";
import { placeRows } from "./place-rows.js";
import { type PlacedLink, routeLinks } from "./route-links.js";
import { loopRoom, routeLoops } from "./route-loops.js";

export interface PlacedScope {
  readonly width: number;
  readonly height: number;
  /** By id; a box with links to itself may have become higher. */
  readonly boxes: ReadonlyMap<string, Rectangle>;
  readonly links: ReadonlyMap<string, PlacedLink>;
}

/** Between what is connected and what stands apart. */
const GAP = 40;
/** What stands apart is put into rows of about this width. */
const APART_WIDTH = 900;

/**
 * Places boxes and links. What the first box is connected with comes first; the others stand to the
 * right of it, each with what it is connected with.
 */
export function placeScope(boxes: readonly Box[], links: readonly Link[]): PlacedScope {
  const [main, ...others] = componentsOf(boxes, links).map(({ members, inner }) =>
    placeConnected(members, inner),
  );
  if (main === undefined) return { width: 0, height: 0, boxes: new Map(), links: new Map() };
  const placed = [main];
  const left = main.width + GAP;
  let [x, y, height] = [left, 0, 0];
  for (const part of others) {
    if (x > left && x + part.width > left + APART_WIDTH)
      [x, y, height] = [left, y + height + GAP, 0];
    placed.push(moved(part, { x, y }));
    x += part.width + GAP;
    height = Math.max(height, part.height);
  }
  return {
    width: largest(placed.map((part) => part.width)),
    height: largest(placed.map((part) => part.height)),
    boxes: new Map(placed.flatMap((part) => [...part.boxes])),
    links: new Map(placed.flatMap((part) => [...part.links])),
  };
}

function placeConnected(members: readonly Box[], inner: readonly Link[]): PlacedScope {
  const loops = groupBy(inner.filter(isLoop), ({ from }) => from);
  const room = (id: string) => loopRoom(loops.get(id) ?? []);
  const links = inner.filter((link) => !isLoop(link));
  const boxes = members.map((box) => ({
    ...box,
    height: Math.max(box.height, room(box.id).height),
  }));
  // The room is on the right only, but the box is to stay in the middle of what is placed.
  const withRoom = boxes.map((box) => ({ ...box, width: box.width + 2 * room(box.id).width }));
  const placement = placeComponent(withRoom, links);
  const rows = placeRows(boxes, links, placement);
  const rectangles = new Map(
    boxes.map(({ id, width, height }): [string, Rectangle] => {
      const { x, row } = placement.boxes.get(id) ?? { x: 0, row: 0 };
      return [id, { x: x - width / 2, y: rows[row]?.top ?? 0, width, height }];
    }),
  );
  const routed = new Map([
    ...routeLinks(links, placement, rectangles, rows),
    ...[...loops].flatMap(([id, own]) => {
      const rectangle = rectangles.get(id);
      return rectangle === undefined ? [] : [...routeLoops(rectangle, own)];
    }),
  ]);
  return toOrigin(rectangles, routed);
}

/** Moved so that the leftmost is at 0. */
function toOrigin(
  boxes: ReadonlyMap<string, Rectangle>,
  links: ReadonlyMap<string, PlacedLink>,
): PlacedScope {
  const points = [...links.values()].flatMap(({ curves, label }) => [
    ...curves.flat(),
    ...(label === undefined ? [] : [label, { x: label.x + label.width, y: bottomOf(label) }]),
  ]);
  for (const box of boxes.values()) points.push(box, { x: box.x + box.width, y: bottomOf(box) });
  const left = smallest(points.map(({ x }) => x));
  const right = largest(points.map(({ x }) => x));
  const height = largest(points.map(({ y }) => y));
  const placed = moved({ width: 0, height: 0, boxes, links }, { x: -left, y: 0 });
  return { ...placed, width: right - left, height };
}

/** The width and height are then measured from where it was moved from. */
function moved({ width, height, boxes, links }: PlacedScope, by: Point): PlacedScope {
  const move = <Place extends Point>(place: Place): Place => ({
    ...place,
    x: place.x + by.x,
    y: place.y + by.y,
  });
  const moveLink = ({ curves, tip, label }: PlacedLink): PlacedLink => ({
    curves: curves.map(([a, b, c, d]): Curve => [move(a), move(b), move(c), move(d)]),
    tip: move(tip),
    ...(label === undefined ? {} : { label: move(label) }),
  });
  return {
    width: width + by.x,
    height: height + by.y,
    boxes: new Map([...boxes].map(([id, box]) => [id, move(box)])),
    links: new Map([...links].map(([id, link]) => [id, moveLink(link)])),
  };
}

function componentsOf(boxes: readonly Box[], links: readonly Link[]) {
  const neighbours = new Map(boxes.map(({ id }) => [id, [] as string[]]));
  for (const { from, to } of links) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const component = new Map<string, number>();
  let count = 0;
  for (const { id } of boxes) {
    if (component.has(id)) continue;
    const connected = new Set([id]);
    for (const one of connected) for (const next of neighbours.get(one) ?? []) connected.add(next);
    for (const one of connected) component.set(one, count);
    count += 1;
  }
  const membersOf = groupBy(boxes, ({ id }) => component.get(id));
  const linksOf = groupBy(links, ({ from }) => component.get(from));
  return [...membersOf].map(([key, members]) => ({ members, inner: linksOf.get(key) ?? [] }));
}

function isLoop({ from, to }: Link): boolean {
  return from === to;
}

function bottomOf({ y, height }: Rectangle): number {
  return y + height;
}
