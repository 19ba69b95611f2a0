import { isObject, type Json } from "./json.js";

/** A place in a document. */
export interface Slot {
  readonly box: Json | undefined;
  readonly key: string | number | undefined;
  readonly value: Json;
}

type Token =
  | { kind: "deep" }
  | { kind: "all" }
  | { kind: "key"; key: string }
  | { kind: "index"; index: number };

/** The places that a path of the recordings' few forms leads to: `$..a.b`, `$.a[*].b`. */
export function findSlots(path: string, document: Json): Slot[] {
  let slots: Slot[] = [{ box: undefined, key: undefined, value: document }];
  for (const token of tokens(path)) slots = slots.flatMap(({ value }) => stepInto(value, token));
  return slots;
}

function stepInto(value: Json, token: Token): Slot[] {
  switch (token.kind) {
    case "deep":
      return [...walk(value)].map((inner) => ({ box: undefined, key: undefined, value: inner }));
    case "key": {
      const inner =
        isObject(value) && Object.hasOwn(value, token.key) ? value[token.key] : undefined;
      return inner === undefined ? [] : [{ box: value, key: token.key, value: inner }];
    }
    case "index": {
      const inner = Array.isArray(value) ? value.at(token.index) : undefined;
      return inner === undefined ? [] : [{ box: value, key: token.index, value: inner }];
    }
    case "all": {
      if (Array.isArray(value))
        return value.map((inner, key) => ({ box: value, key, value: inner }));
      if (!isObject(value)) return [];
      return Object.entries(value).map(([key, inner]) => ({ box: value, key, value: inner }));
    }
  }
}

function* walk(value: Json): Generator<Json> {
  yield value;
  const inner = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  for (const item of inner) yield* walk(item);
}

function tokens(path: string): Token[] {
  const found: Token[] = [];
  let at = path.startsWith("$") ? 1 : 0;
  while (at < path.length) {
    if (path.startsWith("..", at)) {
      found.push({ kind: "deep" });
      at += 2;
    } else if (path[at] === ".") at += 1;
    else if (path[at] === "[") {
      const end = path.indexOf("]", at);
      found.push(tokenOf(path.slice(at + 1, end)));
      at = end + 1;
    } else {
      const word = /[^.[]+/y;
      word.lastIndex = at;
      const [text = ""] = word.exec(path) ?? [];
      const key = text.replace(/^['"]|['"]$/g, "");
      found.push(key === "*" ? { kind: "all" } : { kind: "key", key });
      at += Math.max(1, text.length);
    }
  }
  return found;
}

function tokenOf(text: string): Token {
  const inner = text.replace(/^['"]|['"]$/g, "");
  if (inner === "*" || inner === "") return { kind: "all" };
  return /^-?\d+$/.test(inner)
    ? { kind: "index", index: Number(inner) }
    : { kind: "key", key: inner };
}
