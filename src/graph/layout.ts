import { edgeLabel } from "./edge-label.js";
import type { Point, Rectangle } from "./geometry.js";
import type { Graph, GraphEdge, GraphNode, GraphScope } from "./graph.js";
import { type Line, type NodeBox, nodeBox } from "./node-box.js";
import type { Box, Link } from "./place-component.js";
import { placeScope } from "./place-scope.js";
import type { PlacedLink } from "./route-links.js";

/** A scope with all in it placed; all are measured from its upper left corner. */
export interface ScopePicture extends Point {
  readonly scope: GraphScope;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly NodePicture[];
  readonly edges: readonly EdgePicture[];
}

export interface NodePicture extends Rectangle {
  readonly node: GraphNode;
  /** Measured from the node's own corner, as are the scopes inside. */
  readonly lines: readonly Line[];
  readonly scopes: readonly ScopePicture[];
}

export interface EdgePicture extends PlacedLink {
  readonly edge: GraphEdge;
  readonly labelLines: readonly string[];
}

/** Around the inside of a scope, and between scopes. */
const PADDING = 14;
const GAP = 12;

/** What wants to be short and straight, more than others. */
const WEIGHTS = {
  start: 4,
  next: 4,
  choice: 2,
  default: 2,
  catch: 1,
  end: 1,
} satisfies Record<GraphEdge["kind"], number>;

/**
 * Places a graph. Each scope is placed on its own, from the inside out, and is then a box of the
 * scope around it: no edge leads from one scope into another.
 *
 * @param runOf the lines that an execution's history adds to a node, by its id.
 */
export function layoutGraph(
  { scope }: Graph,
  runOf: (id: string) => readonly string[],
): ScopePicture {
  return layoutScope(scope, runOf, true);
}

interface Inside {
  readonly node: GraphNode;
  readonly box: NodeBox;
  readonly scopes: readonly ScopePicture[];
}

function layoutScope(
  scope: GraphScope,
  runOf: (id: string) => readonly string[],
  isRoot: boolean,
): ScopePicture {
  const insides = scope.nodes.map((node): Inside => {
    const header = nodeBox(node, runOf(node.id), isRoot);
    const inner = node.kind === "state" ? node.scopes : [];
    return around(
      node,
      header,
      inner.map((each) => layoutScope(each, runOf, false)),
    );
  });
  const labels = new Map(scope.edges.map((edge) => [edge.id, edgeLabel(edge)]));
  const placed = placeScope(
    insides.map(({ node, box }): Box => ({ id: node.id, width: box.width, height: box.height })),
    scope.edges.map(({ id, from, to, kind }): Link => {
      const label = labels.get(id);
      return { id, from, to, weight: WEIGHTS[kind], ...(label === undefined ? {} : { label }) };
    }),
  );
  const inset = ({ x, y }: Point) => ({ x: x + PADDING, y: y + PADDING });
  return {
    scope,
    x: 0,
    y: 0,
    width: placed.width + 2 * PADDING,
    height: placed.height + 2 * PADDING,
    nodes: insides.map(({ node, box, scopes }) => {
      const rectangle = placed.boxes.get(node.id) ?? NOWHERE;
      return { ...rectangle, ...inset(rectangle), node, lines: box.lines, scopes };
    }),
    edges: scope.edges.flatMap((edge) => {
      const link = placed.links.get(edge.id);
      if (link === undefined) return [];
      const labelLines = labels.get(edge.id)?.lines ?? [];
      return [{ ...insetLink(link, inset), edge, labelLines }];
    }),
  };
}

const NOWHERE: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

/** A Parallel or Map as a box around its insides, side by side below its own text. */
function around(node: GraphNode, header: NodeBox, scopes: readonly ScopePicture[]): Inside {
  if (scopes.length === 0) return { node, box: header, scopes };
  const inner = scopes.reduce((width, each) => width + each.width + GAP, GAP);
  const width = Math.max(header.width, inner);
  const height = Math.max(...scopes.map((each) => each.height));
  let x = (width - inner) / 2 + GAP;
  const placed = scopes.map((each) => {
    const picture = { ...each, x, y: header.height, height };
    x += each.width + GAP;
    return picture;
  });
  const box = { ...header, width, height: header.height + height + GAP };
  return { node, box, scopes: placed };
}

function insetLink({ curves, tip, label }: PlacedLink, inset: (point: Point) => Point): PlacedLink {
  return {
    curves: curves.map(([a, b, c, d]) => [inset(a), inset(b), inset(c), inset(d)]),
    tip: { ...tip, ...inset(tip) },
    ...(label === undefined ? {} : { label: { ...label, ...inset(label) } }),
  };
}
