import type { Readable, Writable } from "node:stream";

/** A stream that a person may look at. */
export type Screen = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a command reads from its process and writes to it; `process` is one. */
export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  exitCode?: number | string | null | undefined;
  on(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  off(event: "SIGINT" | "SIGTERM", listener: () => void): unknown;
  exit(code: number): void;
}
