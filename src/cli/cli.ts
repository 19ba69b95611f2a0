import { CommanderError } from "commander";
import { type App, type AppParts, readApp } from "./app.js";
import type { RunAction } from "./command.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import { explain, traceOf } from "./explain.js";
import { Interruption, watchInterruptions } from "./interruption.js";
import { createPrinter } from "./printer.js";
import { createProgram, globalFlags } from "./program.js";
import { withoutSecrets } from "./secrets.js";
import { createSession, type Session } from "./session.js";
import type { Terminal } from "./terminal.js";
import { visible } from "./visible.js";

export interface CliOptions extends AppParts {
  /** What --version prints. Default: there is no --version. */
  readonly version?: string | undefined;
  /** How the program is called, as its help says it. Default `sfn-task-tools`. */
  readonly name?: string | undefined;
}

/** A command line over one app. */
export interface Cli {
  /**
   * Runs one command, and sets the exit code of the process. Never rejects.
   *
   * @param argv without the program itself. Default `process.argv.slice(2)`.
   * @param terminal Default `process`.
   */
  run(argv?: readonly string[], terminal?: Terminal): Promise<ExitCode>;
}

/**
 * A command line over the parts of an app, as a program of its own; without any, the one that is
 * installed as `sfn-task-tools`, which takes --app.
 *
 * @throws InvalidArgumentError for what is none of the parts.
 */
export function cli({ version, name = "sfn-task-tools", ...parts }: CliOptions = {}): Cli {
  const isEmbedded = Object.values(parts).some((part) => part !== undefined);
  const app = isEmbedded ? readApp(parts, "cli()") : undefined;
  return {
    async run(argv = process.argv.slice(2), terminal = process) {
      const exitCode = await runCommand(argv, terminal, { name, version, app });
      terminal.exitCode = exitCode;
      return exitCode;
    },
  };
}

interface Program {
  readonly name: string;
  readonly version: string | undefined;
  readonly app: App | undefined;
}

async function runCommand(
  argv: readonly string[],
  terminal: Terminal,
  { name, version, app }: Program,
): Promise<ExitCode> {
  const { signal, release } = watchInterruptions(terminal);
  let session: Session | undefined;
  const run: RunAction =
    (action) =>
    async (...args) => {
      const flags = globalFlags(program);
      const print = createPrinter(terminal, flags);
      session = createSession({ terminal, flags, print, signal, name, app });
      // The last one is commander's own command.
      await action(session, ...(args.slice(0, -1) as never));
    };
  const program = createProgram({ name, version, isEmbedded: app !== undefined }, terminal, run);
  try {
    await program.parseAsync(argv, { from: "user" });
    return session?.exitCode ?? EXIT.done;
  } catch (error) {
    return report(signal.aborted ? signal.reason : error, terminal, session);
  } finally {
    release();
    await session?.clients.close();
  }
}

/** Tells what went wrong, without a stack trace unless it was asked for. */
function report(error: unknown, { stderr, env }: Terminal, session: Session | undefined): ExitCode {
  if (error instanceof Interruption) return error.exitCode;
  // Commander has said it already; help and the version are no failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  const { exitCode, name, message } = explain(error, session?.clients.places());
  const { json = false, verbosity = 0 } = session?.flags ?? {};
  const told = json ? JSON.stringify({ error: name, message, exitCode }) : `error: ${message}`;
  const trace = verbosity >= 2 ? `\n${traceOf(error)}` : "";
  stderr.write(`${visible(withoutSecrets(told + trace, env))}\n`);
  return exitCode;
}
