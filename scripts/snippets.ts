import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";

// Every code block of README.md, CONTRIBUTING.md and docs/**/*.md is a copy of a file in examples/ or deploy/,
// which is type-checked and run:
//
//   <!-- snippet: examples/docs/put-item.ts#put-item -->      between `// #region put-item` and
//                                                             `// #endregion put-item`
//   <!-- snippet: examples/docs/table.json#/KeySchema/0 -->   the value at a JSON pointer
//   <!-- snippet: examples/docs/stores.yaml -->               the whole file
//
// `--check` (the default) reports what differs, `--write` brings the blocks up to date.

/** Languages that run or are read by a machine: their blocks must have a source. */
const CODE = /^(?:[cm]?[jt]sx?|typescript|javascript|json[c5]?|ya?ml)$/i;
/** Where sources are: what stands elsewhere is not run by the tests. */
const SOURCES = ["examples/", "deploy/"];
const REPAIR = "Run: npm run snippets -- --write";

export interface Outcome {
  readonly files: number;
  /** Blocks that have a source. */
  readonly blocks: number;
  /** Blocks that were brought up to date; always 0 for "check". */
  readonly updated: number;
  /** `file:line: what was expected, what came, what to do`. */
  readonly problems: readonly string[];
}

/** Checks or updates all code blocks of a project. */
export function processSnippets(root: string, mode: "check" | "write"): Outcome {
  const outcomes = markdownFiles(root).map((file) => processFile(root, file, mode));
  return {
    files: outcomes.length,
    blocks: sum(outcomes.map(({ blocks }) => blocks)),
    updated: sum(outcomes.map(({ updated }) => updated)),
    problems: outcomes.flatMap(({ problems }) => problems),
  };
}

function markdownFiles(root: string): string[] {
  const pages = existsSync(join(root, "docs"))
    ? readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
        .map((name) => `docs/${name.replaceAll("\\", "/")}`)
        .filter((name) => name.endsWith(".md"))
        .sort()
    : [];
  return ["README.md", "CONTRIBUTING.md", ...pages].filter((name) => existsSync(join(root, name)));
}

function processFile(root: string, file: string, mode: "check" | "write") {
  const text = readFileSync(join(root, file), "utf8");
  const lines = text.split(/\r?\n/);
  const written: string[] = [];
  const problems: string[] = [];
  let blocks = 0;
  let updated = 0;
  let copied = 0;
  const report = (index: number, problem: string) =>
    problems.push(`${file}:${index + 1}: ${problem}`);

  for (const block of findBlocks(lines, report)) {
    if (block.source === undefined) {
      if (block.language === "") report(block.start, noLanguage());
      else if (CODE.test(block.language)) report(block.start, noSource(block.language));
      continue;
    }
    blocks += 1;
    const expected = readSource(root, block.source);
    if ("problem" in expected) {
      report(block.start - 1, expected.problem);
      continue;
    }
    if (expected.lines.some((line) => line.trimStart().startsWith(block.fence))) {
      report(
        block.start,
        `Expected a fence longer than those within ${block.source}, got ${block.fence}. Lengthen it.`,
      );
      continue;
    }
    const wanted = expected.lines.map((line) => (line === "" ? "" : block.indent + line));
    const actual = lines.slice(block.start + 1, block.end);
    const difference = firstDifference(wanted, actual);
    if (difference === undefined) continue;
    updated += 1;
    if (mode === "check") {
      report(
        block.start + 1 + difference.index,
        `Expected ${difference.wanted} as in ${block.source}, got ${difference.actual}. ${REPAIR}`,
      );
    } else {
      written.push(...lines.slice(copied, block.start + 1), ...wanted);
      copied = block.end;
    }
  }

  if (copied > 0) {
    const eol = text.includes("\r\n") ? "\r\n" : "\n";
    writeFileSync(join(root, file), [...written, ...lines.slice(copied)].join(eol));
  }
  return { blocks, updated: mode === "write" ? updated : 0, problems };
}

function noSource(language: string): string {
  return `Expected a marker like "<!-- snippet: examples/docs/put-item.ts#put-item -->" on the line above this ${language} block, got none. Move the code to a file in ${SOURCES.join(" or ")}, where it is run, name it in a marker, and run: npm run snippets -- --write`;
}

function noLanguage(): string {
  return `Expected a language after the fence, got none. Code needs one and a snippet marker; for commands and output write sh, console or text.`;
}

interface Block {
  /** Index of the opening fence's line; its content starts on the next. */
  readonly start: number;
  /** Index of the closing fence's line. */
  readonly end: number;
  readonly indent: string;
  readonly fence: string;
  readonly language: string;
  readonly source: string | undefined;
}

/** The fenced blocks of a page, with the source that is named directly above each. */
function findBlocks(
  lines: readonly string[],
  report: (index: number, problem: string) => void,
): Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index++) {
    const opening = /^(\s*)(`{3,}|~{3,})\s*([^\s`{]*)/.exec(lines[index] ?? "");
    if (opening === null) {
      if (sourceIn(lines[index]) !== undefined && !isFence(lines[index + 1])) {
        report(index, "Expected a fenced block directly below this snippet marker, got none.");
      }
      continue;
    }
    const [, indent = "", fence = "", language = ""] = opening;
    const start = index;
    do index += 1;
    while (index < lines.length && !closes(lines[index] ?? "", fence));
    if (index === lines.length) {
      report(start, `Expected the block to be closed by ${fence}, got the end of the file.`);
    } else {
      blocks.push({
        start,
        end: index,
        indent,
        fence,
        language,
        source: sourceIn(lines[start - 1]),
      });
    }
  }
  return blocks;
}

function sourceIn(line: string | undefined): string | undefined {
  return /^\s*<!--\s*snippet:\s*(\S+)\s*-->\s*$/.exec(line ?? "")?.[1];
}

function isFence(line: string | undefined): boolean {
  return /^\s*(?:`{3,}|~{3,})/.test(line ?? "");
}

/** A closing fence has nothing after it, and at least as many characters as the opening one. */
function closes(line: string, fence: string): boolean {
  const trimmed = line.trim();
  return trimmed.startsWith(fence) && trimmed === (fence[0] ?? "").repeat(trimmed.length);
}

type Source = { readonly lines: readonly string[] } | { readonly problem: string };

function readSource(root: string, source: string): Source {
  const [path = "", selector] = source.split(/#(.*)/s);
  if (!SOURCES.some((folder) => path.startsWith(folder)) || posix.normalize(path) !== path) {
    return {
      problem: `Expected a source in ${SOURCES.join(" or ")}, got "${path}". Only what is there is run by the tests.`,
    };
  }
  if (!existsSync(join(root, path))) {
    return {
      problem: `Expected the source ${path}, but there is no such file. Create it, or correct the path.`,
    };
  }
  const text = readFileSync(join(root, path), "utf8").replaceAll("\r\n", "\n");
  if (selector === undefined) return { lines: dedent(withoutMarkers(text.trimEnd().split("\n"))) };
  return /\.jsonc?$/.test(path)
    ? readJsonValue(path, text, selector)
    : readRegion(path, text, selector);
}

/** `// #region name` or `# #region name`. */
const MARKER = /^\s*(?:\/\/|#)\s*#(region|endregion)\b\s*(\S*)\s*$/;

function readRegion(path: string, text: string, name: string): Source {
  const lines = text.split("\n");
  const find = (kind: string) =>
    lines.flatMap((line, index) => {
      const [, found, its] = MARKER.exec(line) ?? [];
      return found === kind && its === name ? [index] : [];
    });
  const starts = find("region");
  const ends = find("endregion");
  const [start, end] = [starts[0], ends[0]];
  if (start === undefined || end === undefined || end < start || starts.length + ends.length > 2) {
    return {
      problem: `Expected one "#region ${name}" and, below it, one "#endregion ${name}" in ${path}, got ${starts.length} and ${ends.length}. Add or correct them there.`,
    };
  }
  return { lines: dedent(withoutMarkers(lines.slice(start + 1, end))) };
}

function withoutMarkers(lines: readonly string[]): string[] {
  return lines.filter((line) => !MARKER.test(line));
}

/** The text of the value at a JSON pointer (RFC 6901), laid out as it is in the file. */
function readJsonValue(path: string, text: string, pointer: string): Source {
  const file = ts.parseJsonText(path, text);
  let node: ts.Node | undefined = file.statements[0]?.expression;
  for (const token of pointer.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    node = node === undefined ? undefined : child(node, name);
  }
  if (node === undefined || !/^(?:\/|$)/.test(pointer)) {
    return {
      problem: `Expected a value at the JSON pointer "${pointer}" of ${path}, got none. Correct the pointer.`,
    };
  }
  const [first = "", ...rest] = node.getText(file).split("\n");
  return { lines: [first, ...dedent(rest)] };
}

function child(node: ts.Node, name: string): ts.Node | undefined {
  if (ts.isArrayLiteralExpression(node)) return node.elements[Number(name)];
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const property = node.properties.find(
    (member) => ts.isPropertyAssignment(member) && (member.name as ts.StringLiteral).text === name, // JSON has no other keys
  );
  return property !== undefined && ts.isPropertyAssignment(property)
    ? property.initializer
    : undefined;
}

/** Takes away the indentation that all lines share, and empty lines around them. */
function dedent(lines: readonly string[]): string[] {
  const indents = lines
    .filter((line) => line.trim() !== "")
    .map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents);
  const text = lines.map((line) => line.slice(shared).trimEnd()).join("\n");
  const trimmed = text.replace(/^\n+|\n+$/g, "");
  return trimmed === "" ? [] : trimmed.split("\n");
}

function firstDifference(wanted: readonly string[], actual: readonly string[]) {
  const length = Math.max(wanted.length, actual.length);
  for (let index = 0; index < length; index++) {
    if (wanted[index] !== actual[index]) {
      return { index, wanted: show(wanted[index]), actual: show(actual[index]) };
    }
  }
  return undefined;
}

function show(line: string | undefined): string {
  return line === undefined ? "the end of the block" : JSON.stringify(line);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function main(args: readonly string[]): number {
  const [mode = "--check", ...more] = args;
  if ((mode !== "--check" && mode !== "--write") || more.length > 0) {
    console.error(`Expected --check or --write, got "${args.join(" ")}".`);
    return 1;
  }
  const outcome = processSnippets(process.cwd(), mode === "--check" ? "check" : "write");
  for (const problem of outcome.problems) console.error(problem);
  const { problems, blocks, files, updated } = outcome;
  const result = problems.length > 0 ? `${problems.length} problems` : "no problems";
  console.log(`snippets: ${blocks} blocks in ${files} files, ${updated} updated, ${result}`);
  return problems.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  process.exitCode = main(process.argv.slice(2));
}
