import type { Graph, GraphEdge, GraphNode, GraphScope, StateNode } from "./graph.js";
import { groupBy } from "./group-by.js";

/** A state and where it stands. */
export interface StatePlace {
  readonly node: StateNode;
  readonly scope: GraphScope;
  /** The Parallel or Map around it. */
  readonly parent: StatePlace | undefined;
}

/** What following a history asks a graph. */
export interface GraphIndex {
  /** A sound machine has one state of a name; a draft may have several. */
  readonly statesNamed: (name: string) => readonly StatePlace[];
  /** The edges between two nodes. */
  readonly between: (from: string, to: string) => readonly GraphEdge[];
  /** The edge that starts a scope, if it has one. */
  readonly startOf: (scope: GraphScope) => GraphEdge | undefined;
  /** The edge from a state to the end of its scope. */
  readonly endOf: (node: GraphNode) => GraphEdge | undefined;
}

export function indexGraph({ scope }: Graph): GraphIndex {
  const places = placesIn(scope, undefined);
  const byName = groupBy(places, ({ node }) => node.name);
  const scopes = new Set([scope, ...places.flatMap(({ node }) => node.scopes)]);
  const edges = [...scopes].flatMap((each) => each.edges);
  const byEnds = groupBy(edges, ({ from, to }) => `${from} ${to}`);
  const ends = new Map(edges.filter(({ kind }) => kind === "end").map((edge) => [edge.from, edge]));
  return {
    statesNamed: (name) => byName.get(name) ?? [],
    between: (from, to) => byEnds.get(`${from} ${to}`) ?? [],
    startOf: (each) => each.edges.find(({ kind }) => kind === "start"),
    endOf: ({ id }) => ends.get(id),
  };
}

function placesIn(scope: GraphScope, parent: StatePlace | undefined): StatePlace[] {
  return scope.nodes.flatMap((node) => {
    if (node.kind !== "state") return [];
    const place = { node, scope, parent };
    return [place, ...node.scopes.flatMap((inner) => placesIn(inner, place))];
  });
}
