/** A JSON value that may be changed in place. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value in a text, or the text itself when it is no JSON. */
export function parsed(value: Json): Json {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as Json; // from JSON
  } catch {
    return value;
  }
}

/** JSON with a space after colons and commas, and nothing beyond ASCII: what the recordings' patterns were made for. */
export function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, item]) => `${ascii(key)}: ${spaced(item)}`);
    return `{${members.join(", ")}}`;
  }
  return typeof value === "string" ? ascii(value) : JSON.stringify(value);
}

function ascii(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** JSON with its members in order, to tell equal values by. */
export function sorted(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sorted(value[key] ?? null)}`).join(",")}}`;
}

/** A value cut to what one line shows. */
export function shown(value: Json, width = 160): string {
  const text = typeof value === "string" ? value : sorted(value);
  if (text.length <= width) return text;
  return `${text.slice(0, width / 2)} ..(${text.length}).. ${text.slice(-Math.floor(width / 3))}`;
}
