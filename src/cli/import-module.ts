import { pathToFileURL } from "node:url";

/**
 * Imports a module, of TypeScript too: as Node does, or with jiti where this version of Node reads no
 * TypeScript, or not this (enums, paths that end in .js and mean .ts). Of a syntax error, jiti tells
 * the file and line, which Node tells only when it ends.
 */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    if (!isBeyondNode(error, path)) throw error;
    const { createJiti } = await import("jiti");
    return createJiti(import.meta.url, { interopDefault: false }).import<Record<string, unknown>>(
      path,
    );
  }
}

const BEYOND = new Set([
  "ERR_UNKNOWN_FILE_EXTENSION",
  "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX",
  "ERR_MODULE_NOT_FOUND",
]);

function isBeyondNode(error: unknown, path: string): boolean {
  if (error instanceof SyntaxError) return true;
  const { code } = error as { code?: unknown }; // Node's errors carry a code
  return /\.[cm]?tsx?$/.test(path) && typeof code === "string" && BEYOND.has(code);
}
