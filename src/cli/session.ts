import type { StepFunctions } from "../execution/index.js";
import { InvalidArgumentError } from "../shared/errors.js";
import type { App } from "./app.js";
import { type AwsFlags, type Clients, createClients } from "./clients.js";
import { EXIT, type ExitCode } from "./exit-codes.js";
import type { Printer } from "./printer.js";
import type { Terminal } from "./terminal.js";

/** What is said before or after every command. */
export interface GlobalFlags extends AwsFlags {
  readonly app?: string | undefined;
  readonly json: boolean;
  readonly verbosity: number;
}

/** One run of the command line: all that a command gets, beside its own arguments. */
export interface Session {
  readonly terminal: Terminal;
  readonly flags: GlobalFlags;
  readonly print: Printer;
  /** Aborts when somebody does not want to wait for the end. */
  readonly signal: AbortSignal;
  readonly clients: Clients;
  /** How the command is called, in what it tells people to do next. */
  readonly name: string;
  /** What the run ends with, unless something is thrown. */
  exitCode: ExitCode;
  /** The app, if there is one. */
  app(): Promise<App | undefined>;
  /** @param isHeld whether the service holds its answers open. */
  stepFunctions(isHeld?: boolean): Promise<StepFunctions>;
}

export interface SessionOptions {
  readonly terminal: Terminal;
  readonly flags: GlobalFlags;
  readonly print: Printer;
  readonly signal: AbortSignal;
  readonly name: string;
  /** Of an embedded command line; undefined loads what --app names. */
  readonly app: App | undefined;
}

export function createSession({ app, ...options }: SessionOptions): Session {
  const { flags, terminal, print } = options;
  const clients = createClients(flags, terminal.env, print.detail);
  let loaded: Promise<App | undefined> | undefined;
  return {
    ...options,
    clients,
    exitCode: EXIT.done,
    app() {
      loaded ??= app === undefined ? load(flags.app) : Promise.resolve(app);
      return loaded;
    },
    async stepFunctions(isHeld = false) {
      const { StepFunctions } = await import("../execution/index.js");
      return new StepFunctions({ client: await (isHeld ? clients.patientSfn() : clients.sfn()) });
    },
  };
}

async function load(path: string | undefined): Promise<App | undefined> {
  if (path === undefined) return undefined;
  const { loadApp } = await import("./load-app.js");
  return loadApp(path);
}

/** The app, for a command that is nothing without it. @throws InvalidArgumentError that says what is missing. */
export async function requireApp(session: Session, what: string): Promise<App> {
  const app = await session.app();
  if (app !== undefined) return app;
  throw new InvalidArgumentError(
    `Expected ${what}, and there is no app. Give --app <module>, or set SFN_APP: a module whose default export is defineApp({ stateMachines, activities, functions }).`,
  );
}
