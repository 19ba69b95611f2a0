import { type JsonataLimits, jsonataError, sizeExceeded } from "./limits.js";

/**
 * Watches over one evaluation, so that neither one value that shows its parts over and over, nor
 * many together, fill the memory, and no function runs on past the deadline.
 */
export interface Meter {
  /** Minds a value that an expression gave; `isNew` tells text that was made from text looked up. */
  mind(value: unknown, isNew: boolean): void;
  /** Minds text or a list of this length before it is made. */
  mindLength(length: number): void;
}

/** The meter of one evaluation, which starts now. Its methods throw where a limit is exceeded. */
export function createMeter({ size, made, timeoutMilliseconds }: JsonataLimits): Meter {
  const deadline = Date.now() + timeoutMilliseconds;
  /** The weight of each object met, found once: later mentions cost nothing. */
  const weights = new WeakMap<object, number>();
  let spent = 0;

  const spend = (amount: number) => {
    spent += amount;
    if (spent > made) throw sizeExceeded(made);
  };
  const weigh = (value: unknown): number => {
    if (typeof value === "string") return value.length;
    if (typeof value !== "object" || value === null) return 1;
    const known = weights.get(value);
    if (known !== undefined) return known;
    const parts = partsOf(value);
    spend(parts.length);
    let weight = 1;
    for (const part of parts) weight += weigh(part);
    weights.set(value, weight);
    return weight;
  };

  return {
    mind(value, isNew) {
      if (weigh(value) > size) throw sizeExceeded(size);
      if (isNew && typeof value === "string") spend(value.length);
    },
    mindLength(length) {
      if (length > size) throw sizeExceeded(size);
      if (Date.now() > deadline) throw jsonataError("D1012", { value: timeoutMilliseconds });
    },
  };
}

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isFunction(value) ? [] : Object.values(value);
}

/** Whether a value is a function of JSONata's: an object with a mark, or a plain one. */
export function isFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  return (
    typeof value === "object" &&
    value !== null &&
    ("_jsonata_lambda" in value || "_jsonata_function" in value)
  );
}
