import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const src = resolve(root, "src");

/** Which folders of ours a folder may import. Everything else is an arrow that nobody drew. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "index.ts": ["context", "state-data", "stop", "handler", "shared"],
  shared: [],
  "state-data": ["shared"],
  stop: ["shared"],
  context: ["shared", "state-data", "stop"],
  handler: ["shared", "context", "state-data", "stop"],
  provision: ["shared"],
  asl: ["shared"],
  workflow: ["shared", "asl"],
  execution: ["shared", "asl", "workflow"],
  activity: ["shared", "handler"],
  graph: ["shared", "asl"],
  local: ["shared", "asl"],
  cli: ["*"],
};

/** A closed list: a leaf more is a decision, not a habit. */
const SHARED_LEAVES = [
  "arn.ts",
  "clients.ts",
  "errors.ts",
  "execution-status.ts",
  "json.ts",
  "poll.ts",
  "reason.ts",
  "sfn-client.ts",
  "sfn-errors.ts",
  "sfn-names.ts",
];

interface Import {
  readonly from: string;
  /** The file imported, below src; undefined for a package or a module of Node. */
  readonly to: string | undefined;
  readonly specifier: string;
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => name.endsWith(".ts"));

const imports: Import[] = files.flatMap((from) => {
  const { importedFiles } = ts.preProcessFile(readFileSync(resolve(src, from), "utf8"));
  return importedFiles.map(({ fileName: specifier }) => {
    const target = resolve(src, dirname(from), specifier).replace(/\.js$/, ".ts");
    return {
      from,
      specifier,
      to: specifier.startsWith(".") ? relative(src, target).replaceAll("\\", "/") : undefined,
    };
  });
});

const folderOf = (file: string) => file.split("/")[0] ?? file;

describe("the structure", () => {
  test("every folder is drawn", () => {
    expect(Object.keys(ARROWS)).toEqual(expect.arrayContaining([...new Set(files.map(folderOf))]));
  });

  test("folders import along the arrows only", () => {
    const wrong = imports.filter(({ from, to }) => {
      if (to === undefined || folderOf(from) === folderOf(to)) return false;
      const allowed = ARROWS[folderOf(from)] ?? [];
      return !allowed.includes("*") && !allowed.includes(folderOf(to));
    });
    expect(wrong).toEqual([]);
  });

  test("folders import each other's index only; shared is a set of leaves", () => {
    const wrong = imports.filter(({ from, to }) => {
      if (to === undefined || folderOf(from) === folderOf(to)) return false;
      return folderOf(to) !== "shared" && to !== `${folderOf(to)}/index.ts`;
    });
    expect(wrong).toEqual([]);
    expect(files.filter((file) => folderOf(file) === "shared").sort()).toEqual(
      SHARED_LEAVES.map((leaf) => `shared/${leaf}`),
    );
  });

  test("the package's own name is for the test context: it stands on the client as its users do", () => {
    const byName = imports.filter(({ specifier }) => /^sfn-task-tools(?:\/|$)/.test(specifier));
    expect(new Set(byName.map(({ from }) => from))).toEqual(
      new Set(["local/test-context/create-test-context.ts"]),
    );
  });

  test("there is no cycle of files", () => {
    const targets = (file: string) =>
      imports.flatMap(({ from, to }) => (from === file && to !== undefined ? [to] : []));
    const finished = new Set<string>();
    const visit = (file: string, path: readonly string[]): string[] | undefined => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (finished.has(file)) return undefined;
      for (const target of targets(file)) {
        const cycle = visit(target, [...path, file]);
        if (cycle !== undefined) return cycle;
      }
      finished.add(file);
      return undefined;
    };
    expect(files.map((file) => visit(file, [])).find((cycle) => cycle !== undefined)).toBe(
      undefined,
    );
  });

  test("every import leads to a file", () => {
    expect(imports.filter(({ to }) => to !== undefined && !existsSync(resolve(src, to)))).toEqual(
      [],
    );
  });

  test("the exports map names the folders with an index, and nothing else", () => {
    const { exports } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as {
      exports: Record<string, string>;
    };
    const { ".": main, "./package.json": manifest, ...subpaths } = exports;
    expect(main).toBe("./dist/index.js");
    expect(manifest).toBe("./package.json");
    const isPublic = (folder: string) => !["shared", "handler"].includes(folder);
    const folders = files
      .filter((file) => /^[^/]+\/index\.ts$/.test(file))
      .map(folderOf)
      .filter(isPublic);
    expect(subpaths).toEqual(
      Object.fromEntries(folders.map((folder) => [`./${folder}`, `./dist/${folder}/index.js`])),
    );
  });

  test("no CommonJS bundle of the root can trip over import.meta or a top-level await", () => {
    const reached = files.filter((file) =>
      ["index.ts", "shared", "state-data", "stop", "context", "handler"].includes(folderOf(file)),
    );
    for (const file of reached) {
      expect(readFileSync(resolve(src, file), "utf8"), file).not.toMatch(/import\.meta|^await /m);
    }
  });
});
