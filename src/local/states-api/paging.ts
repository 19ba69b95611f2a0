import type { WireInput } from "../protocol/aws-json.js";
import { refuse } from "./exceptions.js";
import { number, text } from "./members.js";

/** A page of a list, and the token of the next one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

const DEFAULT_SIZE = 100;

/** Cuts the page that a request asks for by `maxResults` (0 is the default, 100) and `nextToken`. */
export function pageOf<Item>(input: WireInput, all: readonly Item[], maxToken = 1024): Page<Item> {
  const size = number(input, "maxResults", { min: 0, max: 1000 }) || DEFAULT_SIZE;
  const token = text(input, "nextToken", { min: 1, max: maxToken });
  const start = token === undefined ? 0 : startOf(token);
  const items = all.slice(start, start + size);
  const end = start + items.length;
  return end < all.length ? { items, nextToken: tokenOf(end) } : { items };
}

function tokenOf(start: number): string {
  return Buffer.from(JSON.stringify({ start })).toString("base64");
}

function startOf(token: string): number {
  try {
    const { start } = JSON.parse(Buffer.from(token, "base64").toString()) as { start?: unknown };
    if (Number.isInteger(start) && Number(start) > 0) return Number(start);
  } catch {
    // told below, as any other token that is none
  }
  throw refuse.invalidToken();
}
