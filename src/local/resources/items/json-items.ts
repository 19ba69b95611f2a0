import type { JsonValue } from "../../../shared/json.js";

/** A member of an array, or an entry of an object. */
export interface JsonItem {
  readonly key?: string;
  readonly value: JsonValue;
}

/** Thrown where there is neither an array nor, below a pointer, an object. */
export class NotIterable extends Error {
  override readonly name = "NotIterable";
}

/** Cuts the text of a JSON document into the members of one of its arrays, or the entries of one of its objects, as the text comes. */
export interface JsonItems {
  /** What ends in this piece of the text. Throws SyntaxError, NotIterable. */
  push(piece: string): JsonItem[];
  /** Says that the text is over. Throws SyntaxError, NotIterable. */
  end(): void;
}

/** What is read next. `value` begins one, `text` is within one. */
type Stage = "value" | "text" | "key" | "key text" | "colon" | "over";

/** An array or an object that leads to the items, or holds them. */
interface Container {
  readonly isArray: boolean;
  readonly holdsItems: boolean;
  /** The number of members so far. */
  count: number;
}

const SPACE = /[ \t\r\n]/;

/**
 * `pointer` is a JSON pointer in its steps, none for the top of the document, which must be an array.
 * It only finds where members begin and end; `JSON.parse` judges each. What comes beside the way to
 * the items is not looked at closely.
 */
export function jsonItems(pointer: readonly string[]): JsonItems {
  const around: Container[] = [];
  let items: JsonItem[] = [];
  let stage: Stage = "value";
  let text = "";
  let key = "";
  let depth = 0;
  let inString = false;
  let escaped = false;

  /** Whether the value that begins is the one that the pointer means, or leads there. */
  function isOnTheWay(): boolean {
    const container = around.at(-1);
    if (container === undefined) return true;
    if (container.holdsItems) return false;
    const step = pointer[around.length - 1];
    return step === (container.isArray ? String(container.count) : key);
  }

  /** Tells whether the first character of a value was taken by it. */
  function begin(character: string): boolean {
    if (!isOnTheWay()) {
      stage = "text";
      return false;
    }
    const isArray = character === "[";
    const holdsItems = around.length === pointer.length;
    const isTop = holdsItems && pointer.length === 0;
    if (!isArray && (character !== "{" || isTop)) throw notIterable();
    around.push({ isArray, holdsItems, count: 0 });
    stage = isArray ? "value" : "key";
    return true;
  }

  /** Reads on in a value, up to the comma or bracket after it; returns where it stopped. */
  function within(piece: string, start: number): number {
    let at = start;
    for (; at < piece.length; at += 1) {
      const character = piece[at] ?? "";
      if (inString) {
        if (escaped) escaped = false;
        else if (character === "\\") escaped = true;
        else if (character === '"') inString = false;
      } else if (character === '"') inString = true;
      else if (character === "{" || character === "[") depth += 1;
      else if (character === "}" || character === "]" || character === ",") {
        if (depth === 0) break;
        if (character !== ",") depth -= 1;
      }
    }
    if (around.at(-1)?.holdsItems === true) text += piece.slice(start, at);
    return at;
  }

  function endMember(character: string): void {
    const container = around.at(-1);
    if (container === undefined) throw malformed(character);
    if (container.holdsItems) {
      const value: JsonValue = JSON.parse(text);
      items.push(container.isArray ? { value } : { key, value });
      text = "";
    }
    container.count += 1;
    follow(character, container);
  }

  /** A comma or a bracket between or after members. */
  function follow(character: string, { isArray, holdsItems }: Container): void {
    if (character === ",") stage = isArray ? "value" : "key";
    else if (character !== (isArray ? "]" : "}")) throw malformed(character);
    else if (!holdsItems)
      throw notIterable(); // the way ends here
    else stage = "over";
  }

  function endsEmpty(character: string): boolean {
    const container = around.at(-1);
    if (character !== "]" || container?.isArray !== true || container.count > 0) return false;
    follow(character, container);
    return true;
  }

  const STAGES: Readonly<Record<Exclude<Stage, "text" | "value">, (character: string) => void>> = {
    key(character) {
      const container = around.at(-1);
      if (character === "}" && container?.count === 0) follow(character, container);
      else if (character === '"') {
        stage = "key text";
        text = character;
      } else throw malformed(character);
    },
    "key text"(character) {
      text += character;
      if (escaped) escaped = false;
      else if (character === "\\") escaped = true;
      else if (character === '"') {
        key = JSON.parse(text) as string; // it stands in quotes
        text = "";
        stage = "colon";
      }
    },
    colon(character) {
      if (character !== ":") throw malformed(character);
      stage = "value";
    },
    over(character) {
      if (pointer.length === 0) throw malformed(character);
    },
  };

  return {
    push(piece) {
      for (let at = 0; at < piece.length; ) {
        const character = piece[at] ?? "";
        if (stage === "text") {
          at = within(piece, at);
          if (at < piece.length) endMember(piece[at] ?? "");
          at += 1;
        } else if (stage !== "key text" && SPACE.test(character)) at += 1;
        else if (stage !== "value") {
          STAGES[stage](character);
          at += 1;
        } else if (endsEmpty(character) || begin(character)) at += 1;
      }
      const ended = items;
      items = [];
      return ended;
    },
    end() {
      if (stage === "over") return;
      throw around.length === 0
        ? notIterable()
        : new SyntaxError("The JSON text ends before its items do");
    },
  };
}

function malformed(character: string): SyntaxError {
  return new SyntaxError(`Unexpected ${JSON.stringify(character)} in JSON`);
}

function notIterable(): NotIterable {
  return new NotIterable("Attempting to map over non-iterable node.");
}
