import { randomBytes } from "node:crypto";
import { describe, InvalidArgumentError } from "../shared/errors.js";

/** Bytes of a partition key: DynamoDB's limit. */
export const MAX_PARTITION_KEY_BYTES = 2_048;

const HEAD = "head";
const GENERATION_LENGTH = 16;
const GENERATION_PATTERN = /^(.*)~([0-9a-v]{16})$/s;
/** 32 digits whose order as text is their order as numbers. */
const DIGITS = "0123456789abcdefghijklmnopqrstuv";

/**
 * A namespace or key as the user gives it. `:` parts the namespace from the key and `~` the key
 * from a list's generation, so neither may hold them.
 *
 * @throws InvalidArgumentError
 */
export function checkName(what: string, value: unknown): string {
  if (typeof value !== "string" || value === "") {
    throw new InvalidArgumentError(
      `Expected the ${what} to be a string that is not empty, got ${describe(value)}.`,
    );
  }
  const reserved = /[:~]/.exec(value)?.[0];
  if (reserved !== undefined) {
    throw new InvalidArgumentError(
      `Expected the ${what} to have no ":" and no "~", which are reserved, got ${describe(value)}. To follow a pointer, pass the pointer itself, not its parts.`,
    );
  }
  if (!value.isWellFormed()) {
    throw new InvalidArgumentError(
      `Expected the ${what} to be well-formed Unicode, got a lone surrogate in ${describe(value)}.`,
    );
  }
  return value;
}

/**
 * A non-negative integer, or its text: Step Functions and the Python original hand indexes on as both.
 *
 * @throws InvalidArgumentError
 */
export function checkIndex(what: string, value: unknown): number {
  const index = typeof value === "string" && /^(0|[1-9]\d*)$/.test(value) ? Number(value) : value;
  if (typeof index === "number" && Number.isSafeInteger(index) && index >= 0) return index;
  throw new InvalidArgumentError(
    `Expected ${what} to be a non-negative integer, got ${describe(value)}.`,
  );
}

/** `<namespace>:<key>`. @throws InvalidArgumentError when DynamoDB could not hold it. */
export function partitionKeyOf(namespace: string, key: string): string {
  return checkPartitionKey(`${namespace}:${key}`, "the namespace and key");
}

/** @throws InvalidArgumentError when it is no text of 1 to 2,048 bytes. */
export function checkPartitionKey(value: unknown, what: string): string {
  if (typeof value !== "string" || value === "") {
    throw new InvalidArgumentError(
      `Expected ${what} to be a string that is not empty, got ${describe(value)}.`,
    );
  }
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_PARTITION_KEY_BYTES) {
    throw new InvalidArgumentError(
      `Expected ${what} to have at most ${MAX_PARTITION_KEY_BYTES} bytes together (DynamoDB's limit), got ${bytes} bytes: ${describe(value)}. Use a shorter key.`,
    );
  }
  return value;
}

/** The partition key of the row that says which list a name stands for. */
export function headKeyOf(base: string): string {
  return checkPartitionKey(`${base}~${HEAD}`, "the namespace, key and list suffix");
}

/** The partition key of one list's rows. */
export function listKeyOf(base: string, generation: string): string {
  return checkPartitionKey(`${base}~${generation}`, "the namespace, key and list suffix");
}

/** Takes a list's partition key apart; anything else has no generation. */
export function splitListKey(partitionKey: string): { base: string; generation?: string } {
  const [, base, generation] = GENERATION_PATTERN.exec(partitionKey) ?? [];
  return base === undefined || generation === undefined
    ? { base: partitionKey }
    : { base, generation };
}

/** What follows the namespace: a pointer's `key`. */
export function keyWithinNamespace(partitionKey: string): string {
  return partitionKey.slice(partitionKey.indexOf(":") + 1);
}

/** What goes before the key: `""` where there is none. */
export function namespaceOf(partitionKey: string): string {
  return partitionKey.slice(0, Math.max(0, partitionKey.indexOf(":")));
}

let lastGenerationTime = 0;

/**
 * The name of a new list: 16 characters, 10 for the millisecond and 6 at random, whose order as
 * text is the order in which the puts began. Within a process no two have the same millisecond.
 */
export function nextGeneration(now = Date.now()): string {
  lastGenerationTime = Math.max(now, lastGenerationTime + 1);
  const noise = randomBytes(GENERATION_LENGTH - 10);
  let time = lastGenerationTime;
  let text = "";
  for (let digit = 0; digit < 10; digit++) {
    text = DIGITS.charAt(time % 32) + text;
    time = Math.floor(time / 32);
  }
  for (const byte of noise) text += DIGITS.charAt(byte % 32);
  return text;
}
