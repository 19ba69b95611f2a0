import jsonata from "jsonata";
import type { BoundFunctions } from "./bound-function.js";
import { jsonataError } from "./limits.js";
import type { Meter } from "./meter.js";

/**
 * JSONata's functions whose results or times are not in proportion to their arguments, written
 * again so that they ask the meter first.
 */
export function guardedFunctions(meter: Meter): BoundFunctions {
  return {
    append: {
      signature: "<xx:a>",
      implementation: (first: unknown, second: unknown) => {
        if (first === undefined) return second;
        if (second === undefined) return first;
        meter.mindLength(lengthOf(first) + lengthOf(second));
        const list = [first, second].flat();
        return Array.isArray(first) ? list : Object.assign(list, { sequence: true });
      },
    },
    distinct: { signature: "<x:x>", implementation: distinct },
    join: {
      signature: "<a<s>s?:s>",
      implementation: (parts: readonly string[] | undefined, separator = "") => {
        if (parts === undefined) return undefined;
        const length = parts.reduce((sum, part) => sum + part.length, 0);
        meter.mindLength(length + separator.length * Math.max(0, parts.length - 1));
        return parts.join(separator);
      },
    },
    pad: {
      signature: "<s-ns?:s>",
      implementation: (text: string | undefined, width: number, filler = " ") => {
        if (text === undefined) return undefined;
        const missing = Math.abs(Math.trunc(width)) - [...text].length;
        if (!(missing > 0)) return text;
        meter.mindLength(missing * 2);
        const padding = fill(filler === "" ? " " : filler, missing);
        return width > 0 ? text + padding : padding + text;
      },
    },
    fromMillis: {
      signature: "<n-s?s?:s>",
      implementation: (time: number | undefined, picture?: string, zone?: string) =>
        time === undefined ? undefined : formatTime(time, picture, zone),
    },
    now: {
      signature: "<s?s?:s>",
      implementation: (picture?: string, zone?: string) => formatTime(Date.now(), picture, zone),
    },
  };
}

/** The filler again and again, to so many characters, which are Unicode's. */
function fill(filler: string, length: number): string {
  const characters = [...filler];
  const times = Math.floor(length / characters.length);
  return filler.repeat(times) + characters.slice(0, length % characters.length).join("");
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}

/** The items of a list without repetitions, told apart by their JSON, with the fields in order. */
function distinct(list: unknown): unknown {
  if (!Array.isArray(list) || list.length <= 1) return list;
  const firsts = new Map<string, unknown>();
  for (const item of list) {
    const key = JSON.stringify(item, sortFields) ?? "";
    if (!firsts.has(key)) firsts.set(key, item);
  }
  const items = [...firsts.values()];
  return "sequence" in list ? Object.assign(items, { sequence: true }) : items;
}

function sortFields(_field: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Widths of a date picture have at most 3 digits: `[Y,4]` is one, `[Y,500000000]` an attack. */
const WIDE = /,[^\]]*\d{4}/;

async function formatTime(time: number, picture?: string, zone?: string): Promise<unknown> {
  if (picture !== undefined && WIDE.test(picture)) {
    throw jsonataError("D3137", { message: `The picture string is too wide: ${picture}` });
  }
  const expression = jsonata("$fromMillis($time, $picture, $zone)");
  return expression.evaluate(undefined, { time, picture, zone });
}
