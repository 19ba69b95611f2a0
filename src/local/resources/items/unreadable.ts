import { TaskFailure } from "../../engine/index.js";

/** What a Map fails with whose items cannot be read. */
export function unreadable(cause: string): TaskFailure {
  return new TaskFailure({ error: "States.ItemReaderFailed", cause });
}

/** What was thrown, as such a failure. */
export function asUnreadable(thrown: unknown): TaskFailure {
  if (thrown instanceof TaskFailure) return thrown;
  return unreadable(thrown instanceof Error ? thrown.message : String(thrown));
}
