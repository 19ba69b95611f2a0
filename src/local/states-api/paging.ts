import { createHash } from "node:crypto";
import type { WireInput } from "../protocol/aws-json.js";
import { refuse } from "./exceptions.js";
import { number, text } from "./members.js";

/** A page of a list, and the token of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

/** What a list is of. */
export interface Listing<Item> {
  /** The operation: a token of another one is refused. */
  readonly of: string;
  /** Tells an item apart: the next page begins after it, whatever was added before it meanwhile. */
  readonly keyOf: (item: Item) => string | number;
  /** Characters of the longest token. Default 1024. */
  readonly maxToken?: number;
}

const DEFAULT_SIZE = 100;

/**
 * Cuts the page that a request asks for by `maxResults` (0 is the default, 100) and `nextToken`.
 * Throws InvalidToken for a token that is none, or was given for another request.
 */
export function pageOf<Item>(
  input: WireInput,
  all: readonly Item[],
  { of, keyOf, maxToken = 1024 }: Listing<Item>,
): Page<Item> {
  const size = number(input, "maxResults", { min: 0, max: 1000 }) || DEFAULT_SIZE;
  const token = text(input, "nextToken", { min: 1, max: maxToken });
  const request = requestOf(of, input);
  const start = token === undefined ? 0 : startOf(readToken(token, request), all, keyOf);
  const items = all.slice(start, start + size);
  const end = start + items.length;
  const last = items.at(-1);
  if (last === undefined || end >= all.length) return { items };
  return { items, nextToken: tokenOf({ start: end, after: keyOf(last) }, request) };
}

interface Place {
  readonly start: number;
  readonly after: string | number;
}

/** Where the next page begins: after the last item, or where that was when it is gone. */
function startOf<Item>(
  { start, after }: Place,
  all: readonly Item[],
  keyOf: Listing<Item>["keyOf"],
): number {
  const index = all.findIndex((item) => keyOf(item) === after);
  return index < 0 ? Math.min(start, all.length) : index + 1;
}

/** What a request asks for; how much at a time may change from page to page. */
function requestOf(of: string, { nextToken: _, maxResults: __, ...asked }: WireInput): string {
  return JSON.stringify([of, Object.entries(asked).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function tokenOf({ start, after }: Place, request: string): string {
  const place = JSON.stringify([start, after]);
  return Buffer.from(JSON.stringify([start, after, sealOf(place, request)])).toString("base64");
}

function readToken(token: string, request: string): Place {
  try {
    const [start, after, seal] = JSON.parse(Buffer.from(token, "base64").toString()) as unknown[];
    if (seal === sealOf(JSON.stringify([start, after]), request)) {
      return { start, after } as Place; // as it was sealed
    }
  } catch {
    // told below, as any other token that is none
  }
  throw refuse.invalidToken();
}

function sealOf(place: string, request: string): string {
  return createHash("sha256").update(`${request}\n${place}`).digest("base64").slice(0, 16);
}
