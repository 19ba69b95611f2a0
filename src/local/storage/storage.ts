/** A change of what is stored: a text under a key, or none any more. */
export interface Change {
  readonly key: string;
  readonly text: string | undefined;
}

/**
 * Texts under keys, which outlive the process. What is written is at hand at once for `read`, and
 * durable against the end of the process when `settled` resolves.
 */
export interface Storage {
  read(key: string): string | undefined;
  /** Writes changes together or not at all, after all that was written before. Resolves when they are durable. */
  write(changes: readonly Change[]): Promise<void>;
  /** Resolves when all that was written so far is durable; undefined when it is. Rejects when it cannot be. */
  settled(): Promise<void> | undefined;
  /** What is stored under keys that begin so, in their order. */
  entries(prefix: string): AsyncIterable<readonly [key: string, text: string]>;
  /** The error that tells which record cannot be read, and what to do. */
  unreadable(key: string, cause: unknown): Error;
  close(): Promise<void>;
}
