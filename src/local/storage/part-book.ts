import type { JsonValue } from "../../shared/json.js";
import { textOf } from "../engine/index.js";
import { keys } from "./keys.js";
import type { PartWriter } from "./run-document.js";
import type { Change } from "./storage.js";

/** Which elements of a list are stored: all up to one, and some beyond it. */
interface Elements {
  readonly part: number;
  whole: number;
  readonly beyond: Set<number>;
}

type Values = Map<object | string, number>;
type Lists = Map<readonly unknown[], Elements>;

/**
 * The parts that are stored of one run's document: each is written when the document first has it,
 * and removed when the document has it no more. One array may be both a value and a list.
 */
export class PartBook {
  readonly #arn: string;
  #values: Values = new Map();
  #lists: Lists = new Map();
  #next: number;

  /** `next` is the number from which on parts are free. */
  constructor(arn: string, next = 1) {
    this.#arn = arn;
    this.#next = next;
  }

  get next(): number {
    return this.#next;
  }

  /** A value that is stored already. */
  adoptValue(part: number, value: object | string): void {
    this.#values.set(value, part);
  }

  /** A list that is stored already. */
  adoptList(part: number, list: readonly unknown[]): void {
    const elements: Elements = { part, whole: 0, beyond: new Set() };
    for (const _ of this.#newElements(list, elements)); // all that was read is there
    this.#lists.set(list, elements);
  }

  /** What `write` makes of a document, and the changes by which its parts are stored. */
  record<Stored>(write: (parts: PartWriter) => Stored): { stored: Stored; changes: Change[] } {
    const changes: Change[] = [];
    const values: Values = new Map();
    const lists: Lists = new Map();
    const stored = write({
      value: (value, text) => {
        const known = values.get(value) ?? this.#values.get(value);
        const part = known ?? this.#next++;
        values.set(value, part);
        if (known === undefined) changes.push({ key: keys.part(this.#arn, part), text });
        return part;
      },
      list: (list) => {
        const known = lists.get(list) ?? this.#lists.get(list);
        const elements = known ?? { part: this.#next++, whole: 0, beyond: new Set() };
        lists.set(list, elements);
        for (const change of this.#newElements(list, elements)) changes.push(change);
        return elements.part;
      },
    });
    for (const [value, part] of this.#values) {
      if (!values.has(value)) changes.push({ key: keys.part(this.#arn, part), text: undefined });
    }
    for (const [list, elements] of this.#lists) {
      if (!lists.has(list)) for (const change of this.#removalOf(elements)) changes.push(change);
    }
    this.#values = values;
    this.#lists = lists;
    return { stored, changes };
  }

  /** The changes that remove all parts. */
  removal(): Change[] {
    return this.record(() => undefined).changes;
  }

  *#newElements(list: readonly unknown[], elements: Elements): Generator<Change> {
    const { part, beyond } = elements;
    for (let index = elements.whole; index < list.length; index += 1) {
      const element = list[index];
      if (element !== undefined && !beyond.has(index)) {
        beyond.add(index);
        const text = textOf(element as JsonValue); // an item or an output
        yield { key: keys.element(this.#arn, part, index), text };
      }
      if (index === elements.whole && beyond.delete(index)) elements.whole += 1;
    }
  }

  *#removalOf({ part, whole, beyond }: Elements): Generator<Change> {
    for (let index = 0; index < whole; index += 1) {
      yield { key: keys.element(this.#arn, part, index), text: undefined };
    }
    for (const index of beyond) {
      yield { key: keys.element(this.#arn, part, index), text: undefined };
    }
  }
}
