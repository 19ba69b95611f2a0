import { readFileSync } from "node:fs";
import { Command } from "commander";
import { localCommand } from "./local.js";
import type { Terminal } from "./terminal.js";

/** The command line: one subcommand a file. */
export function program(terminal: Terminal): Command {
  const manifest = new URL("../../package.json", import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return new Command("sfn-task-tools")
    .description("Step Functions without the 256 KiB wall, and on your machine")
    .version(version)
    .addCommand(localCommand(terminal));
}
