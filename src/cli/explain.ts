import { InvalidArgumentError } from "../shared/errors.js";

/** What a person is told of an error: its message when that says what to do, else where it came from too. */
export function explain(error: unknown): string {
  if (error instanceof InvalidArgumentError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: unknown }; // Node's errors carry a code
  if (code === "EADDRINUSE") return `${error.message}. Choose another port, or 0 for any free one.`;
  return error.stack ?? error.message;
}
