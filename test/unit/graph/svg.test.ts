import fc from "fast-check";
import { SaxesParser } from "saxes";
import { InvalidArgumentError } from "sfn-task-tools";
import { toSvg } from "sfn-task-tools/graph";
import { describe, expect, test } from "vitest";
import { PALETTES, type Palette } from "../../../src/graph/palette.js";
import { drafts, order } from "./machines.js";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The document as a strict parser of XML reads it. */
function parse(svg: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const values = Object.entries(attributes).map(([key, { value }]) => [key, value]);
    const element = { name, attributes: Object.fromEntries(values), children: [], text: "" };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(svg).close();
  const [svgElement] = root.children;
  if (svgElement === undefined) throw new Error("Expected an element");
  return svgElement;
}

function all(element: Element): Element[] {
  return [element, ...element.children.flatMap(all)];
}

const texts = (element: Element) =>
  all(element)
    .filter(({ name }) => name === "text")
    .map(({ text }) => text);

const state = (svg: string, name: string) =>
  all(parse(svg)).find(({ attributes }) => attributes["data-state"] === name);

const HISTORY = [
  { id: 1, previousEventId: 0, type: "ExecutionStarted", timestamp: new Date(0) },
  {
    id: 2,
    previousEventId: 0,
    type: "TaskStateEntered",
    timestamp: new Date(1_000),
    stateEnteredEventDetails: { name: "Validate" },
  },
  { id: 3, previousEventId: 2, type: "LambdaFunctionScheduled", timestamp: new Date(1_000) },
  {
    id: 4,
    previousEventId: 3,
    type: "LambdaFunctionFailed",
    timestamp: new Date(2_500),
    lambdaFunctionFailedEventDetails: { error: "</text>Bad" },
  },
  {
    id: 5,
    previousEventId: 4,
    type: "ExecutionFailed",
    timestamp: new Date(3_000),
    executionFailedEventDetails: { error: "</text>Bad" },
  },
];

describe("the SVG of a state machine", () => {
  test("shows its states, rules and ends", () => {
    const shown = texts(parse(toSvg(order))).join("\n");
    for (const text of ["Start", "End", "Validate", "Default", "catch any error", "retry ×5"]) {
      expect(shown).toContain(text);
    }
    expect(shown).toContain('$.status = "PAID"');
  });

  test("is standalone: an image with a title, that runs and fetches nothing", () => {
    const svg = toSvg(order);
    const root = parse(svg);
    expect(root).toMatchObject({
      name: "svg",
      attributes: { xmlns: "http://www.w3.org/2000/svg", role: "img", "aria-label": order.Comment },
    });
    expect(root.children[0]).toMatchObject({ name: "title", text: order.Comment });
    const names = new Set(all(root).map(({ name }) => name));
    expect([...names].sort()).toEqual(
      ["desc", "g", "path", "polygon", "rect", "style", "svg", "text", "title"].filter(
        (name) => name !== "desc",
      ),
    );
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|url\(|@import|href|\son\w+=/,
    );
  });

  test("is called what its option says, and else State machine", () => {
    const definition = { StartAt: "A", States: { A: { Type: "Succeed" } } };
    expect(parse(toSvg(definition)).children[0]?.text).toBe("State machine");
    expect(parse(toSvg(order, { title: "Orders" })).children[0]?.text).toBe("Orders");
  });

  test("is XML whatever the machine says, and shows its text as text", () => {
    fc.assert(
      fc.property(drafts, (definition) => {
        const root = parse(toSvg(definition));
        expect(all(root).some(({ name }) => name === "script" || name === "b")).toBe(false);
      }),
      { numRuns: 15 },
    );
    const name = '</svg><script>alert(1)</script> & "it\'s"';
    const root = parse(toSvg({ StartAt: name, States: { [name]: { Type: "Succeed" } } }));
    expect(texts(root).join("")).toContain("alert(1)");
    expect(all(root).map((element) => element.attributes["data-state"])).toContain(name);
  }, 60_000);

  test("is the same text for the same machine", () => {
    expect(toSvg(structuredClone(order))).toBe(toSvg(order));
    const { title, ...others } = { title: "x", ...order };
    expect(toSvg({ ...others })).toBe(toSvg(order));
    expect(title).toBe("x");
  });

  test("lies within its view box", () => {
    fc.assert(
      fc.property(drafts, (definition) => {
        const root = parse(toSvg(definition));
        const [, , width = 0, height = 0] = (root.attributes.viewBox ?? "").split(" ").map(Number);
        expect(root.attributes).toMatchObject({ width: `${width}`, height: `${height}` });
        for (const { x, y } of placesIn(root, { x: 0, y: 0 })) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(width);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(height);
        }
      }),
      { numRuns: 10 },
    );
  }, 60_000);

  test("tells the whole of a rule and the comments to a pointer that rests on it", () => {
    const rule = `{% ${Array.from({ length: 200 }, (_, index) => `$n != ${index}`).join(" and ")} %}`;
    const svg = toSvg({
      StartAt: "A",
      States: {
        A: {
          Type: "Choice",
          Comment: "Looks at n",
          Choices: [{ Condition: rule, Next: "B", Comment: "nearly always" }],
        },
        B: { Type: "Succeed" },
      },
    });
    const titles = all(parse(svg)).filter(({ name }) => name === "title");
    expect(titles.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        "A – Looks at n",
        expect.stringMatching(/\$n != 199 – nearly always$/),
      ]),
    );
    expect(
      texts(parse(svg)).filter((text) => text.startsWith("$n") || text.endsWith("…")).length,
    ).toBeLessThan(12);
  });

  test("draws each state in the tone of its type", () => {
    const svg = toSvg(order);
    const classes = (name: string) => state(svg, name)?.attributes.class?.split(" ");
    expect(classes("Validate")).toContain("task");
    expect(classes("Paid?")).toContain("choice");
    expect(classes("Reject")).toContain("fail");
    expect(classes("Done")).toContain("succeed");
  });

  test("draws a Catch dashed, and a state that nothing leads to, and one that is not there", () => {
    const svg = toSvg({
      StartAt: "A",
      States: {
        A: { Type: "Task", Next: "Gone", Catch: [{ ErrorEquals: ["E"], Next: "A" }] },
        Lost: { Type: "Succeed" },
      },
    });
    expect(svg).toMatch(/\.edge\.catch path \{ stroke-dasharray/);
    expect(svg).toMatch(/class="edge catch"/);
    expect(state(svg, "Lost")?.attributes.class).toContain("apart");
    expect(texts(parse(svg))).toEqual(
      expect.arrayContaining(["no such state", "nothing leads here"]),
    );
  });

  test("tells a history in words and in tones", () => {
    const svg = toSvg(order, { history: HISTORY });
    const validate = state(svg, "Validate");
    expect(validate?.attributes.class).toBe("node failed told");
    expect(validate && texts(validate)).toEqual(
      expect.arrayContaining(["✗ failed: </text>Bad", "2 s"]),
    );
    expect(state(svg, "Done")?.attributes.class).toBe("node idle");
    expect(svg).toMatch(/class="edge start taken"/);
    expect(texts(parse(svg)).join(" ")).toContain("Execution failed after 3 s: </text>Bad");
    expect(parse(svg).attributes["aria-label"]).toContain("Execution failed after 3 s");
  });

  test("follows the reader's theme, or is light or dark alone", () => {
    const { light, dark } = PALETTES;
    const auto = toSvg(order);
    expect(auto).toContain("@media (prefers-color-scheme: dark)");
    expect(auto).toContain(light.background);
    expect(auto).toContain(dark.background);
    expect(toSvg(order, { theme: "light" })).not.toContain(dark.background);
    expect(toSvg(order, { theme: "dark" })).not.toMatch(/@media|#ffffff/);
  });

  test("keeps its rules to itself in a page", () => {
    const [, style = ""] = /<style>([\s\S]*)<\/style>/.exec(toSvg(order)) ?? [];
    const selectors = [...style.matchAll(/^(\..*) \{/gm)].flatMap(([, list = ""]) =>
      list.split(", "),
    );
    expect(selectors.length).toBeGreaterThan(30);
    for (const selector of selectors) expect(selector).toMatch(/^\.sfn-graph /);
  });

  test("is refused with a theme that is none", () => {
    expect(() => toSvg(order, { theme: "blue" as never })).toThrow(InvalidArgumentError);
    expect(() => toSvg(order, { theme: "blue" as never })).toThrow(
      'Expected the "theme" option to be one of auto, light, dark, got "blue" (string).',
    );
  });
});

describe("the colours", () => {
  test.each(Object.entries(PALETTES))(
    "of the %s palette can be told apart as WCAG AA asks",
    (_, palette: Palette) => {
      const { text, quietText, background, inside, edge, catchEdge, taken, tones } = palette;
      for (const under of [background, inside, ...Object.values(tones).map(({ fill }) => fill)]) {
        expect(contrast(text, under), `${text} on ${under}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(quietText, under), `${quietText} on ${under}`).toBeGreaterThanOrEqual(4.5);
      }
      for (const under of [background, inside]) {
        for (const line of [
          edge,
          catchEdge,
          taken,
          ...Object.values(tones).map((tone) => tone.line),
        ]) {
          expect(contrast(line, under), `${line} on ${under}`).toBeGreaterThanOrEqual(3);
        }
      }
    },
  );
});

/** https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Corners of rectangles, points of paths and polygons, and where texts stand, in the whole picture. */
function placesIn(element: Element, at: { readonly x: number; readonly y: number }) {
  const { attributes, children } = element;
  const [, dx = 0, dy = 0] = (
    /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes.transform ?? "") ?? []
  ).map(Number);
  const here = { x: at.x + dx, y: at.y + dy };
  const pairs = [...(attributes.d ?? attributes.points ?? "").matchAll(/([-\d.]+),([-\d.]+)/g)];
  const places = pairs.map(([, x, y]) => ({ x: here.x + Number(x), y: here.y + Number(y) }));
  if (element.name === "rect" || element.name === "text") {
    const [x, y] = [here.x + Number(attributes.x ?? 0), here.y + Number(attributes.y ?? 0)];
    places.push({ x, y });
    places.push({ x: x + Number(attributes.width ?? 0), y: y + Number(attributes.height ?? 0) });
  }
  const inside: { x: number; y: number }[] = children.flatMap((child) => placesIn(child, here));
  return [...places, ...inside];
}
