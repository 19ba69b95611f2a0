import { SfnTaskToolsError } from "../shared/errors.js";

/**
 * A task threw, or rejected with, what is no Error: a text, an object, undefined. Lambda would
 * report it as "string" or "object", which no Catch can tell apart. Permanent.
 */
export class ThrownValueError extends SfnTaskToolsError {
  override readonly name = "ThrownValueError";

  constructor(thrown: unknown) {
    super(
      `The task threw ${told(thrown)}, which is no Error. Throw an Error with a name of its own.`,
      {
        cause: thrown,
      },
    );
  }
}

const MOST_CHARACTERS = 1_000;

function told(thrown: unknown): string {
  const text = typeof thrown === "string" ? thrown : (textOf(thrown) ?? String(thrown));
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return `${cut} (${thrown === null ? "null" : typeof thrown})`;
}

function textOf(thrown: unknown): string | undefined {
  try {
    return JSON.stringify(thrown);
  } catch {
    return undefined; // a cycle, a BigInt: String tells as much as can be told
  }
}
