import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  type GraphScope,
  graphOf,
  type MarkerNode,
  type StateNode,
} from "./graph.js";
import { groupBy } from "./group-by.js";
import { mermaidText } from "./mermaid-text.js";
import { type Overlay, overlayOf, type StateRun } from "./overlay.js";
import { PALETTES, type ToneName } from "./palette.js";
import type { DefinitionSource } from "./read-definition.js";
import type { HistoryEvent } from "./read-event.js";
import { tellExecution, tellRun } from "./tell-run.js";
import type { Outcome } from "./visits.js";
import { wrapText } from "./wrap-text.js";

export interface MermaidOptions {
  /** The events of an execution, which colour the states. Default: the definition alone. */
  readonly history?: readonly HistoryEvent[] | undefined;
}

/**
 * A state machine as Mermaid text. It is a flowchart: Mermaid's state diagrams can neither draw a
 * Catch dashed, nor colour a Map or Parallel with all in it, nor hold any label.
 *
 * @throws InvalidArgumentError for what is no state machine, and for a history that is no list.
 */
export function toMermaid(definition: DefinitionSource, options: MermaidOptions = {}): string {
  const graph = graphOf(definition);
  const overlay = options.history === undefined ? undefined : overlayOf(graph, options.history);
  const edges = drawEdges(edgesIn(graph.scope));
  const lines = [
    ...header(overlay),
    "flowchart TB",
    ...writeScope(graph.scope, overlay, "  "),
    ...edges.map(({ text }) => `  ${text}`),
    ...styles(graph, overlay, edges).map((line) => `  ${line}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** Front matter, whose title is a text of YAML: JSON is one, too. */
function header(overlay: Overlay | undefined): string[] {
  if (overlay === undefined) return [];
  return ["---", `title: ${JSON.stringify(tellExecution(overlay))}`, "---"];
}

function writeScope(scope: GraphScope, overlay: Overlay | undefined, indent: string): string[] {
  return scope.nodes.flatMap((node) => writeNode(node, overlay, indent));
}

function writeNode(node: GraphNode, overlay: Overlay | undefined, indent: string): string[] {
  if (node.kind !== "state") return [`${indent}${writeMarker(node)}`];
  const run = overlay?.states.get(node.id);
  const name = nameLines(node.name);
  const details = [
    node.caption,
    ...node.notes,
    ...(node.isReachable ? [] : ["nothing leads here"]),
    ...(run === undefined ? [] : tellRun(run)),
  ];
  if (node.scopes.length === 0) {
    const [open, close] = BRACKETS[node.type] ?? ["[", "]"];
    const label = mermaidText(...name, ...details);
    return [`${indent}${node.id}${open}${label}${close}${classOf(run, overlay)}`];
  }
  // A title of several lines would lie upon what is inside, so the details are a node there.
  return [
    `${indent}subgraph ${node.id}[${mermaidText(name.join(" "))}]`,
    `${indent}  direction TB`,
    `${indent}  ${detailsId(node)}[${mermaidText(...details)}]:::details`,
    ...node.scopes.flatMap((scope) => writeInside(scope, node.scopes.length, overlay, indent)),
    // Unseen links, which keep the details above what is inside.
    ...belowDetails(node).map((id) => `${indent}  ${detailsId(node)} ~~~ ${id}`),
    `${indent}end`,
  ];
}

/** A box of Mermaid's is 200 pixels wide, in letters that are larger than ours. */
const MAX_NAME_WIDTH = 170;

function nameLines(name: string): string[] {
  const lines = wrapText(name, MAX_NAME_WIDTH, { size: 13 });
  return lines.length === 0 ? [JSON.stringify(name)] : lines;
}

function detailsId({ id }: StateNode): string {
  return `${id}details`;
}

function writeMarker({ kind, id, name }: MarkerNode): string {
  if (kind === "missing") return `${id}[${mermaidText(name, "no such state")}]:::missing`;
  return `${id}(((${mermaidText(kind === "start" ? "Start" : "End")})))`;
}

/** The branches of a Parallel, or where the one processor of a Map starts. */
function belowDetails({ scopes }: StateNode): string[] {
  const starts = scopes.flatMap(({ nodes }) => nodes.slice(0, 1));
  return (scopes.length === 1 ? starts : scopes).map(({ id }) => id);
}

/** The shapes of states that have one. */
const BRACKETS: Readonly<Record<string, readonly [string, string]>> = {
  Choice: ["{{", "}}"],
  Succeed: ["([", "])"],
  Fail: ["([", "])"],
  Wait: ["(", ")"],
};

/** Only branches side by side need a box of their own. */
function writeInside(
  scope: GraphScope,
  count: number,
  overlay: Overlay | undefined,
  indent: string,
): string[] {
  if (count === 1) return writeScope(scope, overlay, `${indent}  `);
  return [
    `${indent}  subgraph ${scope.id}[" "]`,
    `${indent}    direction TB`,
    ...writeScope(scope, overlay, `${indent}    `),
    `${indent}  end`,
  ];
}

function classOf(run: StateRun | undefined, overlay: Overlay | undefined): string {
  if (overlay === undefined) return "";
  return `:::${run?.status ?? "idle"}`;
}

/** An edge as Mermaid draws it, which draws of several from a node to itself the last alone. */
interface DrawnEdge {
  readonly ids: readonly string[];
  readonly text: string;
}

function drawEdges(edges: readonly GraphEdge[]): DrawnEdge[] {
  const together = groupBy(edges, ({ id, from, to, kind }) =>
    from === to ? `${kind === "catch"} ${from}` : id,
  );
  return [...together.values()].map((each) => ({
    ids: each.map(({ id }) => id),
    text: writeEdges(each),
  }));
}

function writeEdges(edges: readonly GraphEdge[]): string {
  const [edge] = edges;
  if (edge === undefined) return "";
  const arrow = edge.kind === "catch" ? "-.->" : "-->";
  const labels = edges.flatMap(({ label }) => (label === undefined ? [] : [label]));
  const label = labels.length === 0 ? "" : `|${mermaidText(...labels)}|`;
  return `${edge.from} ${arrow}${label} ${edge.to}`;
}

function edgesIn(scope: GraphScope): readonly GraphEdge[] {
  return scopesIn(scope).flatMap(({ edges }) => edges);
}

const OUTCOMES: readonly Outcome[] = ["running", "failed", "caught", "aborted", "succeeded"];

/** Colours that bring their own text colour, so that they can be read in any theme. */
function styles(graph: Graph, overlay: Overlay | undefined, edges: readonly DrawnEdge[]): string[] {
  const nodes = scopesIn(graph.scope).flatMap((scope) => scope.nodes);
  const around = nodes.filter(isAround);
  const general = [
    ...(around.length > 0 ? ["classDef details fill:none,stroke:none"] : []),
    ...(nodes.some(({ kind }) => kind === "missing")
      ? [`classDef missing ${properties("missing")},stroke-dasharray:4 3`]
      : []),
  ];
  if (overlay === undefined) return general;
  const told = around.flatMap(({ id }) => {
    const run = overlay.states.get(id);
    const { fill, line } = PALETTES.light.tones[run?.status ?? "idle"];
    return [`style ${id} fill:${fill},stroke:${line},color:${PALETTES.light.text}`];
  });
  const unseen = around.flatMap(belowDetails).length;
  const walked = edges.flatMap(({ ids }, index) =>
    ids.some((id) => overlay.edges.has(id)) ? [index + unseen] : [],
  );
  const { length } = walked;
  return [
    ...general.map((line) =>
      line.replace("stroke:none", `stroke:none,color:${PALETTES.light.text}`),
    ),
    ...OUTCOMES.map((outcome) => `classDef ${outcome} ${properties(outcome)},stroke-width:2px`),
    `classDef idle ${properties("idle")}`,
    ...told,
    ...(length === 0 ? [] : [`linkStyle ${walked.join(",")} stroke:${TAKEN},stroke-width:2.5px`]),
  ];
}

/** Stands out from white and from black. */
const TAKEN = "#2f81f7";

function properties(tone: ToneName): string {
  const { fill, line } = PALETTES.light.tones[tone];
  return `fill:${fill},stroke:${line},color:${PALETTES.light.text}`;
}

function isAround(node: GraphNode): node is StateNode {
  return node.kind === "state" && node.scopes.length > 0;
}

function scopesIn(scope: GraphScope): readonly GraphScope[] {
  const inside = scope.nodes.flatMap((node) => (node.kind === "state" ? node.scopes : []));
  return [scope, ...inside.flatMap(scopesIn)];
}
