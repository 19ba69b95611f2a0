import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Packs the package, installs it into an empty folder as a user would, and looks at it from there:
 * with no SDK client installed, with full checking of the types, as ESM and as a bundle.
 */
const project = fileURLToPath(new URL("..", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "sfn-task-tools-consumer-"));

function run(command: string, args: readonly string[], cwd = folder): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The command as it is installed; returns what it prints. */
const command = (...args: readonly string[]) =>
  run(join(folder, "node_modules/.bin/sfn-task-tools"), args);

const bin = (name: string) => join(project, "node_modules", ".bin", name);

const HANDLER = `
import { Context, type ItemPointer, STATE_DATA_RETRY, StateDataNotFoundError, stateKey, task } from "sfn-task-tools";
import { StateDataClient } from "sfn-task-tools/state-data";
import { readEnvelope } from "sfn-task-tools/context";
import { stopExecution } from "sfn-task-tools/stop";

const key = stateKey<{ n: number }>("key");
export const keep = task(async (data: { n: number }, { stateData }) => stateData.putItem(key, data));
export const give = task(async (pointer: ItemPointer<{ n: number }>, { stateData }) =>
  (await stateData.getItem(pointer)).n.toFixed(1));

export const handler = async (event: unknown): Promise<string> => {
  const context = Context.fromEvent(event, { table: "table" });
  const pointer: ItemPointer<{ n: number }> = { table_name: "table", partition_key: "n:k", key: "k" };
  const use = async () => (await context.stateData.getItem(pointer)).n.toFixed();
  const known = [StateDataClient, readEnvelope, stopExecution, StateDataNotFoundError, use];
  return [known.length, STATE_DATA_RETRY[0].ErrorEquals[0], new StateDataNotFoundError("m", { place: { table: "t", partitionKey: "p" } }).name].join(" ");
};
`;

const TEST = `
import { createTestContext } from "sfn-task-tools/local";
import { give, keep } from "./handler.mjs";

export const testHandlers = async (): Promise<string> => {
  await using aws = await createTestContext();
  aws.faults.throttle({ operation: "PutItem" });
  return await give(aws.event(await keep(aws.event({ n: 1 }))));
};
`;

/** An app as a user writes one: TypeScript, in two files, one of which names the other as `.js`. */
const FUNCTIONS = `
import { task } from "sfn-task-tools";

interface Greeting { readonly who: string }
export const greet = task(async ({ who }: Greeting) => ({ text: \`Hello \${who}\` }));
`;

const APP = `
import { defineApp } from "sfn-task-tools/cli";
import { LambdaFunction, StateMachine, Task } from "sfn-task-tools/workflow";
import * as functions from "./functions.js";

const greet = new Task("Greet", new LambdaFunction<typeof functions.greet>("greet"));
export const greeting = new StateMachine("greeting", greet.end());
export default defineApp({ stateMachines: greeting, functions });
`;

const AROUND = `
import { defineActivity } from "sfn-task-tools/activity";
import { validateDefinition } from "sfn-task-tools/asl";
import { cli, EXIT, type ExitCode } from "sfn-task-tools/cli";
import { summarizeHistory } from "sfn-task-tools/execution";
import { graphOf, overlayOf, toMermaid, toSvg } from "sfn-task-tools/graph";
import { ensureStateDataStore } from "sfn-task-tools/provision";
import { mapItems } from "sfn-task-tools/workflow";
import app, { greeting } from "./workflow.js";

export const known = [defineActivity, summarizeHistory, ensureStateDataStore, mapItems];
export const pictures = (): string[] => [toMermaid(greeting), toSvg(greeting, { theme: "dark" })];
export const visited = (history: unknown[]): number => overlayOf(graphOf(greeting), history as []).states.size;
export const wrong = validateDefinition("{}").diagnostics.map(({ code }) => code);
export const run = async (): Promise<boolean> => {
  const code: ExitCode = await cli({ ...app, name: "greetings" }).run(["validate"]);
  return code === EXIT.done;
};
`;

const EXPECTED = "5 StateDataUnavailableError StateDataNotFoundError";

const checks: Record<string, () => Promise<void> | void> = {
  "holds what it should and nothing else"() {
    const [packed] = JSON.parse(run("npm", ["pack", "--dry-run", "--json"], project)) as {
      files: { path: string }[];
    }[];
    const strange = packed?.files
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^(deploy\/.*|dist\/.*\.(js|d\.ts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(
            path,
          ),
      );
    expectEqual(strange, []);
  },
  async "installs without the SDK, and needs its dependencies only"() {
    const [packed] = JSON.parse(
      run("npm", ["pack", "--json", "--pack-destination", folder], project),
    ) as { filename: string }[];
    run("npm", ["install", "--no-audit", "--no-fund", `./${packed?.filename}`]);
    const lock = await readFile(join(project, "package-lock.json"), "utf8");
    expectEqual(await installedPackages(), ["sfn-task-tools", ...dependenciesIn(lock)].sort());
    const help = command("local", "--help");
    if (!help.includes("--clock")) throw new Error(help);
  },
  async "compiles with the library's types checked in full, without an SDK client"() {
    await lend("@types/node", "undici-types");
    const compilerOptions = {
      target: "es2022",
      lib: ["es2022", "esnext.disposable"],
      module: "nodenext",
      strict: true,
      skipLibCheck: false,
      types: ["node"],
      outDir: "out",
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    await writeFile(join(folder, "handler.mts"), HANDLER);
    await writeFile(join(folder, "test.mts"), TEST);
    run("npm", ["pkg", "set", "type=module"]);
    await writeFile(join(folder, "functions.ts"), FUNCTIONS);
    await writeFile(join(folder, "workflow.ts"), APP);
    await writeFile(join(folder, "around.ts"), AROUND);
    run(bin("tsc"), ["-p", "."]);
  },
  "loads an app in TypeScript by its command, without an SDK client"() {
    expectEqual(command("validate", "--app", "workflow.ts").trim(), "valid  greeting");
    const picture = command("graph", "--app", "workflow.ts");
    if (!picture.startsWith("flowchart") || !picture.includes("Greet")) throw new Error(picture);
    const svg = command("graph", "--app", "workflow.ts", "--svg");
    if (!svg.includes("</svg>")) throw new Error(svg);
  },
  "is a command line in a program of its own"() {
    const source = `import("./out/around.js").then(async ({ run, pictures, wrong }) =>
      console.log(await run(), pictures().length, wrong.length > 0))`;
    const said = run(process.execPath, ["--eval", source]).trim().split("\n");
    expectEqual(said, ["valid  greeting", "true 2 true"]);
  },
  "runs as ESM"() {
    const source = `import("./out/handler.mjs").then(async ({ handler }) => console.log(await handler({})))`;
    expectEqual(run(process.execPath, ["--eval", source]).trim(), EXPECTED);
  },
  ...Object.fromEntries(
    (["cjs", "esm"] as const).map((format) => [
      `runs as a minified ${format} bundle, where require(esm) is off`,
      () => {
        const outfile = format === "cjs" ? "bundle.cjs" : "bundle.mjs";
        const options = ["--bundle", "--minify", "--platform=node", `--format=${format}`];
        run(bin("esbuild"), ["handler.mts", ...options, `--outfile=${outfile}`]);
        const load =
          format === "cjs" ? `Promise.resolve(require("./${outfile}"))` : `import("./${outfile}")`;
        const source = `${load}.then(async ({ handler }) => console.log(await handler({})))`;
        // Node 20.19 and later have it on; Lambda's nodejs20.x and 22.x switch it off.
        const flags = ["--no-experimental-require-module", "--eval", source];
        expectEqual(run(process.execPath, flags).trim(), EXPECTED);
      },
    ]),
  ),
  async "says what to install when an SDK client is missing"() {
    const source = `import("sfn-task-tools").then(({ Context }) =>
      new Context({ table: "t", namespace: "n" }).stateData.getItem("k"))
      .catch((error) => console.log(error.name, error.message))`;
    const said = run(process.execPath, ["--eval", source]);
    if (!said.includes("npm install @aws-sdk/client-dynamodb")) throw new Error(said);
  },
  async "tests handlers on stores of its own"() {
    const clients = ["dynamodb", "s3", "sfn"].map((name) => `@aws-sdk/client-${name}`);
    await lend(...clients, "dynalite", "@20minutes/s3rver");
    const source = `import("./out/test.mjs").then(async ({ testHandlers }) => console.log(await testHandlers()))`;
    expectEqual(run(process.execPath, ["--no-warnings", "--eval", source]).trim(), "1.0");
  },
};

/** The packages in the consumer's node_modules. */
async function installedPackages(): Promise<string[]> {
  const tree = run("npm", ["ls", "--all", "--parseable"]).trim().split("\n");
  const names = tree.flatMap((path) =>
    path
      .split(/[\\/]node_modules[\\/]/)
      .slice(1)
      .slice(-1),
  );
  return [...new Set(names.map((name) => name.replaceAll("\\", "/")))].sort();
}

/** The packages that a lock file has for those who install the package: neither for development, nor peers. */
function dependenciesIn(lock: string): string[] {
  interface Locked {
    readonly dev?: boolean;
    readonly peer?: boolean;
    readonly optional?: boolean;
    readonly devOptional?: boolean;
  }
  const { packages } = JSON.parse(lock) as { packages: Readonly<Record<string, Locked>> };
  const names = Object.entries(packages).flatMap(([path, { dev, peer, optional, devOptional }]) =>
    path === "" || dev || peer || optional || devOptional
      ? []
      : [path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)],
  );
  return [...new Set(names)];
}

/** Puts packages of this project into the consumer's, which saves installing them. */
async function lend(...packages: readonly string[]): Promise<void> {
  for (const name of packages) {
    const target = join(folder, "node_modules", name);
    await mkdir(dirname(target), { recursive: true });
    await symlink(join(project, "node_modules", name), target);
  }
}

function expectEqual(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) === JSON.stringify(expected)) return;
  throw new Error(`Expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

let failed = 0;
try {
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      console.log(`  ok      the package ${name}`);
    } catch (error) {
      failed += 1;
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      console.log(`  FAILED  the package ${name}\n${error}\n${stdout}${stderr}`);
    }
  }
} finally {
  await rm(folder, { recursive: true });
}
console.log(`${Object.keys(checks).length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
