import type { JsonValue } from "../../shared/json.js";
import { knownTextOf, parseText, textOf } from "../engine/index.js";

/** Values and texts beyond this, in characters, are parts: stored once, however often the document is. */
const PART_CHARACTERS = 512;

/** Lists of more elements than this are parts, element by element. */
const PART_ELEMENTS = 16;

/** The lists of a document that only grow, or never change: of items, and of outputs by index. */
const LISTS: ReadonlySet<string> = new Set(["items", "values", "inputs", "outputs"]);

/** Where the parts of a document go. Each returns the number of the part. */
export interface PartWriter {
  /** A value that never changes, which `text` says. */
  value(value: object | string, text: string): number;
  /** A list whose elements never change once they are there. */
  list(list: readonly unknown[]): number;
}

/** Where the parts of a document come from. */
export interface PartReader {
  text(part: number): string;
  /** The text of an element; undefined when it was not there. */
  element(part: number, index: number): string | undefined;
  /** A value was read, and is in the document from now on. */
  tookValue(part: number, value: object | string): void;
  tookList(part: number, list: readonly unknown[]): void;
}

/** Stands in a document for what is not there itself. */
type Reference =
  | { readonly $text: string }
  | { readonly $part: number }
  | { readonly $string: number }
  | { readonly $list: number; readonly length: number };

/**
 * A run's document as it is stored. Data of the workflow are texts in it, so that they come back
 * with the spaces that they had; what is large is a part.
 */
export function toStored(value: unknown, parts: PartWriter, name = ""): unknown {
  if (typeof value === "string" && value.length > PART_CHARACTERS) {
    return { $string: parts.value(value, value) } satisfies Reference;
  }
  if (typeof value !== "object" || value === null) return value;
  const text = knownTextOf(value as JsonValue); // what has a text is JSON
  if (text !== undefined && !(LISTS.has(name) && Array.isArray(value)))
    return dataOf(value, text, parts);
  if (Array.isArray(value)) return arrayOf(value, parts, name);
  if (Object.keys(value).some((key) => key.startsWith("$"))) {
    return dataOf(value, textOf(value as JsonValue), parts); // the engine's own members have no such names
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, toStored(member, parts, key)]),
  );
}

function dataOf(value: object, text: string, parts: PartWriter): Reference {
  return text.length > PART_CHARACTERS ? { $part: parts.value(value, text) } : { $text: text };
}

function arrayOf(list: readonly unknown[], parts: PartWriter, name: string): unknown {
  if (LISTS.has(name) && (list.length > PART_ELEMENTS || hasHoles(list))) {
    return { $list: parts.list(list), length: list.length } satisfies Reference;
  }
  return list.map((element) => toStored(element, parts));
}

function hasHoles(list: readonly unknown[]): boolean {
  for (let index = 0; index < list.length; index += 1) if (list[index] === undefined) return true;
  return false;
}

/** The document of what was stored. */
export function fromStored(stored: unknown, parts: PartReader): unknown {
  if (Array.isArray(stored)) return stored.map((element) => fromStored(element, parts));
  if (typeof stored !== "object" || stored === null) return stored;
  const reference = stored as Partial<Record<string, unknown>>; // looked at here
  if (typeof reference.$text === "string") return parseText(reference.$text);
  if (typeof reference.$part === "number") {
    const value = parseText(parts.text(reference.$part)) as object; // primitives are never parts
    parts.tookValue(reference.$part, value);
    return value;
  }
  if (typeof reference.$string === "number") {
    const text = parts.text(reference.$string);
    parts.tookValue(reference.$string, text);
    return text;
  }
  if (typeof reference.$list === "number") {
    const list = listOf(reference.$list, Number(reference.length), parts);
    parts.tookList(reference.$list, list);
    return list;
  }
  return Object.fromEntries(
    Object.entries(stored).map(([key, member]) => [key, fromStored(member, parts)]),
  );
}

function listOf(part: number, length: number, parts: PartReader): unknown[] {
  const list: unknown[] = [];
  for (let index = 0; index < length; index += 1) {
    const text = parts.element(part, index);
    if (text !== undefined) list[index] = parseText(text);
  }
  list.length = length;
  return list;
}
