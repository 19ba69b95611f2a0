import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { LocalFunctions } from "../local/index.js";
import { describe, InvalidArgumentError } from "../shared/errors.js";

/** The functions of a module: its default export, or its export named `functions`. */
export async function loadFunctions(path: string): Promise<LocalFunctions> {
  const module = await importModule(pathToFileURL(resolve(path)).href);
  const functions = module.functions ?? module.default;
  if (typeof functions === "object" && functions !== null) {
    return functions as LocalFunctions; // whatever is no function fails when it is run
  }
  throw new InvalidArgumentError(
    `Expected ${path} to export an object of Lambda handlers by name, as its default or as "functions", got ${describe(functions)}`,
  );
}

async function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(url);
  } catch (error) {
    // Node before 22.18 reads no TypeScript by itself.
    const { code } = error as { code?: unknown }; // Node's errors carry a code
    if (code !== "ERR_UNKNOWN_FILE_EXTENSION") throw error;
    return importTypeScript(url);
  }
}

async function importTypeScript(url: string): Promise<Readonly<Record<string, unknown>>> {
  const name = "tsx/esm/api";
  const loader = await import(name).catch((cause: unknown) => {
    throw new InvalidArgumentError(
      "This version of Node reads no TypeScript: use Node 22.18 or newer, or npm install --save-dev tsx",
      { cause },
    );
  });
  const { tsImport } = loader as { tsImport(url: string, parent: string): Promise<object> }; // https://tsx.is/dev-api/ts-import
  return { ...(await tsImport(url, import.meta.url)) };
}
