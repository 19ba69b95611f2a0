import { readFileSync } from "node:fs";

const { exports } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** The API reference: every subpath of the package, and the pages of docs beside them. */
const config = {
  name: "sfn-task-tools",
  entryPoints: Object.values(exports)
    .filter((target) => target.endsWith(".js"))
    .map((target) => target.replace("./dist/", "src/").replace(/\.js$/, ".ts")),
  tsconfig: "tsconfig.build.json",
  out: "api",
  readme: "README.md",
  projectDocuments: ["docs/*.md"],
  disableSources: true,
  ignoredHighlightLanguages: ["mermaid"],
  excludePrivate: true,
  validation: { notExported: false, invalidLink: true, notDocumented: false },
  treatWarningsAsErrors: true,
};

// biome-ignore lint/style/noDefaultExport: TypeDoc reads the default export.
export default config;
