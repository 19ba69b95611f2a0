import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { readEndpoint } from "./clients.js";
import type { AddCommand, RunAction } from "./command.js";
import { addDeregister } from "./commands/deregister.js";
import { addDescribe } from "./commands/describe.js";
import { addExecutions } from "./commands/executions.js";
import { addGraph } from "./commands/graph.js";
import { addHistory } from "./commands/history.js";
import { addLocal } from "./commands/local.js";
import { addProvision } from "./commands/provision.js";
import { addRedrive } from "./commands/redrive.js";
import { addRegister } from "./commands/register.js";
import { addStart } from "./commands/start.js";
import { addState } from "./commands/state.js";
import { addStop } from "./commands/stop.js";
import { addValidate } from "./commands/validate.js";
import { addWorker } from "./commands/worker.js";
import type { GlobalFlags } from "./session.js";
import type { Terminal } from "./terminal.js";

/** In the order in which help lists them. */
const COMMANDS: readonly AddCommand[] = [
  addRegister,
  addDeregister,
  addStart,
  addStop,
  addRedrive,
  addExecutions,
  addDescribe,
  addHistory,
  addWorker,
  addValidate,
  addGraph,
  addState,
  addProvision,
  addLocal,
];

export interface ProgramOptions {
  readonly name: string;
  /** undefined has no --version. */
  readonly version: string | undefined;
  /** Whether the app was handed in, and --app would be another one. */
  readonly isEmbedded: boolean;
}

/** The command line: one subcommand a file. */
export function createProgram(
  { name, version, isEmbedded }: ProgramOptions,
  { stdout, stderr }: Terminal,
  run: RunAction,
): Command {
  const program = new Command(name)
    .description("AWS Step Functions: register, start, watch, work, and run on your machine")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => (stdout.isTTY === true ? stdout.columns : undefined) ?? 80,
      getErrHelpWidth: () => (stderr.isTTY === true ? stderr.columns : undefined) ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride();
  if (version !== undefined) program.version(version, "-V, --version", "print the version");
  if (!isEmbedded) {
    program.addOption(
      new Option(
        "--app <module>",
        "whose default export is defineApp({ stateMachines, activities, functions })",
      ).env("SFN_APP"),
    );
  }
  program
    .option(
      "--endpoint-url <url>",
      "of the service, instead of AWS (also --endpoint)",
      readEndpoint,
    )
    .addOption(new Option("--endpoint <url>").argParser(readEndpoint).hideHelp())
    .option("--region <name>", "default: AWS_REGION, AWS_DEFAULT_REGION, or the profile's")
    .option("--profile <name>", "of the AWS configuration files (default: AWS_PROFILE)")
    .option("--json", "print JSON, for machines")
    .option("-v, --verbose", "tell each request; twice, where errors come from", count, 0)
    .option("-q, --quiet", "only results and errors", count, 0);
  for (const add of COMMANDS) add(program, run);
  return program;
}

/** What was said for all commands. */
export function globalFlags(program: Command): GlobalFlags {
  const flags = program.opts<{
    app?: string;
    endpoint?: string;
    endpointUrl?: string;
    region?: string;
    profile?: string;
    json?: boolean;
    verbose: number;
    quiet: number;
  }>();
  return {
    app: flags.app,
    endpoint: flags.endpointUrl ?? flags.endpoint,
    region: flags.region,
    profile: flags.profile,
    json: flags.json ?? false,
    verbosity: flags.verbose - flags.quiet,
  };
}

/** Of the package. */
export function packageVersion(): string {
  const manifest = new URL("../../package.json", import.meta.url);
  return (JSON.parse(readFileSync(manifest, "utf8")) as { version: string }).version;
}

function count(_value: unknown, before: number): number {
  return before + 1;
}
