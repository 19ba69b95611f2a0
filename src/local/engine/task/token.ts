import { randomBytes } from "node:crypto";

/** The task that a token stands for. */
export interface TokenOf {
  readonly executionArn: string;
  readonly task: number;
}

/** A token that names its task, and that nobody can guess. */
export function makeToken(executionArn: string, task: number): string {
  const text = JSON.stringify([executionArn, task, randomBytes(24).toString("base64")]);
  return Buffer.from(text).toString("base64");
}

/** Reads a token; undefined when it is none. */
export function readToken(token: string): TokenOf | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64").toString());
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [executionArn, task] = parts as unknown[];
    return typeof executionArn === "string" && typeof task === "number"
      ? { executionArn, task }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text is a token, of whatever task. */
export function isToken(text: string): boolean {
  return readToken(text) !== undefined;
}
