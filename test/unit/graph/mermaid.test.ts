import fc from "fast-check";
import { type GraphScope, graphOf, toMermaid } from "sfn-task-tools/graph";
import { describe, expect, test } from "vitest";
import { mermaidText } from "../../../src/graph/mermaid-text.js";
import { drafts, order } from "./machines.js";

const LABEL = `"[^"]*"`;
/** Every line that we write, as Mermaid's grammar of flowcharts has it. */
const LINES = [
  /^---$/,
  /^title: ".*"$/,
  /^flowchart TB$/,
  /^ +direction TB$/,
  new RegExp(
    `^ +node\\d+(?:\\[|\\(\\[|\\(\\(\\(|\\(|\\{\\{)${LABEL}(?:\\]|\\]\\)|\\)\\)\\)|\\)|\\}\\})(?::::[a-z]+)?$`,
  ),
  new RegExp(`^ +node\\d+details\\[${LABEL}\\]:::details$`),
  new RegExp(`^ +subgraph (?:node|scope)\\d+\\[${LABEL}\\]$`),
  /^ +end$/,
  /^ +node\d+details ~~~ (?:node|scope)\d+$/,
  new RegExp(`^ +node\\d+ (?:-->|-\\.->)(?:\\|${LABEL}\\|)? node\\d+$`),
  /^ +classDef [a-z]+ [-a-z0-9#:,. ]+$/,
  /^ +style node\d+ [-a-z0-9#:,]+$/,
  /^ +linkStyle [\d,]+ [-a-z0-9#:,.]+$/,
];

function faultsIn(text: string): string[] {
  return text
    .trimEnd()
    .split("\n")
    .filter((line) => !LINES.some((pattern) => pattern.test(line)));
}

const scopesIn = (scope: GraphScope): GraphScope[] => [
  scope,
  ...scope.nodes.flatMap((node) => (node.kind === "state" ? node.scopes.flatMap(scopesIn) : [])),
];

describe("the Mermaid text of a state machine", () => {
  test("is a flowchart with a line for each state and edge", () => {
    const text = toMermaid({
      StartAt: "Ready?",
      States: {
        "Ready?": {
          Type: "Choice",
          Choices: [{ Variable: "$.n", NumericLessThan: 3, Next: "Wait" }],
          Default: "Done",
        },
        Wait: { Type: "Wait", Seconds: 5, Next: "Ready?" },
        Done: { Type: "Succeed" },
      },
    });
    expect(text).toBe(`flowchart TB
  node4((("Start")))
  node1{{"Ready?<br/>Choice"}}
  node2("Wait<br/>Wait · 5 s")
  node3(["Done<br/>Succeed"])
  node5((("End")))
  node4 --> node1
  node1 -->|"$.n #60; 3"| node2
  node1 -->|"Default"| node3
  node2 --> node1
  node3 --> node5
`);
  });

  test("nests subgraphs, and draws a Catch dashed", () => {
    const text = toMermaid(order);
    expect(faultsIn(text)).toEqual([]);
    expect(text).toMatch(/subgraph node\d+\["Fulfil"\]\n {4}direction TB\n {4}node\d+details/);
    expect(text).toMatch(/-\.->\|"catch any error"\|/);
    expect(text.match(/^ *subgraph/gm)).toHaveLength(text.match(/^ *end$/gm)?.length ?? 0);
  });

  test("has only lines of its grammar, and no text that leaves its quotes", () => {
    fc.assert(
      fc.property(drafts, (definition) => {
        expect(faultsIn(toMermaid(definition))).toEqual([]);
        expect(faultsIn(toMermaid(definition, { history: [] }))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test("declares each node before the edges that connect it", () => {
    fc.assert(
      fc.property(drafts, (definition) => {
        const text = toMermaid(definition);
        const declared = new Set(
          text
            .match(/^ +(?:subgraph )?node\d+(?=[[({])/gm)
            ?.map((line) => line.replace(/subgraph|\s/g, "")),
        );
        for (const scope of scopesIn(graphOf(definition).scope)) {
          for (const { id } of scope.nodes) expect(declared).toContain(id);
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  test.each([
    ['say "hi"', '"say #34;hi#34;"'],
    ["a < b & c", '"a #60; b #38; c"'],
    ["#1;", '"#35;1#59;"'],
    ["%%{init: {}}%%", '"#37;#37;#123;init: #123;#125;#125;#37;#37;"'],
    ["1. first", '"#49;. first"'],
    ["- item", '"#45; item"'],
    ["`code` *bold*", '"#96;code#96; #42;bold#42;"'],
    ["two\nlines", '"two lines"'],
    ["日本語 🚀", '"日本語 🚀"'],
  ])("writes %j as %s", (text, written) => {
    expect(mermaidText(text)).toBe(written);
  });

  test("joins what leads from a state to itself, for Mermaid draws only one of them", () => {
    const again = (error: string) => ({ ErrorEquals: [error], Next: "A" });
    const text = toMermaid({
      StartAt: "A",
      States: { A: { Type: "Task", Catch: [again("E"), again("F")], End: true } },
    });
    expect(text.match(/node1 -\.->.* node1/g)).toEqual(['node1 -.->|"catch E<br/>catch F"| node1']);
  });

  test("tells a history in words, in classes, and in the edges that were taken", () => {
    const definition = {
      StartAt: "All",
      States: {
        All: {
          Type: "Map",
          ItemProcessor: { StartAt: "One", States: { One: { Type: "Pass", End: true } } },
          Next: "Never",
        },
        Never: { Type: "Pass", End: true },
      },
    };
    const history = [
      { id: 1, type: "ExecutionStarted" },
      { id: 2, type: "MapStateEntered", stateEnteredEventDetails: { name: "All" } },
      {
        id: 3,
        previousEventId: 2,
        type: "MapStateStarted",
        mapStateStartedEventDetails: { length: 2 },
      },
      {
        id: 4,
        previousEventId: 3,
        type: "MapIterationStarted",
        mapIterationStartedEventDetails: { name: "All", index: 0 },
      },
      {
        id: 5,
        previousEventId: 4,
        type: "PassStateEntered",
        stateEnteredEventDetails: { name: "One" },
      },
    ];
    const text = toMermaid(definition, { history });
    expect(faultsIn(text)).toEqual([]);
    expect(text).toContain('title: "Execution running"');
    expect(text).toMatch(/node\d+details\["Map<br\/>▶ running<br\/>0 of 2 iterations"\]/);
    expect(text).toMatch(/\["One<br\/>Pass<br\/>▶ running"\]:::running/);
    expect(text).toMatch(/\["Never<br\/>Pass"\]:::idle/);
    // One unseen link comes first; then the edges of the machine, then those of the Map.
    expect(text).toMatch(/linkStyle 1,4 stroke:/);
  });
});
