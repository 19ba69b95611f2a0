import { Graph, layout } from "@dagrejs/dagre";
import { groupBy } from "./group-by.js";

/** What is to be placed: boxes by their ids, and what leads from one to another. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** How much it wants to be short and straight. */
  readonly weight: number;
  /** The room for its label. */
  readonly label?: { readonly width: number; readonly height: number };
}

/** A place in one of the rows into which boxes and the ways between them are sorted. */
export interface Stop {
  /** Its middle. */
  readonly x: number;
  readonly row: number;
}

export interface Placement {
  readonly boxes: ReadonlyMap<string, Stop>;
  /** What a link passes between its boxes, row by row, on its way. */
  readonly stops: ReadonlyMap<string, readonly Stop[]>;
  /** The stop of a link at which its label has room. */
  readonly labels: ReadonlyMap<string, Stop>;
}

const SEPARATION = { nodesep: 36, edgesep: 18, ranksep: 40 };

/**
 * Sorts boxes into rows, so that most links lead downwards and few cross, and tells where in its row
 * each stands. No link is from a box to itself. Dagre knows this well; what it does not do well, the
 * heights of rows and the ways of the links past tall boxes, is left to others.
 */
export function placeComponent(boxes: readonly Box[], links: readonly Link[]): Placement {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ ...SEPARATION, rankdir: "TB" });
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  for (const { id, from, to, weight, label } of links) {
    graph.setEdge(from, to, { weight, labelpos: "c", ...label }, id);
  }
  layout(graph);
  const side = isMirrored(graph, links) ? -1 : 1;
  const at = ({ x, y }: Place): Place => ({ x: x * side, y: withoutError(y) });

  const middles = new Map(boxes.map(({ id }) => [id, at(graph.node(id))]));
  const ways = new Map(
    links.map(({ id, from, to }) => {
      const { points } = graph.edge(from, to, id) as { points: readonly Place[] };
      // The first and the last are on the borders of the boxes.
      return [id, points.slice(1, -1).map(at)];
    }),
  );
  const heights = [...middles.values(), ...[...ways.values()].flat()].map(({ y }) => y);
  const rows = new Map([...new Set(heights)].sort((a, b) => a - b).map((y, row) => [y, row]));
  const stop = ({ x, y }: Place): Stop => ({ x, row: rows.get(y) ?? 0 });
  return {
    boxes: new Map([...middles].map(([id, place]) => [id, stop(place)])),
    stops: new Map([...ways].map(([id, places]) => [id, places.map(stop)])),
    labels: new Map(
      links.flatMap(({ id, from, to, label }) =>
        label === undefined ? [] : [[id, stop(at(graph.edge(from, to, id)))] as const],
      ),
    ),
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** All of a row have the same height but for errors of rounding. */
function withoutError(y: number): number {
  return Math.round(y * 100) / 100;
}

/** Whether most of what a box leads to stands from right to left: a mirror image is as good, and in order. */
function isMirrored(graph: Graph, links: readonly Link[]): boolean {
  const targets = groupBy(links, ({ from }) => from).values();
  let order = 0;
  for (const each of targets) {
    const xs = each.map(({ to }) => graph.node(to).x as number);
    for (const [index, x] of xs.entries()) order += Math.sign(x - (xs[index - 1] ?? x));
  }
  return order < 0;
}
