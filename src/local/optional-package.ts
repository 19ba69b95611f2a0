import { WireException } from "./http/wire-exception.js";

/**
 * Imports an optional peer when it is first needed. Where it is not installed, the caller over the
 * wire gets a 501 that names the command that installs it.
 */
export async function importOptionalPackage(name: string): Promise<unknown> {
  try {
    const module = (await import(/* @vite-ignore */ name)) as { default?: unknown };
    return module.default ?? module;
  } catch (cause) {
    if (!isMissing(cause, name)) throw cause;
    const message = `The local engine and its stores need the package "${name}", which is not installed: npm install --save-dev ${name}`;
    throw new WireException(501, "MissingPackage", message, { cause });
  }
}

/** The package itself is absent; one of its own imports being absent is another error. */
function isMissing(cause: unknown, name: string): boolean {
  if (!(cause instanceof Error)) return false;
  const { code } = cause as { code?: unknown }; // Node's errors carry a code
  const absent = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  return absent && (cause.message.includes(`'${name}'`) || cause.message.includes(`"${name}"`));
}
