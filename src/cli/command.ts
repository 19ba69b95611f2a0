import type { Command } from "commander";
import type { Session } from "./session.js";

/** Adds one command to the program, or to a command that has commands of its own. */
export type AddCommand = (parent: Command, run: RunAction) => void;

/** What a command does: its arguments first, its own options last. */
export type Action<Arguments extends readonly unknown[]> = (
  session: Session,
  ...args: Arguments
) => Promise<void>;

/** Makes what commander calls of what a command does. */
export type RunAction = <Arguments extends readonly unknown[]>(
  action: Action<Arguments>,
) => (...args: [...Arguments, Command]) => Promise<void>;

/** The end of a command's help. */
export function examples(...lines: readonly string[]): string {
  const heading = lines.length === 1 ? "Example:" : "Examples:";
  return ["", heading, ...lines.map((line) => `  $ sfn-task-tools ${line}`)].join("\n");
}
