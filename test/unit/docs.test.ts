import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Context, StateDataClient } from "sfn-task-tools";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** A page without its code blocks. */
const prose = (path: string) => read(path).replace(/^(\s*)(`{3,}|~{3,}).*?^\1\2\s*$/gms, "");

const headings = (path: string) =>
  [...prose(path).matchAll(/^#{1,6} +(.+?)\s*$/gm)].map(([, text = ""]) => text);

/** The part of a page below a heading, up to the next one of its rank or higher. */
function section(path: string, heading: string): string {
  const text = prose(path);
  const start = new RegExp(`^(#{1,6}) +${heading}$`, "m").exec(text);
  if (start === null) return "";
  const rest = text.slice(start.index + start[0].length);
  const end = rest.search(new RegExp(`^#{1,${start[1]?.length}} `, "m"));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Names that start the rows of a table, such as "| `table` |". */
const rowNames = (text: string) =>
  [...text.matchAll(/^\| *((?:`[^`]+`(?:, )?)+) *\|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name),
  );

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ts.createSourceFile(name, read(join("src", name)), ts.ScriptTarget.ESNext, true));

/** All statements of one kind in src. */
const declarations = <T extends ts.Statement>(is: (node: ts.Node) => node is T): T[] =>
  sources.flatMap((source) => source.statements.filter(is));

/** The properties of an interface; `file#Name` where there are several of that name. */
function propertiesOf(reference: string): string[] {
  const [name, file = ""] = reference.split("#").reverse();
  const found = declarations(ts.isInterfaceDeclaration).filter(
    (node) => node.name.text === name && node.getSourceFile().fileName.startsWith(file),
  );
  return found.flatMap(({ members }) =>
    members.flatMap((member) =>
      member.name === undefined || ts.isComputedPropertyName(member.name)
        ? []
        : member.name.getText(),
    ),
  );
}

interface ErrorClass {
  readonly exportName: string;
  readonly name: string | undefined;
  readonly fields: readonly string[];
}

/** The index of each public subpath, by the subpath: `./asl` is `asl/index.ts`. */
const publicIndexes = new Map(
  Object.entries(
    (JSON.parse(read("package.json")) as { exports: Record<string, string> }).exports,
  ).flatMap(([subpath, target]) =>
    target.endsWith(".js")
      ? [[subpath, target.replace("./dist/", "").replace(/\.js$/, ".ts")] as const]
      : [],
  ),
);

/** What an index exports by name, under the names that the declarations have. */
function exportsOf(index: string): string[] {
  const source = sources.find(({ fileName }) => fileName.replaceAll("\\", "/") === index);
  const statements = [...(source?.statements ?? [])].filter(ts.isExportDeclaration);
  return statements.flatMap(({ exportClause }) =>
    exportClause !== undefined && ts.isNamedExports(exportClause)
      ? exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
      : [],
  );
}

const exported = new Set([...publicIndexes.values()].flatMap(exportsOf));

/** The error classes that the package exports, with what Retry and Catch see of them. */
function errorClasses(): ErrorClass[] {
  return declarations(ts.isClassDeclaration)
    .filter(
      ({ name, heritageClauses }) =>
        exported.has(name?.text ?? "") &&
        /extends \w*Error\b/.test(heritageClauses?.[0]?.getText() ?? ""),
    )
    .map((node) => {
      const properties = node.members.filter(ts.isPropertyDeclaration);
      const named = properties.find((member) => member.name.getText() === "name")?.initializer;
      return {
        exportName: node.name?.text ?? "",
        name: named !== undefined && ts.isStringLiteral(named) ? named.text : undefined,
        fields: properties
          .filter(({ name, modifiers }) => name.getText() !== "name" && !isInternal(modifiers))
          .map(({ name }) => name.getText()),
      };
    });
}

const isInternal = (modifiers: ts.NodeArray<ts.ModifierLike> | undefined) =>
  modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false;

/** The page with an error's section: errors.md, or where the link of its row there leads. */
function pageOfError(name: string): string {
  const link = new RegExp(`^\\| \\[${name}\\]\\(([\\w-]*\\.md)?#`, "m").exec(
    prose("docs/errors.md"),
  );
  return link?.[1] === undefined ? "docs/errors.md" : `docs/${link[1]}`;
}

/** Where the options of each folder are told; of those that are told elsewhere, by name. */
const OPTION_PAGES: Readonly<Record<string, string>> = {
  activity: "activities.md",
  asl: "asl.md",
  cli: "command-line.md",
  context: "options.md",
  execution: "execution.md",
  graph: "graph.md",
  handler: "task.md",
  "local/LocalOptions": "local-engine.md",
  "local/StoresOptions": "local-stores.md",
  "local/TestContextOptions": "testing.md",
  "local/TaskEventOptions": "testing.md",
  "local/RunMachineOptions": "test-kit.md",
  "local/CoverageThreshold": "test-kit.md",
  provision: "provision.md",
  "state-data": "state-data.md",
  "state-data/StateDataClientOptions": "options.md",
  "state-data/MapOutputOptions": "map-iterations.md",
  stop: "stop-execution.md",
  workflow: "workflow.md",
};

const SAYS_WHAT_IS_WANTED = /(Options|Settings|Limits|Parts|Threshold)$|^AppMachine$/;

/** The exported interfaces by which callers say what they want. */
function optionInterfaces(): { of: string; page: string | undefined; options: string[] }[] {
  return declarations(ts.isInterfaceDeclaration).flatMap((node) => {
    const { text: name } = node.name;
    const [folder = ""] = node.getSourceFile().fileName.split(/[\\/]/);
    if (!exportsOf(`${folder}/index.ts`).includes(name) || !SAYS_WHAT_IS_WANTED.test(name))
      return [];
    const of = `${folder}/${name}`;
    const page = OPTION_PAGES[of] ?? OPTION_PAGES[folder];
    const options = node.members.flatMap((member) => member.name?.getText() ?? []);
    return { of, page, options };
  });
}

/** What a page names in code: `word`, `--word`, `word: value`, and each word of `{ one, two }`. */
const codeWords = (page: string) =>
  new Set(
    [...prose(page).matchAll(/`([^`]+)`/g)].flatMap(([, code = ""]) =>
      code.includes("{") ? code.match(/\w+/g) : /^(?:--)?(\w+)\??(?::.*)?$/.exec(code)?.[1],
    ),
  );

describe("the documents are complete", () => {
  const methods = Object.getOwnPropertyNames(StateDataClient.prototype).filter(
    (name) => name !== "constructor",
  );

  test("the client has methods to document", () => {
    expect(methods.length).toBeGreaterThan(15);
  });

  test.each(methods)("%s has a heading", (method) => {
    const pages = ["docs/state-data.md", "docs/map-iterations.md"];
    const page = pages.find((candidate) => headings(candidate).includes(method));
    expect(page, `Expected a heading "### ${method}" in one of ${pages.join(", ")}.`).toBeDefined();
  });

  test.each(Object.getOwnPropertyNames(Context.prototype).filter((name) => name !== "constructor"))(
    "the Context's %s is in context.md",
    (method) => {
      expect(prose("docs/context.md")).toMatch(new RegExp(`\`${method}\\b`));
    },
  );

  test.each([
    ["StateDataClientOptions", "StateDataClient"],
    ["ContextOptions", "Context"],
  ])("every option of %s has a row in options.md", (name, heading) => {
    const options = propertiesOf(name);
    expect(options.length).toBeGreaterThan(2);
    expect(rowNames(section("docs/options.md", heading))).toEqual(expect.arrayContaining(options));
  });

  test("every row of options.md is an option", () => {
    const context = rowNames(section("docs/options.md", "Context"));
    const client = section("docs/options.md", "StateDataClient").split("### ")[0] ?? "";
    expect(propertiesOf("StateDataClientOptions")).toEqual(
      expect.arrayContaining(rowNames(client)),
    );
    expect(propertiesOf("ContextOptions")).toEqual(expect.arrayContaining(context));
  });

  test.each([
    ["StopOptions", "docs/stop-execution.md"],
    ["TaskOptions", "docs/task.md"],
    ["ProvisionOptions", "docs/provision.md"],
    ["TestContext", "docs/testing.md"],
    ["TestContextOptions", "docs/testing.md"],
    ["Faults", "docs/testing.md"],
    ["FaultRule", "docs/testing.md"],
    ["StateDataEvent", "docs/observability.md"],
    ["state-data/meter.ts#Meter", "docs/observability.md"],
    ["StoresOptions", "docs/local-stores.md"],
    ["LocalOptions", "docs/local-engine.md"],
    ["ExecutionInfo", "docs/context.md"],
    ["state-data/rows.ts#Row", "docs/wire-format.md"],
  ])("every property of %s is in %s", (name, page) => {
    const words = page.endsWith("wire-format.md")
      ? {
          partitionKey: "partition_key",
          sortKey: "sort_key",
          expiresAt: "expires_at",
          body: "data",
        }
      : {};
    for (const property of propertiesOf(name)) {
      const word = (words as Record<string, string>)[property] ?? property;
      expect(prose(page)).toMatch(new RegExp(`\`${word}\\b`));
    }
  });

  const options = optionInterfaces();

  test("there are options to document", () => {
    expect(options.length).toBeGreaterThan(35);
  });

  test.each(options)("every option of $of is told on its page", ({ of, page, options: names }) => {
    if (page === undefined) throw new Error(`Expected a page for ${of} in OPTION_PAGES.`);
    const words = codeWords(`docs/${page}`);
    expect(names.filter((name) => !words.has(name))).toEqual([]);
  });

  test("every flag of the command is told", () => {
    const texts = sources
      .filter(({ fileName }) => fileName.startsWith("cli"))
      .flatMap(({ text }) => [...text.matchAll(/"[^"\n]*"/g)].map(([literal]) => literal));
    const flags = new Set(texts.flatMap((text) => text.match(/(?<=[" ])--[a-z][a-z-]+/g) ?? []));
    expect(flags.size).toBeGreaterThan(30);
    const told = prose("docs/command-line.md") + prose("docs/local-engine.md");
    expect([...flags].filter((flag) => !new RegExp(`${flag}(?![\\w-])`).test(told))).toEqual([]);
  });

  const errors = errorClasses();

  test("there are errors to document, each with a name of its own class", () => {
    expect(errors.length).toBeGreaterThan(25);
    for (const { exportName, name } of errors) expect(name).toBe(exportName);
  });

  test.each(errors)("$name has a row in errors.md, and a section with its fields", (error) => {
    const { name = "", fields } = error;
    if (name === "SfnTaskToolsError") {
      expect(prose("docs/errors.md")).toContain("`SfnTaskToolsError`");
      return;
    }
    expect(prose("docs/errors.md")).toMatch(new RegExp(`^\\| \\[${name}\\]\\(`, "m"));
    const page = pageOfError(name);
    const text = section(page, name);
    expect(text, `Expected a heading "${name}" in ${page}.`).not.toBe("");
    expect(rowNames(text).sort()).toEqual([...fields].sort());
    expect(text).toMatch(/What to do:|^- /m);
  });

  test("errors.md has no error that is not exported", () => {
    const known = errors.map(({ name }) => name);
    const told = headings("docs/errors.md").filter((heading) => /^\w+Error$/.test(heading));
    expect(known).toEqual(expect.arrayContaining(told));
  });

  test.each([...publicIndexes.keys()])("the index names the page of the subpath %s", (subpath) => {
    const name = `sfn-task-tools${subpath.slice(1)}`;
    const row = new RegExp(`^\\| \`${name}\` \\|.*\\]\\([\\w-]+\\.md`, "m");
    expect(section("docs/README.md", "Imports")).toMatch(row);
  });
});

describe("links", () => {
  const pages = ["README.md", "CONTRIBUTING.md"].filter((page) => existsSync(join(root, page)));
  pages.push(
    ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  );

  /** As GitHub makes them. */
  function anchorsOf(page: string): Set<string> {
    const anchors = new Set<string>();
    for (const heading of headings(page)) {
      const slug = heading
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, "")
        .replace(/\s/g, "-");
      let anchor = slug;
      for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
      anchors.add(anchor);
    }
    return anchors;
  }

  test.each(pages)("every relative link of %s leads somewhere", (page) => {
    const broken: string[] = [];
    for (const [, target = ""] of prose(page).matchAll(/\]\(\s*<?([^)\s>]+)[^)]*\)/g)) {
      if (/^[a-z][a-z0-9+.-]*:/i.test(target)) continue;
      const [path = "", anchor] = decodeURIComponent(target).split("#");
      const file = path === "" ? page : relative(root, join(root, dirname(page), path));
      const isThere = existsSync(join(root, file));
      if (!isThere) broken.push(`${target}: no such file`);
      else if (anchor !== undefined && !anchorsOf(file).has(anchor)) {
        broken.push(`${target}: no such heading`);
      }
    }
    expect(broken).toEqual([]);
  });

  test("every page of docs is listed in its index", () => {
    const index = prose("docs/README.md");
    for (const page of pages.filter((name) => name.startsWith("docs/"))) {
      if (page !== "docs/README.md") expect(index).toContain(`](${page.slice("docs/".length)})`);
    }
  });
});
