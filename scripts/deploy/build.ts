import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { machine } from "../../examples/browser-compat/workflow.js";

// What deploy/browser-compat/template.yaml and deploy/cdk bring to AWS.

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Where the templates look. */
const FOLDER = path("deploy/browser-compat/build");

/**
 * Writes into a folder, which is emptied first, `state-machine.asl.json`, with a placeholder such as
 * `${collectArn}` for each function's ARN, and `functions/`, the code of all functions: they share
 * the library and the SDK clients, which are nearly all of it, so that a bundle each would be the
 * same four times.
 */
export async function buildDeployment(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "functions"), { recursive: true });
  const definition = machine.toJson({ arnOf: ({ name }) => `\${${name}Arn}` });
  await writeFile(join(folder, "state-machine.asl.json"), definition);
  await build({
    entryPoints: [path("examples/browser-compat/handlers.ts")],
    outfile: join(folder, "functions/index.mjs"),
    bundle: true,
    minify: true,
    platform: "node",
    target: "node22",
    format: "esm",
    mainFields: ["module", "main"], // or the SDK's CommonJS is taken, which an ES module cannot load
    legalComments: "none",
    logLevel: "error",
  });
  // Is read beside the code that asks for it.
  const data = path("node_modules/@mdn/browser-compat-data/data.json");
  await copyFile(data, join(folder, "functions/data.json"));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await buildDeployment(FOLDER);
  console.info(`Written: ${FOLDER}. Now deploy it: docs/deploy.md`);
}
