import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { InvalidArgumentError } from "../../shared/errors.js";
import type { LogEvent } from "./log-event.js";

/** Where log events go: the path of a file, to which lines of JSON are added, `-` for stdout, or a function. */
export type LogTarget = string | ((event: LogEvent) => void);

export interface LogSink {
  write(event: LogEvent): void;
  /** Resolves when all is written. */
  close(): Promise<void>;
}

/** Opens where logs go. Rejects with InvalidArgumentError when a file cannot be written. */
export async function openLogSink(target: LogTarget): Promise<LogSink> {
  if (typeof target === "function") return { write: target, close: async () => {} };
  if (target === "-") {
    return {
      write: (event) => void process.stdout.write(lineOf(event)),
      close: async () => {},
    };
  }
  const file = createWriteStream(target, { flags: "a" });
  try {
    await once(file, "open");
  } catch (cause) {
    throw new InvalidArgumentError(
      `Expected the "logs" option to be the path of a file that can be written, "-" for stdout, or a function, got "${target}": ${(cause as Error).message}`,
      { cause },
    );
  }
  // A disk that is full later must not end the engine: what is lost is a log.
  file.on("error", (error) =>
    process.emitWarning(`The logs in ${target} end here: ${error.message}`),
  );
  return {
    write: (event) => void file.write(lineOf(event)),
    close: () => new Promise((resolve) => file.end(() => resolve())),
  };
}

function lineOf(event: LogEvent): string {
  return `${JSON.stringify(event)}\n`;
}
