import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { processSnippets } from "../../../scripts/snippets.js";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "snippets-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const get = (path: string) => readFileSync(join(root, path), "utf8");

/** A page whose only block has the source and the content given. */
const page = (source: string, content = "", language = "ts") =>
  `# Title\n\n<!-- snippet: ${source} -->\n\`\`\`${language}\n${content}\`\`\`\n\nText.\n`;

const EXAMPLE = `import { deepEqual } from "node:assert/strict";

export default async function putItem() {
  // #region outer
  const first = 1;
  // #region inner
  if (first) {

    run(first);
  }
  // #endregion inner
  // #endregion outer
  deepEqual(first, 1);
}
`;

describe("writing", () => {
  test("fills a block from a region, without its indentation and without the markers of others", () => {
    put("examples/a.ts", EXAMPLE);
    put("docs/page.md", page("examples/a.ts#outer"));
    expect(processSnippets(root, "write")).toEqual({
      files: 1,
      blocks: 1,
      updated: 1,
      problems: [],
    });
    expect(get("docs/page.md")).toBe(
      page("examples/a.ts#outer", "const first = 1;\nif (first) {\n\n  run(first);\n}\n"),
    );
  });

  test("is idempotent, and what it wrote passes the check", () => {
    put("examples/a.ts", EXAMPLE);
    put("docs/deep/page.md", page("examples/a.ts#inner", "old\n"));
    processSnippets(root, "write");
    const written = get("docs/deep/page.md");
    expect(processSnippets(root, "write").updated).toBe(0);
    expect(get("docs/deep/page.md")).toBe(written);
    expect(processSnippets(root, "check").problems).toEqual([]);
  });

  test("takes a whole file where the marker names no region", () => {
    put(
      "examples/stores.yaml",
      "Resources:\n  # #region table\n  Table: 1\n  # #endregion table\n",
    );
    put("README.md", page("examples/stores.yaml", "", "yaml"));
    put("CONTRIBUTING.md", page("examples/stores.yaml#table", "", "yaml"));
    expect(processSnippets(root, "write").updated).toBe(2);
    expect(get("README.md")).toContain("```yaml\nResources:\n  Table: 1\n```");
    expect(get("CONTRIBUTING.md")).toContain("```yaml\nTable: 1\n```");
  });

  test.each([
    ["/States/Collect/Parameters", '{\n  "input.$": "$"\n}'],
    ["/States/Collect/Retry/0", '{ "MaxAttempts": 5 }'],
    ["/States/A~1B", "1"],
  ])("takes the value at the JSON pointer %j, laid out as in the file", (pointer, expected) => {
    put(
      "examples/machine.json",
      `{
  "States": {
    "Collect": {
      "Parameters": {
        "input.$": "$"
      },
      "Retry": [{ "MaxAttempts": 5 }]
    },
    "A/B": 1
  }
}
`,
    );
    put("docs/page.md", page(`examples/machine.json#${pointer}`, "", "json"));
    expect(processSnippets(root, "write").problems).toEqual([]);
    expect(get("docs/page.md")).toContain(`\`\`\`json\n${expected}\n\`\`\`\n`);
  });

  test("keeps CRLF of the page, whatever the source has", () => {
    put("examples/a.ts", EXAMPLE.replaceAll("\n", "\r\n"));
    put("docs/page.md", page("examples/a.ts#inner").replaceAll("\n", "\r\n"));
    processSnippets(root, "write");
    const written = get("docs/page.md");
    expect(written).toContain("if (first) {\r\n\r\n  run(first);\r\n}\r\n```");
    expect(written.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect(processSnippets(root, "check").problems).toEqual([]);
  });

  test("keeps the indentation of a block in a list", () => {
    put("examples/a.ts", EXAMPLE);
    put("docs/page.md", "- text\n\n  <!-- snippet: examples/a.ts#inner -->\n  ```ts\n  ```\n");
    processSnippets(root, "write");
    expect(get("docs/page.md")).toContain(
      "  ```ts\n  if (first) {\n\n    run(first);\n  }\n  ```\n",
    );
  });

  test("updates the blocks around one whose source is wrong", () => {
    put("examples/a.ts", EXAMPLE);
    put("docs/page.md", page("examples/none.ts", "kept\n") + page("examples/a.ts#inner"));
    const { updated, problems } = processSnippets(root, "write");
    expect({ updated, problems }).toEqual({
      updated: 1,
      problems: [expect.stringMatching(/^docs\/page\.md:3: .*examples\/none\.ts/)],
    });
    expect(get("docs/page.md")).toContain("```ts\nkept\n```");
  });
});

describe("checking", () => {
  function problemsOf(markdown: string): readonly string[] {
    put("examples/a.ts", EXAMPLE);
    put("docs/page.md", markdown);
    const before = get("docs/page.md");
    const { problems, updated } = processSnippets(root, "check");
    expect(get("docs/page.md")).toBe(before);
    expect(updated).toBe(0);
    return problems;
  }

  test("names the line that differs, what it should be and the command", () => {
    const [problem] = problemsOf(page("examples/a.ts#outer", "const first = 1;\nif (second) {\n"));
    expect(problem).toBe(
      'docs/page.md:6: Expected "if (first) {" as in examples/a.ts#outer, got "if (second) {". Run: npm run snippets -- --write',
    );
  });

  test("a block that ends early or late differs", () => {
    const whole = "if (first) {\n\n  run(first);\n}\n";
    expect(problemsOf(page("examples/a.ts#inner", whole))).toEqual([]);
    expect(problemsOf(page("examples/a.ts#inner", "if (first) {\n"))).toEqual([
      expect.stringMatching(/^docs\/page\.md:6: .*got the end of the block/),
    ]);
    expect(problemsOf(page("examples/a.ts#inner", `${whole}more();\n`))).toEqual([
      expect.stringMatching(/^docs\/page\.md:9: Expected the end of the block .*"more\(\);"/),
    ]);
  });

  test.each([
    ["examples/none.ts", /there is no such file/],
    ["examples/a.ts#none", /one "#region none" .* got 0 and 0/],
    ["src/index.ts", /Expected a source in examples\//],
    ["examples/../src/index.ts", /Expected a source in examples\//],
  ])("the source %s is a problem", (source, message) => {
    expect(problemsOf(page(source))).toEqual([expect.stringMatching(message)]);
    expect(problemsOf(page(source))[0]).toMatch(/^docs\/page\.md:3: /);
  });

  test("a JSON pointer that leads nowhere is a problem", () => {
    put("examples/a.json", '{ "a": [1] }');
    for (const pointer of ["/b", "/a/1", "/a/0/x", "a"]) {
      expect(problemsOf(page(`examples/a.json#${pointer}`, "", "json"))).toEqual([
        expect.stringContaining(`JSON pointer "${pointer}"`),
      ]);
    }
  });

  test("a region that is opened twice, or not closed, is a problem", () => {
    put("examples/b.ts", "// #region x\n// #endregion x\n// #region x\n// #endregion x\n");
    put("examples/c.ts", "// #region x\n");
    expect(problemsOf(page("examples/b.ts#x"))).toEqual([expect.stringContaining("got 2 and 2")]);
    expect(problemsOf(page("examples/c.ts#x"))).toEqual([expect.stringContaining("got 1 and 0")]);
  });

  test.each(["ts", "typescript", "js", "mjs", "json", "yaml", "yml", "TS"])(
    "a %s block without a marker is a problem",
    (language) => {
      expect(problemsOf(`\`\`\`${language}\nuntested();\n\`\`\`\n`)).toEqual([
        expect.stringMatching(/^docs\/page\.md:1: Expected a marker .*npm run snippets -- --write/),
      ]);
      expect(problemsOf(`~~~~ ${language} title="x"\nuntested();\n~~~~\n`)).toHaveLength(1);
    },
  );

  test.each(["sh", "text", "console", "python"])("a %s block needs no marker", (language) => {
    expect(problemsOf(`\`\`\`${language}\nls\n\`\`\`\n`)).toEqual([]);
  });

  test("a block without a language is a problem, so that code cannot hide there", () => {
    expect(problemsOf("```\nuntested();\n```\n")).toEqual([
      expect.stringContaining("Expected a language after the fence"),
    ]);
  });

  test("a marker that stands one line too high is no marker", () => {
    expect(problemsOf("<!-- snippet: examples/a.ts#inner -->\n\n```ts\n```\n")).toEqual([
      expect.stringMatching(/^docs\/page\.md:1: Expected a fenced block directly below/),
      expect.stringMatching(/^docs\/page\.md:3: Expected a marker/),
    ]);
  });

  test("a block that is never closed is a problem", () => {
    expect(problemsOf("text\n```sh\nls\n")).toEqual([
      expect.stringMatching(/^docs\/page\.md:2: Expected the block to be closed/),
    ]);
  });

  test("what stands within a block is not looked at", () => {
    const inner = "<!-- snippet: examples/none.ts -->\n```ts\n```\n";
    expect(problemsOf(`\`\`\`\`text\n${inner}\`\`\`\`\n`)).toEqual([]);
  });

  test("a project without Markdown has no problems", () => {
    expect(processSnippets(root, "check")).toEqual({
      files: 0,
      blocks: 0,
      updated: 0,
      problems: [],
    });
  });
});

describe("the command", () => {
  const script = fileURLToPath(new URL("../../../scripts/snippets.ts", import.meta.url));
  const tsx = import.meta.resolve("tsx");
  function run(...args: string[]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", tsx, script, ...args],
      { cwd: root, encoding: "utf8" },
    );
    return { status, stdout, stderr };
  }

  test("ends with 1 where something is wrong and prints one line of summary", () => {
    put("examples/a.ts", EXAMPLE);
    put("docs/page.md", page("examples/a.ts#inner"));
    const failed = run("--check");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(/^docs\/page\.md:5: Expected "if \(first\) \{" .*\n$/);
    expect(failed.stdout).toBe("snippets: 1 blocks in 1 files, 0 updated, 1 problems\n");
    expect(run("--write")).toEqual({
      status: 0,
      stderr: "",
      stdout: "snippets: 1 blocks in 1 files, 1 updated, no problems\n",
    });
    expect(run()).toMatchObject({ status: 0, stderr: "" });
  }, 30_000);

  test("refuses an argument that it does not know", () => {
    expect(run("--wrte")).toMatchObject({ status: 1, stderr: expect.stringContaining("--wrte") });
  }, 30_000);
});
