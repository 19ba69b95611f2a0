import { readFileSync } from "node:fs";
import { Command } from "commander";
import { localCommand } from "./local.js";

/** What a command reads from its process and writes to it. */
export type Terminal = Pick<NodeJS.Process, "stdout" | "stderr" | "once" | "exit">;

/** The command line: one subcommand a file. */
export function program(terminal: Terminal): Command {
  const manifest = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return new Command("sfn-task-tools")
    .description("Step Functions without the 256 KiB wall, and on your machine")
    .version(version)
    .addCommand(localCommand(terminal));
}
