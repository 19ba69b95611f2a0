import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { graphOf } from "sfn-task-tools/graph";
import { describe, expect, test } from "vitest";
import type { Curve, Point, Rectangle } from "../../../src/graph/geometry.js";
import { layoutGraph, type ScopePicture } from "../../../src/graph/layout.js";
import { TEXT_STYLES } from "../../../src/graph/node-box.js";
import { textWidth } from "../../../src/graph/text-width.js";
import { drafts, order } from "./machines.js";

const examples = fileURLToPath(new URL("../../../examples", import.meta.url));

/** The state machines of the project's own examples. */
const machines = readdirSync(examples, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".asl.json"))
  .map((name) => [name, JSON.parse(readFileSync(`${examples}/${name}`, "utf8"))] as const)
  .filter(([, document]) => "States" in document);

const layout = (definition: object, run: readonly string[] = []) =>
  layoutGraph(graphOf(definition as { States: object }), () => run);

describe("in a layout", () => {
  test("there are examples to look at", () => {
    expect(machines.length).toBeGreaterThan(4);
  });

  test.each([...machines, ["an order", order] as const])("%s reads well", (_, definition) => {
    expect(faultsIn(layout(definition))).toEqual([]);
    expect(faultsIn(layout(definition, ["succeeded", "5 visits · 2 min"]))).toEqual([]);
  });

  test("nothing overlaps, is cut off or runs through a box, whatever the machine", () => {
    fc.assert(
      fc.property(drafts, (definition) => {
        expect(faultsIn(layout(definition))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test("all edges are drawn, and end at the boxes that they connect", () => {
    fc.assert(
      fc.property(drafts, (definition) => {
        for (const scope of scopesIn(layout(definition))) {
          expect(scope.edges.map(({ edge }) => edge)).toEqual(scope.scope.edges);
          for (const { edge, curves, tip } of scope.edges) {
            const [from, to] = [edge.from, edge.to].map((id) =>
              scope.nodes.find(({ node }) => node.id === id),
            );
            const start = curves[0]?.[0];
            expect(from && start && distance(start, from)).toBeLessThan(0.01);
            expect(to && distance(tip, to)).toBeLessThan(0.01);
          }
        }
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  test("the way of an edge is whole but for its label", () => {
    for (const { edges } of scopesIn(layout(order))) {
      for (const { curves, label } of edges) {
        const gaps = curves.slice(1).flatMap(([start], index) => {
          const end = curves[index]?.[3] ?? start;
          return Math.abs(start.y - end.y) + Math.abs(start.x - end.x) < 0.01 ? [] : [[start, end]];
        });
        expect(gaps.length).toBeLessThanOrEqual(label === undefined ? 0 : 1);
        for (const points of gaps) {
          for (const point of points) {
            expect(point && label && distance(point, label)).toBeLessThan(0.01);
          }
        }
      }
    }
  });

  test("the branches of a Parallel stand side by side, at the same height", () => {
    const fulfil = layout(order).nodes.find(
      ({ node }) => node.kind === "state" && node.name === "Fulfil",
    );
    const [left, right] = fulfil?.scopes ?? [];
    expect(right?.y).toBe(left?.y);
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0));
  });

  test("states that nothing leads to stand apart, to the right", () => {
    const { nodes } = layout({
      StartAt: "A",
      States: {
        Island: { Type: "Pass", End: true },
        A: { Type: "Pass", Next: "B" },
        B: { Type: "Pass", End: true },
      },
    });
    const at = (name: string) =>
      nodes.find(({ node }) => node.kind === "state" && node.name === name) ?? NOWHERE;
    for (const name of ["A", "B"]) {
      expect(at("Island").x).toBeGreaterThan(at(name).x + at(name).width);
    }
  });

  test("what a Choice leads to stands in the order of its rules", () => {
    const kinds = ["one", "two", "three", "four"];
    const { nodes } = layout({
      StartAt: "Which?",
      States: {
        "Which?": {
          Type: "Choice",
          Choices: kinds.map((kind) => ({ Variable: "$", StringEquals: kind, Next: kind })),
        },
        ...Object.fromEntries(kinds.map((kind) => [kind, { Type: "Succeed" }])),
      },
    });
    const byPlace = nodes
      .filter(({ node }) => node.kind === "state" && node.type === "Succeed")
      .sort((a, b) => a.x - b.x);
    expect(byPlace.map(({ node }) => node.name)).toEqual(kinds);
  });

  test("an edge back up a loop leaves at the top and arrives from below", () => {
    const { edges, nodes } = layout({
      StartAt: "Work",
      States: {
        Work: { Type: "Pass", Next: "More?" },
        "More?": {
          Type: "Choice",
          Choices: [{ Variable: "$", IsNull: true, Next: "Work" }],
          Default: "Done",
        },
        Done: { Type: "Succeed" },
      },
    });
    const back = edges.find(({ edge }) => edge.kind === "choice");
    const work = nodes.find(({ node }) => node.name === "Work") ?? NOWHERE;
    expect(back?.tip.direction).toBe("up");
    expect(back?.tip.y).toBeCloseTo(work.y + work.height);
  });

  test("500 states are placed", () => {
    const names = Array.from({ length: 500 }, (_, index) => `State ${index}`);
    const States = Object.fromEntries(
      names.map((name, index) => [
        name,
        { Type: "Pass", ...(index === 499 ? { End: true } : { Next: names[index + 1] }) },
      ]),
    );
    expect(layout({ StartAt: "State 0", States }).nodes).toHaveLength(502);
  });
});

const NOWHERE = { x: 0, y: 0, width: 0, height: 0 };

function scopesIn(picture: ScopePicture): ScopePicture[] {
  return [picture, ...picture.nodes.flatMap(({ scopes }) => scopes.flatMap(scopesIn))];
}

/** All that an eye would mind. */
function faultsIn(picture: ScopePicture): string[] {
  return scopesIn(picture).flatMap((scope) => [
    ...overlapsIn(scope),
    ...edgeFaultsIn(scope),
    ...scope.nodes.flatMap(textFaultsIn),
  ]);
}

function overlapsIn({ nodes, edges, width, height }: ScopePicture): string[] {
  const boxes = [
    ...nodes.map((node) => ({ what: `node ${node.node.id}`, ...rectangleOf(node) })),
    ...edges.flatMap(({ edge, label }) =>
      label === undefined ? [] : [{ what: `label of ${edge.id}`, ...rectangleOf(label) }],
    ),
  ];
  const whole = { x: 0, y: 0, width, height };
  return boxes.flatMap((box, index) => [
    ...(isWithin(box, whole) ? [] : [`${box.what} is cut off`]),
    ...boxes
      .slice(index + 1)
      .filter((other) => overlap(box, other))
      .map((other) => `${box.what} overlaps ${other.what}`),
  ]);
}

function edgeFaultsIn({ nodes, edges, width, height }: ScopePicture): string[] {
  const whole = { x: 0, y: 0, width, height };
  return edges.flatMap(({ edge, curves }) => {
    const points = curves.flatMap(sampled);
    const through = nodes.filter((node) => points.some((point) => isInside(point, node)));
    const labels = edges.filter(
      ({ label }) => label !== undefined && points.some((point) => isInside(point, label)),
    );
    return [
      ...through.map(({ node }) => `${edge.id} runs through ${node.id}`),
      ...labels.map((other) => `${edge.id} runs through the label of ${other.edge.id}`),
      ...(points.every((point) => isInside(point, whole)) ? [] : [`${edge.id} is cut off`]),
    ];
  });
}

function textFaultsIn({ node, lines, scopes, width, height }: ScopePicture["nodes"][number]) {
  const whole = { x: 0, y: 0, width, height };
  const top = Math.min(height, ...scopes.map(({ y }) => y));
  const baselines = lines.map(({ baseline }) => baseline);
  return [
    ...lines
      .filter(({ text, style }) => textWidth(text, TEXT_STYLES[style]) > width)
      .map(({ text }) => `${node.id} is too narrow for ${text}`),
    ...(baselines.every((baseline) => baseline > 8 && baseline < top) ? [] : [`${node.id}: lines`]),
    ...(new Set(baselines).size === baselines.length ? [] : [`${node.id}: a line upon a line`]),
    ...scopes.flatMap((scope, index) => [
      ...(isWithin(scope, whole, 8) ? [] : [`${scope.scope.id} leaves ${node.id}`]),
      ...scopes
        .slice(index + 1)
        .filter((other) => overlap(scope, other))
        .map((other) => `${scope.scope.id} overlaps ${other.scope.id}`),
    ]),
  ];
}

function rectangleOf({ x, y, width, height }: Rectangle): Rectangle {
  return { x, y, width, height };
}

function sampled([a, b, c, d]: Curve): Point[] {
  return Array.from({ length: 17 }, (_, index) => {
    const t = index / 16;
    const at = (axis: "x" | "y") =>
      (1 - t) ** 3 * a[axis] +
      3 * (1 - t) ** 2 * t * b[axis] +
      3 * (1 - t) * t ** 2 * c[axis] +
      t ** 3 * d[axis];
    return { x: at("x"), y: at("y") };
  });
}

const ERROR = 0.01;

function isInside({ x, y }: Point, box: Rectangle): boolean {
  return (
    x > box.x + ERROR &&
    x < box.x + box.width - ERROR &&
    y > box.y + ERROR &&
    y < box.y + box.height - ERROR
  );
}

/** @param margin the least between their borders. */
function isWithin(inner: Rectangle, outer: Rectangle, margin = 0): boolean {
  return (
    inner.x >= outer.x + margin - ERROR &&
    inner.y >= outer.y + margin - ERROR &&
    inner.x + inner.width <= outer.x + outer.width - margin + ERROR &&
    inner.y + inner.height <= outer.y + outer.height - margin + ERROR
  );
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return (
    a.x < b.x + b.width - ERROR &&
    b.x < a.x + a.width - ERROR &&
    a.y < b.y + b.height - ERROR &&
    b.y < a.y + a.height - ERROR
  );
}

/** Of a point from the border of a box. */
function distance({ x, y }: Point, box: Rectangle): number {
  const aside = Math.max(box.x - x, 0, x - box.x - box.width);
  const above = Math.max(box.y - y, 0, y - box.y - box.height);
  if (aside > 0 || above > 0) return aside + above;
  return Math.min(x - box.x, box.x + box.width - x, y - box.y, box.y + box.height - y);
}
