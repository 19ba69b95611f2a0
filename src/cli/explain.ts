import { EXIT, type ExitCode } from "./exit-codes.js";
import { Interruption } from "./interruption.js";

/** What a person is told of an error, and how the process ends for it. */
export interface Explanation {
  readonly name: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

export function explain(error: unknown, places: readonly string[] = []): Explanation {
  if (!(error instanceof Error)) {
    return { name: "Error", message: String(error), exitCode: EXIT.failed };
  }
  const exitCode = exitCodeOf(error);
  const remedy = remedyFor(error, exitCode, places);
  const message = error.message === "" ? error.name : error.message;
  // What AWS or a module throws says little without its name.
  const named =
    error.name in BY_NAME || error.name === "Error" ? message : `${error.name}: ${message}`;
  return { name: error.name, message: named + remedy, exitCode };
}

/** Everything that is known of an error and what it came from, for those who look for its cause. */
export function traceOf(error: unknown): string {
  const traces: string[] = [];
  for (let at = error; at instanceof Error && traces.length < 10; at = at.cause) {
    traces.push(at.stack ?? String(at));
  }
  return traces.join("\ncaused by ");
}

const BY_NAME: Readonly<Record<string, ExitCode>> = {
  InvalidArgumentError: EXIT.usage,
  UntrustedPointerError: EXIT.usage,
  InvalidDefinitionError: EXIT.invalidDefinition,
  InvalidDefinition: EXIT.invalidDefinition,
  ExecutionFailedError: EXIT.executionFailed,
  NotRegisteredError: EXIT.notFound,
  StateDataNotFoundError: EXIT.notFound,
  StateMachineConflictError: EXIT.conflict,
  StateDataConflictError: EXIT.conflict,
  ProvisionConflictError: EXIT.conflict,
  ExecutionAlreadyExists: EXIT.conflict,
  ExecutionNotRedrivable: EXIT.conflict,
  StepFunctionsAccessError: EXIT.denied,
  StateDataAccessError: EXIT.denied,
  ProvisionAccessError: EXIT.denied,
  StepFunctionsUnavailableError: EXIT.unavailable,
  StateDataUnavailableError: EXIT.unavailable,
  ProvisionTimeoutError: EXIT.unavailable,
  TimeoutError: EXIT.unavailable,
};

function exitCodeOf(error: Error): ExitCode {
  if (error instanceof Interruption) return error.exitCode;
  const known = BY_NAME[error.name];
  if (known !== undefined) return known;
  return "syscall" in error && isOfNetwork(error) ? EXIT.unavailable : EXIT.failed;
}

function isOfNetwork(error: Error): boolean {
  const { syscall } = error as { syscall?: unknown }; // as Node's errors have it
  return ["connect", "read", "write", "getaddrinfo"].includes(String(syscall));
}

function remedyFor(error: Error, exitCode: ExitCode, places: readonly string[]): string {
  const { code } = error as { code?: unknown }; // Node's errors carry a code
  if (code === "EADDRINUSE") return ". Choose another port, or 0 for any free one.";
  const asksAws =
    exitCode === EXIT.unavailable || exitCode === EXIT.denied || exitCode === EXIT.notFound;
  if (!asksAws || places.length === 0) return "";
  // Nobody known asks AWS: like as not, the engine of this machine was meant.
  const { problem } = error as { problem?: unknown }; // as StepFunctionsAccessError has it
  const isLost = problem === "credentials" && places.every((place) => place.includes(" at AWS"));
  const hint = isLost ? "\nFor the engine of this machine: --endpoint http://127.0.0.1:8083." : "";
  return `${hint}\nAsked: ${places.join(", ")}.`;
}
