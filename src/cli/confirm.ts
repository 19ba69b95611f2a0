import { createInterface } from "node:readline/promises";
import { InvalidArgumentError } from "../shared/errors.js";
import type { Session } from "./session.js";

/** Asks a person, who must be there. Anything but a yes is a no. */
export async function confirm({ terminal, signal }: Session, question: string): Promise<boolean> {
  const { stdin, stderr } = terminal;
  if (stdin.isTTY !== true) {
    throw new InvalidArgumentError(
      `Expected somebody to ask "${question}", and this is no terminal. Give --yes to do it.`,
    );
  }
  const lines = createInterface({ input: stdin, output: stderr });
  // Ctrl-D ends the input: nobody answered.
  const ended = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = lines.question(`${question} [y/N] `, { signal });
    return /^y(?:es)?$/i.test((await Promise.race([answer, ended])).trim());
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    lines.close();
  }
}
