import { deepEqual, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// #region bundle
import { type BuildOptions, build } from "esbuild";

const options: BuildOptions = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  format: "esm",
  mainFields: ["module", "main"],
};

export async function bundle(handler: string, outfile: string) {
  await build({ ...options, entryPoints: [handler], outfile }); // outfile ends in .mjs
}

// #endregion bundle
import { fileURLToPath } from "node:url";
import type { ItemPointer } from "sfn-task-tools";
import { taskEvent } from "./support/events.js";
import type { Stage } from "./support/stage.js";

async function bundleCommonjs(handler: string, outfile: string) {
  // #region commonjs
  await build({ ...options, format: "cjs", entryPoints: [handler], outfile }); // ends in .cjs
  // #endregion commonjs
}

export async function bundleWithCommonjsPackages(handler: string, outfile: string) {
  // #region banner
  const js = `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`;
  await build({ ...options, banner: { js }, entryPoints: [handler], outfile });
  // #endregion banner
}

async function bundleWithoutSdk(handler: string, outfile: string) {
  // #region external
  await build({ ...options, external: ["@aws-sdk/*"], entryPoints: [handler], outfile });
  // #endregion external
}

/** What the handler returns, or its error's name, in a Node that cannot require ES modules: so are nodejs20.x and nodejs22.x. */
function run(file: string, event: unknown): unknown {
  const call = `import(process.argv[1]).then(async (module) => {
    const lambda = { getRemainingTimeInMillis: () => 20_000 };
    const { handler } = module.handler === undefined ? module.default : module;
    const result = await handler(JSON.parse(process.argv[2]), lambda).catch(({ name }) => name);
    console.log(JSON.stringify(result));
    process.exit();
  })`;
  const args = ["--no-experimental-require-module", "--no-warnings", "--eval", call];
  const output = execFileSync(process.execPath, [...args, file, JSON.stringify(event)], {
    encoding: "utf8",
  });
  return JSON.parse(output);
}

export default async function (stage: Stage) {
  const folder = mkdtempSync(join(tmpdir(), "bundle-"));
  const handler = fileURLToPath(new URL("./support/bundled-handler.ts", import.meta.url));
  try {
    await bundle(handler, join(folder, "esm.mjs"));
    await bundleCommonjs(handler, join(folder, "commonjs.cjs"));
    await bundleWithoutSdk(handler, join(folder, "external.mjs"));
    await bundleWithCommonjsPackages(handler, join(folder, "banner.mjs"));
    for (const file of ["esm.mjs", "commonjs.cjs", "banner.mjs"]) {
      const result = run(join(folder, file), taskEvent(stage, { from: file }));
      const pointer = result as ItemPointer; // what the handler returns
      deepEqual(await stage.stateData.getItem(pointer), { from: file });
      deepEqual(run(join(folder, file), "a flat event"), "InvalidArgumentError");
    }
    const sizeOf = (file: string) => statSync(join(folder, file)).size;
    ok(sizeOf("esm.mjs") < 1_000_000);
    ok(sizeOf("external.mjs") < 100_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
