import { LABEL_LINE_HEIGHT } from "./edge-label.js";
import { type Curve, rounded } from "./geometry.js";
import type { GraphNode } from "./graph.js";
import type { EdgePicture, NodePicture, ScopePicture } from "./layout.js";
import { POINT } from "./node-box.js";
import type { Overlay } from "./overlay.js";
import type { ToneName } from "./palette.js";
import { PALETTES } from "./palette.js";
import { printable } from "./printable.js";
import type { PlacedLink } from "./route-links.js";
import { element, escapeXml } from "./xml.js";

/** All of a scope, as SVG: its edges, then its nodes with the scopes inside of them. */
export function svgScope(picture: ScopePicture, overlay: Overlay | undefined): string {
  const edges = [...picture.edges].sort(byTaken(overlay));
  const content = [
    ...edges.map((edge) => svgEdge(edge, overlay)),
    ...picture.nodes.map((node) => svgNode(node, overlay)),
  ];
  const move = `translate(${rounded(picture.x)} ${rounded(picture.y)})`;
  return element("g", { transform: move }, `\n${content.join("\n")}\n`);
}

/** What was taken is drawn over what was not. */
function byTaken(overlay: Overlay | undefined) {
  const isTaken = ({ edge }: EdgePicture) => Number(overlay?.edges.has(edge.id) ?? false);
  return (a: EdgePicture, b: EdgePicture) => isTaken(a) - isTaken(b);
}

function svgNode(picture: NodePicture, overlay: Overlay | undefined): string {
  const { node, x, y, width, lines, scopes } = picture;
  const content = [
    tooltip(nameOf(node), node.kind === "state" ? node.comment : undefined),
    shape(picture),
    ...lines.map(({ text, style, baseline }) =>
      element("text", { class: style, x: rounded(width / 2), y: baseline }, escapeXml(text)),
    ),
    ...scopes.map((scope) => {
      const { width: inner, height } = scope;
      const at = { x: rounded(scope.x), y: rounded(scope.y) };
      const size = { width: rounded(inner), height: rounded(height) };
      return `${element("rect", { class: "inside", ...at, ...size, rx: 6 })}\n${svgScope(scope, overlay)}`;
    }),
  ].filter((part) => part !== "");
  const attributes = {
    class: classOf(node, overlay),
    transform: `translate(${rounded(x)} ${rounded(y)})`,
    "data-state": node.kind === "state" ? node.name : undefined,
  };
  return element("g", attributes, content.join("\n"));
}

function classOf(node: GraphNode, overlay: Overlay | undefined): string {
  const classes = ["node", toneOf(node, overlay)];
  if (node.kind === "state" && !node.isReachable) classes.push("apart");
  if (overlay?.states.has(node.id) === true) classes.push("told");
  return classes.join(" ");
}

function toneOf(node: GraphNode, overlay: Overlay | undefined): ToneName {
  if (node.kind !== "state") return node.kind === "missing" ? "missing" : "marker";
  if (overlay !== undefined) return overlay.states.get(node.id)?.status ?? "idle";
  const tone = node.type.toLowerCase();
  return isTone(tone) ? tone : "missing";
}

function isTone(name: string): name is ToneName {
  return Object.hasOwn(PALETTES.light.tones, name);
}

function shape({ node, width, height }: NodePicture): string {
  const size = { class: "box", width: rounded(width), height: rounded(height) };
  if (node.kind !== "state") {
    return element("rect", { ...size, rx: node.kind === "missing" ? 6 : rounded(height / 2) });
  }
  if (node.type === "Choice") {
    const [middle, right] = [height / 2, width - POINT];
    const corners = [
      [POINT, 0],
      [right, 0],
      [width, middle],
      [right, height],
      [POINT, height],
      [0, middle],
    ];
    const points = corners.map((corner) => corner.map(rounded).join(",")).join(" ");
    return element("polygon", { class: "box", points });
  }
  const isEnd = node.type === "Succeed" || node.type === "Fail";
  return element("rect", { ...size, rx: isEnd ? rounded(Math.min(22, height / 2)) : 6 });
}

function svgEdge(picture: EdgePicture, overlay: Overlay | undefined): string {
  const { edge, curves, tip, label, labelLines } = picture;
  const taken = overlay?.edges.get(edge.id);
  const times =
    taken === undefined ? undefined : `taken ${taken === 1 ? "once" : `${taken} times`}`;
  const content = [
    tooltip(edge.label, edge.comment, times),
    element("path", { d: pathOf(curves) }),
    arrow(tip),
    ...labelLines.map((line, index) =>
      element(
        "text",
        {
          class: "label",
          x: rounded((label?.x ?? 0) + (label?.width ?? 0) / 2),
          y: rounded((label?.y ?? 0) + (index + 1) * LABEL_LINE_HEIGHT - 1),
        },
        escapeXml(line),
      ),
    ),
  ].filter((part) => part !== "");
  const classes = ["edge", edge.kind, ...(taken === undefined ? [] : ["taken"])];
  return element("g", { class: classes.join(" ") }, content.join(""));
}

/** What a pointer shows that rests on it, and a reader reads out. */
function tooltip(...parts: readonly (string | undefined)[]): string {
  const said = parts.filter((part) => part !== undefined && part !== "");
  return said.length === 0
    ? ""
    : element("title", {}, escapeXml(said.map(String).map(printable).join(" – ")));
}

function nameOf(node: GraphNode): string {
  if (node.kind === "start") return "Start";
  if (node.kind === "end") return "End";
  return node.name;
}

function pathOf(curves: readonly Curve[]): string {
  let at = "";
  return curves
    .map(([from, first, second, to]) => {
      const start = pair(from);
      const move = start === at ? "" : `M${start}`;
      at = pair(to);
      const isStraight = pair(first) === start && pair(second) === at;
      return isStraight ? `${move}L${at}` : `${move}C${pair(first)} ${pair(second)} ${at}`;
    })
    .join("");
}

function pair({ x, y }: { readonly x: number; readonly y: number }): string {
  return `${rounded(x)},${rounded(y)}`;
}

const ARROWS = {
  down: [
    [-4, -8],
    [4, -8],
  ],
  up: [
    [-4, 8],
    [4, 8],
  ],
  left: [
    [8, -4],
    [8, 4],
  ],
} satisfies Record<PlacedLink["tip"]["direction"], readonly (readonly [number, number])[]>;

function arrow({ x, y, direction }: PlacedLink["tip"]): string {
  const back = ARROWS[direction].map(([dx = 0, dy = 0]) => pair({ x: x + dx, y: y + dy }));
  return element("polygon", { class: "arrow", points: [pair({ x, y }), ...back].join(" ") });
}
