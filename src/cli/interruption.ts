import { EXIT, type ExitCode } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";

/** Somebody, or something, does not want to wait for the end. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly exitCode: ExitCode;

  constructor(by: keyof typeof CODES) {
    super(`Ended by ${by}.`);
    this.exitCode = CODES[by];
  }
}

const CODES = {
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
  // Nobody reads what is still to come: all is done.
  "closed pipe": EXIT.done,
} as const;

export interface Interruptions {
  readonly signal: AbortSignal;
  /** Leaves signals to whoever else listens. */
  release(): void;
}

/**
 * Aborts at the first Ctrl-C or SIGTERM, or when nobody reads the output any more; the second
 * signal ends the process at once.
 */
export function watchInterruptions(terminal: Terminal): Interruptions {
  const controller = new AbortController();
  const onSignal = (name: "SIGINT" | "SIGTERM") => () => {
    if (controller.signal.aborted) terminal.exit(CODES[name]);
    controller.abort(new Interruption(name));
  };
  // They stay until the end: a library that sees nobody listen may end the process by itself.
  const listeners = { SIGINT: onSignal("SIGINT"), SIGTERM: onSignal("SIGTERM") };
  terminal.on("SIGINT", listeners.SIGINT);
  terminal.on("SIGTERM", listeners.SIGTERM);

  const onError = (error: Error) => {
    if ((error as { code?: unknown }).code !== "EPIPE") throw error; // Node's errors carry a code
    controller.abort(new Interruption("closed pipe"));
  };
  // For as long as the process lives: what was written last may fail after the command.
  terminal.stdout.on("error", onError);
  terminal.stderr.on("error", onError);
  return {
    signal: controller.signal,
    release() {
      terminal.off("SIGINT", listeners.SIGINT);
      terminal.off("SIGTERM", listeners.SIGTERM);
    },
  };
}
