export { InvalidArgumentError } from "../shared/errors.js";
export { type App, type AppMachine, type AppParts, defineApp } from "./app.js";
export { type Cli, type CliOptions, cli } from "./cli.js";
export { EXIT, type ExitCode } from "./exit-codes.js";
export type { Screen, Terminal } from "./terminal.js";
