/** Bytes that the input or output of a state may have: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const STATE_LIMIT = 262_144;

/** What passes through the state machine, counted. */
export class Traffic {
  #total = 0;
  #largest = 0;

  /** Bytes of all inputs and outputs of states. */
  get total() {
    return this.#total;
  }

  /** Bytes of the largest of them. */
  get largest() {
    return this.#largest;
  }

  /** The input or output of a state, as the next one gets it. */
  pass(value: unknown): unknown {
    const text = toText(value);
    this.#total += Buffer.byteLength(text);
    this.#largest = Math.max(this.#largest, Buffer.byteLength(text));
    return JSON.parse(text);
  }
}

/** A value as it arrives elsewhere: only what JSON carries, and a copy. */
export function sent(value: unknown): unknown {
  return JSON.parse(toText(value));
}

function toText(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  const bytes = Buffer.byteLength(text);
  if (bytes <= STATE_LIMIT) return text;
  throw statesError(
    "States.DataLimitExceeded",
    `Expected at most ${STATE_LIMIT} bytes, got ${bytes}: ${text.slice(0, 80)}…`,
  );
}

/** A block of Parameters or an ItemSelector; blocks within it are not filled. */
export type Template = Readonly<Record<string, unknown>>;

/** Fills `"name.$": "$.path"` from a state's input and `"name.$": "$$.path"` from the context object. */
export function fill(template: Template, input: unknown, context: unknown): unknown {
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith(".$")
        ? [name.slice(0, -2), select(String(value), input, context)]
        : [name, value],
    ),
  );
}

/** What a path of field names leads to: `$`, `$.a.b`, `$$.Map.Item.Index`. */
export function select(path: string, input: unknown, context?: unknown): unknown {
  const [root, ...names] = path.split(".");
  const found = names.reduce<unknown>(
    (value, name) => (value as Template | null | undefined)?.[name], // any JSON value may be asked
    root === "$$" ? context : input,
  );
  if (found !== undefined) return found;
  throw statesError("States.ParameterPathFailure", `The path ${path} leads to nothing.`);
}

/** A States Language error: `name` is what Retry matches. */
export function statesError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
