import { EXIT, type ExitCode } from "./exit-codes.js";
import type { Terminal } from "./terminal.js";

/** Somebody, or something, does not want to wait for the end. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  readonly exitCode: ExitCode;

  constructor(by: "SIGINT" | "SIGTERM" | "closed pipe") {
    super(`Ended by ${by}.`);
    this.exitCode = CODE[by];
  }
}

const CODE = {
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
 * signal ends the process as if nobody listened.
 */
export function watchInterruptions(terminal: Terminal): Interruptions {
  const controller = new AbortController();
  const abort = (by: ConstructorParameters<typeof Interruption>[0]) =>
    controller.abort(new Interruption(by));
  const onInterrupt = () => {
    release();
    abort("SIGINT");
  };
  const onTerminate = () => {
    release();
    abort("SIGTERM");
  };
  const onError = (error: Error) => {
    if ((error as { code?: unknown }).code !== "EPIPE") throw error; // Node's errors carry a code
    abort("closed pipe");
  };
  const release = () => {
    terminal.off("SIGINT", onInterrupt);
    terminal.off("SIGTERM", onTerminate);
  };
  terminal.once("SIGINT", onInterrupt);
  terminal.once("SIGTERM", onTerminate);
  // For as long as the process lives: what was written last may fail after the command.
  terminal.stdout.on("error", onError);
  terminal.stderr.on("error", onError);
  return { signal: controller.signal, release };
}
