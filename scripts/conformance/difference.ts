import { isObject, type Json, parsed, shown } from "./json.js";

/** Where two answers differ, and how. */
export interface Difference {
  readonly path: string;
  readonly expected: Json;
  readonly actual: Json;
}

export function words({ path, expected, actual }: Difference): string {
  return `${path}: AWS ${shown(expected)} | engine ${shown(actual)}`;
}

/** Details of the transport, and what only the recorded runtime can say. */
const IGNORED = new Set([
  "SdkHttpMetadata",
  "SdkResponseMetadata",
  "HTTPHeaders",
  "requestId",
  "RequestId",
  "stackTrace",
  "trace",
  "billingDetails",
  "ExecutedVersion",
  "Headers",
]);

const REFERENCE = /<([A-Za-z_][\w-]*):(\d+)>/g;

/** `<name:n>` need not have the same numbers, but the same number stands for the same thing throughout. */
export class References {
  readonly #strict: boolean;
  readonly #there = new Map<string, string>();
  readonly #back = new Map<string, string>();

  constructor(strict: boolean) {
    this.#strict = strict;
  }

  same(expected: string, actual: string): boolean {
    if (expected === actual && !this.#strict) return true;
    const ours = [...expected.matchAll(REFERENCE)].map(([text]) => text);
    const theirs = [...actual.matchAll(REFERENCE)].map(([text]) => text);
    if (ours.length !== theirs.length || unnumbered(expected) !== unnumbered(actual)) return false;
    return !this.#strict || ours.every((one, at) => this.#pair(one, theirs[at] ?? ""));
  }

  #pair(one: string, other: string): boolean {
    if (unnumbered(one) !== unnumbered(other)) return false;
    if (!this.#there.has(one)) this.#there.set(one, other);
    if (!this.#back.has(other)) this.#back.set(other, one);
    return this.#there.get(one) === other && this.#back.get(other) === one;
  }
}

export function unnumbered(text: string): string {
  return text.replace(REFERENCE, "<$1>");
}

/** How causes of the integrations of the SDK end since late in 2025. */
export const ATTEMPTS = " (SDK Attempt Count: 1)";

export interface Comparing {
  readonly references: References;
  /** Members, and the end of causes, that came after the recording. */
  readonly later: ReadonlySet<string>;
}

/** The first place where an answer is not as expected. */
export function firstDifference(
  expected: Json,
  actual: Json,
  path: string,
  comparing: Comparing,
): Difference | undefined {
  if (isObject(expected) && isObject(actual)) return inObjects(expected, actual, path, comparing);
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return inArrays(expected, actual, path, comparing);
  }
  const different = { path, expected, actual };
  if (typeof expected === "string" && typeof actual === "string") {
    return inTexts(expected, actual, path, comparing);
  }
  if (typeof expected === "string" || typeof actual === "string") {
    const [one, other] = [parsed(expected), parsed(actual)];
    if (typeof one === "string" || typeof other === "string") return different;
    return firstDifference(one, other, `${path}(json)`, comparing);
  }
  return expected === actual ? undefined : different;
}

function inObjects(
  expected: Readonly<Record<string, Json>>,
  actual: Readonly<Record<string, Json>>,
  path: string,
  comparing: Comparing,
): Difference | undefined {
  for (const key of Object.keys(expected).sort()) {
    if (IGNORED.has(key)) continue;
    const [one = null, other] = [expected[key], actual[key]];
    const at = `${path}.${key}`;
    if (other === undefined) return { path: at, expected: one, actual: "(absent)" };
    const difference = firstDifference(one, other, at, comparing);
    if (difference !== undefined) return difference;
  }
  for (const key of Object.keys(actual).sort()) {
    if (key in expected || IGNORED.has(key) || comparing.later.has(key)) continue;
    return { path: `${path}.${key}`, expected: "(absent)", actual: actual[key] ?? null };
  }
  return undefined;
}

function inArrays(
  expected: readonly Json[],
  actual: readonly Json[],
  path: string,
  comparing: Comparing,
) {
  for (const [at, one] of expected.entries()) {
    const other = actual[at];
    if (other === undefined) break;
    const difference = firstDifference(one, other, `${path}[${at}]`, comparing);
    if (difference !== undefined) return difference;
  }
  if (expected.length === actual.length) return undefined;
  return { path: `${path}.length`, expected: expected.length, actual: actual.length };
}

function inTexts(
  expected: string,
  actual: string,
  path: string,
  comparing: Comparing,
): Difference | undefined {
  const { references, later } = comparing;
  if (later.has(ATTEMPTS) && actual.includes(ATTEMPTS)) {
    return inTexts(expected, actual.replaceAll(ATTEMPTS, ""), path, comparing);
  }
  if (expected === actual && unnumbered(expected) === expected) return undefined;
  if (references.same(expected, actual)) return undefined;
  const [one, other] = [parsed(expected), parsed(actual)];
  if (typeof one !== "string" && typeof other !== "string") {
    return firstDifference(one, other, `${path}(json)`, comparing);
  }
  const [ours, theirs] = [withoutRuntime(expected), withoutRuntime(actual)];
  const changed = ours !== expected || theirs !== actual;
  return changed && references.same(ours, theirs) ? undefined : { path, expected, actual };
}

/** The text of a Lambda error without its request's id and its runtime's stack. */
export function withoutRuntime(text: string): string {
  if (!text.includes("errorType")) return text;
  return text
    .replace(/\\*"requestId\\*": ?(\\*")?[^",]*\\*",?/g, "")
    .replace(/,? ?\\*"(stackTrace|trace)\\*": ?\[.*?\](?=[,}])/gs, "")
    .replace(/,(?=\s*})/g, "");
}

/** A value as it is told apart from others: without what is ignored, numbers of references, and ids of events. */
export function scrubbed(value: Json): Json {
  if (Array.isArray(value)) return value.map(scrubbed);
  if (isObject(value)) {
    const kept = Object.entries(value).filter(
      ([key]) => !IGNORED.has(key) && key !== "id" && key !== "previousEventId",
    );
    return Object.fromEntries(kept.map(([key, item]) => [key, scrubbed(item)]));
  }
  if (typeof value !== "string") return value;
  const inner = /^[{[]/.test(value) ? parsed(value) : value;
  return typeof inner === "object" && inner !== null
    ? scrubbed(inner)
    : unnumbered(withoutRuntime(value));
}
