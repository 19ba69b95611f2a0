import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  type GraphScope,
  graphOf,
  type MarkerNode,
} from "./graph.js";
import { mermaidText } from "./mermaid-text.js";
import { type Overlay, overlayOf, type StateRun } from "./overlay.js";
import { PALETTES } from "./palette.js";
import type { DefinitionSource } from "./read-definition.js";
import type { HistoryEvent } from "./read-event.js";
import { tellExecution, tellRun } from "./tell-run.js";
import type { Outcome } from "./visits.js";

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
  const edges = edgesIn(graph.scope);
  const lines = [
    ...header(overlay),
    "flowchart TB",
    ...writeScope(graph.scope, overlay, "  "),
    ...edges.map((edge) => `  ${writeEdge(edge)}`),
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
  const label = mermaidText(
    node.name.trim() === "" ? JSON.stringify(node.name) : node.name,
    node.caption,
    ...node.notes,
    ...(node.isReachable ? [] : ["nothing leads here"]),
    ...(run === undefined ? [] : tellRun(run)),
  );
  if (node.scopes.length === 0) {
    const [open, close] = BRACKETS[node.type] ?? ["[", "]"];
    return [`${indent}${node.id}${open}${label}${close}${classOf(run, overlay)}`];
  }
  return [
    `${indent}subgraph ${node.id}[${label}]`,
    ...node.scopes.flatMap((scope) => writeInside(scope, node.scopes.length, overlay, indent)),
    `${indent}end`,
    ...(run === undefined ? [] : [`${indent}class ${node.id} ${run.status}`]),
  ];
}

function writeMarker({ kind, id, name }: MarkerNode): string {
  if (kind === "missing") return `${id}[${mermaidText(name, "no such state")}]:::missing`;
  return `${id}(((${mermaidText(kind === "start" ? "Start" : "End")})))`;
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
    ...writeScope(scope, overlay, `${indent}    `),
    `${indent}  end`,
  ];
}

function classOf(run: StateRun | undefined, overlay: Overlay | undefined): string {
  if (overlay === undefined) return "";
  return `:::${run?.status ?? "idle"}`;
}

function writeEdge({ from, to, kind, label }: GraphEdge): string {
  const arrow = kind === "catch" ? "-.->" : "-->";
  return `${from} ${arrow}${label === undefined ? "" : `|${mermaidText(label)}|`} ${to}`;
}

function edgesIn(scope: GraphScope): readonly GraphEdge[] {
  const inside = scope.nodes.flatMap((node) =>
    node.kind === "state" ? node.scopes.flatMap(edgesIn) : [],
  );
  return [...scope.edges, ...inside];
}

const OUTCOMES: readonly Outcome[] = ["running", "failed", "caught", "aborted", "succeeded"];

/** Colours that bring their own text colour, so that they can be read in any theme. */
function styles(graph: Graph, overlay: Overlay | undefined, edges: readonly GraphEdge[]): string[] {
  const { tones, text, taken } = PALETTES.light;
  const define = (name: keyof typeof tones, extra = "") =>
    `classDef ${name} fill:${tones[name].fill},stroke:${tones[name].line},color:${text}${extra}`;
  const isMissing = scopesIn(graph.scope).some(({ nodes }) =>
    nodes.some(({ kind }) => kind === "missing"),
  );
  const missing = isMissing ? [define("missing", ",stroke-dasharray:4 3")] : [];
  if (overlay === undefined) return missing;
  const walked = edges.flatMap(({ id }, index) => (overlay.edges.has(id) ? [index] : []));
  return [
    ...missing,
    ...OUTCOMES.map((outcome) => define(outcome, ",stroke-width:2px")),
    define("idle"),
    ...(walked.length === 0
      ? []
      : [`linkStyle ${walked.join(",")} stroke:${taken},stroke-width:2.5px`]),
  ];
}

function scopesIn(scope: GraphScope): readonly GraphScope[] {
  const inside = scope.nodes.flatMap((node) => (node.kind === "state" ? node.scopes : []));
  return [scope, ...inside.flatMap(scopesIn)];
}
