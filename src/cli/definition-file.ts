import { readFile } from "node:fs/promises";
import { InvalidArgumentError } from "../shared/errors.js";

/** Whether an argument is the path of a definition, not the name of a machine. */
export function isDefinitionFile(argument: string): boolean {
  return /\.(?:json|ya?ml)$/i.test(argument);
}

/** The definition in a file, as JSON text. */
export async function readDefinitionFile(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new InvalidArgumentError(
      `Expected a definition in ${path}, which cannot be read: ${cause.message}`,
      { cause },
    );
  });
  if (path.toLowerCase().endsWith(".json")) return text.replace(/^\uFEFF/, "");
  const { parse } = await import("yaml");
  try {
    return JSON.stringify(parse(text));
  } catch (cause) {
    throw new InvalidArgumentError(
      `Expected ${path} to be YAML, got a fault: ${(cause as Error).message}`,
      { cause },
    );
  }
}
