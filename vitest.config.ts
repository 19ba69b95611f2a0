import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { chooseStores } from "./test/stores/choose.js";

const root = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The subpaths of the package, read by tests and examples from source: `sfn-task-tools/local` is `src/local/index.ts`. */
const { exports } = JSON.parse(readFileSync(root("package.json"), "utf8")) as {
  exports: Record<string, string>;
};
const alias = Object.entries(exports)
  .filter(([, target]) => target.endsWith(".js"))
  .map(([subpath, target]) => ({
    find: new RegExp(`^sfn-task-tools${subpath.slice(1)}$`),
    replacement: root(target.replace("./dist/", "./src/").replace(/\.js$/, ".ts")),
  }));

const stores = await chooseStores(process.env);

const ON_THE_ENGINE = ["test/functional/{local,execution,activity,cli}/**/*.test.ts"];

export default defineConfig({
  test: {
    // A worker for each core: by default one is left out, which of two is half.
    maxWorkers: availableParallelism(),
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/architecture.test.ts", "examples/**/*.test.ts"],
          typecheck: { enabled: true, include: ["test/types/**/*.test-d.ts"] },
        },
      },
      {
        // What runs on the local engine is the same whatever the stores of the other tests are.
        resolve: { alias },
        test: {
          name: "local",
          include: ON_THE_ENGINE,
          testTimeout: 30_000,
        },
      },
      ...stores.map((kind) => ({
        resolve: { alias },
        test: {
          name: `functional:${kind}`,
          include: ["test/functional/**/*.test.ts"],
          exclude: ON_THE_ENGINE,
          globalSetup: ["test/stores/global-setup.ts"],
          provide: { storesKind: kind },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      })),
    ],
  },
});
