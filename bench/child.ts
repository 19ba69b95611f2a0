import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { clientConfig, type Endpoints } from "./stores/kinds.js";

export const project = fileURLToPath(new URL("..", import.meta.url));

/** Scripts stand inside the package, so that `sfn-task-tools` is the built package itself. */
const folder = join(project, ".tmp", "bench");

/**
 * Compiles a script of this folder for a process of its own. Packages stay outside, this one too:
 * what is timed is `dist`, as it is shipped, with no loader beside it.
 *
 * @returns the path of the compiled script.
 */
export async function compile(
  script: string,
  name = script.replaceAll("/", "-").replace(/\.ts$/, ""),
  options: BuildOptions = {},
): Promise<string> {
  const outfile = join(folder, `${name}.${options.format === "cjs" ? "cjs" : "mjs"}`);
  await build({
    entryPoints: [join(project, "bench", script)],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    tsconfigRaw: {},
    ...options,
  });
  return outfile;
}

/** What makes SDK clients of a process reach the stores. */
export function environmentOf({ dynamodb, s3 }: Endpoints): Record<string, string> {
  const { region, credentials } = clientConfig(dynamodb);
  return {
    PATH: process.env.PATH ?? "",
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb,
    AWS_ENDPOINT_URL_S3: s3,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    NODE_NO_WARNINGS: "1",
  };
}

export interface ChildOptions {
  readonly env: Record<string, string>;
  /** The Node that runs it; default the one that runs here. */
  readonly node?: string;
  /** A folder for a CPU profile of the process. */
  readonly profile?: string | undefined;
}

/** Runs a compiled script with one argument and reads the JSON that it prints. */
export async function runChild<Report>(
  script: string,
  order: object,
  { env, profile, node = process.execPath }: ChildOptions,
): Promise<Report> {
  const flags = ["--expose-gc"];
  if (profile !== undefined) {
    await mkdir(profile, { recursive: true });
    flags.push("--cpu-prof", `--cpu-prof-dir=${profile}`);
  }
  const args = [...flags, script, JSON.stringify(order)];
  const { stdout } = await promisify(execFile)(node, args, {
    env,
    cwd: project,
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout);
}
