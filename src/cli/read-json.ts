import { readFile } from "node:fs/promises";
import { addAbortSignal } from "node:stream";
import { text } from "node:stream/consumers";
import type { JsonFault } from "../asl/index.js";
import { InvalidArgumentError } from "../shared/errors.js";
import type { Session } from "./session.js";

/** Where JSON on a command line may be: in a file, on stdin (`-`), or in the argument itself. */
export async function readJson(session: Session, argument: string, what: string): Promise<unknown> {
  const { where, source } = await read(session, argument, what);
  return parseJson(source, where, what);
}

/** Whether an argument is JSON, and no path. */
export function isInline(argument: string): boolean {
  return /^\s*[{["]/.test(argument);
}

async function read(session: Session, argument: string, what: string) {
  if (argument === "-") return { where: "stdin", source: await readStdin(session) };
  if (isInline(argument)) return { where: "the argument", source: argument };
  try {
    return { where: argument, source: await readFile(argument, "utf8") };
  } catch (cause) {
    throw new InvalidArgumentError(
      `Expected ${what} in a file, on stdin (-) or as JSON in quotes, and ${argument} cannot be read: ${(cause as Error).message}`,
      { cause },
    );
  }
}

async function readStdin({ terminal, print, signal }: Session): Promise<string> {
  if (terminal.stdin.isTTY === true) print.note("Type JSON, and Ctrl-D on a line of its own.");
  try {
    return await text(addAbortSignal(signal, terminal.stdin));
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** @throws InvalidArgumentError that says in which line and column it is no JSON. */
export async function parseJson(source: string, where: string, what: string): Promise<unknown> {
  const bare = source.replace(/^\uFEFF/, "");
  try {
    return JSON.parse(bare);
  } catch (cause) {
    if (bare.trim() === "") {
      throw new InvalidArgumentError(`Expected ${what} in ${where} to be JSON, got nothing.`, {
        cause,
      });
    }
    const { describeJsonFault } = await import("../asl/index.js");
    const { fault, line, column } = placeOf(describeJsonFault(bare));
    throw new InvalidArgumentError(
      `Expected ${what} in ${where} to be JSON, got a fault in line ${line}, column ${column}: ${fault}`,
      { cause },
    );
  }
}

/** The service's parser tells where what it did not expect ends; people look where it begins. */
function placeOf({ message, location }: Partial<JsonFault> = {}) {
  const [fault = ""] = (message ?? "").split("\n at ");
  const [, line = "1", end = "1"] = /line: (\d+), column: (\d+)/.exec(location ?? "") ?? [];
  const token = /^Unrecognized token '(.*?)'/.exec(fault)?.[1];
  const length = token?.length ?? (fault.startsWith("Unexpected character") ? 1 : 0);
  return { fault, line, column: Number(end) - length };
}
