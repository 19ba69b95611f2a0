export {
  type Graph,
  type GraphEdge,
  type GraphNode,
  type GraphScope,
  graphOf,
  type MarkerNode,
  type StateNode,
} from "./graph.js";
export { type MermaidOptions, toMermaid } from "./mermaid.js";
export { type Iterations, type Overlay, overlayOf, type StateRun } from "./overlay.js";
export type { DefinitionSource } from "./read-definition.js";
export type { HistoryEvent } from "./read-event.js";
export { type SvgOptions, toSvg } from "./svg.js";
