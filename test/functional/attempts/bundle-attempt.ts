import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles a script of this folder as for Lambda: one file, which starts quickly and needs no loader
 * and no compiler beside it in the process. It goes when the test has finished.
 */
export async function bundleAttempt(name: "put-list" | "read-list"): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "sfn-task-tools-attempt-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const outfile = join(directory, `${name}.mjs`);
  await build({
    entryPoints: [file(`${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { "sfn-task-tools": file("../../../src/index.ts") },
    // The SDK is CommonJS inside, and asks for require.
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
    },
  });
  return outfile;
}
