import type { Case, Transformer } from "./cases.js";
import { findSlots } from "./find-slots.js";
import { isObject, type Json, type JsonObject, spaced } from "./json.js";

/** A date with its zone, wherever it stands. */
const ISO =
  /(?:[1-9]\d{3}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)|(?:[1-9]\d(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[13579][26])00)-02-29)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-][01]\d:?[0-5]\d)/;
const UUID = /^[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}/;
const ARN = /^arn:(aws[a-zA-Z-]*)?:([a-zA-Z0-9-_.]+)?:([^:]+)?:(\d{12})?:(.*)/;

const replace = (path: string, replacement: string): Transformer => ({
  t: "jsonpath",
  path,
  replacement,
  reference: false,
});

const FIRST: readonly Transformer[] = [
  replace("$..SdkHttpMetadata..Date", "date"),
  replace("$..SdkResponseMetadata..RequestId", "RequestId"),
  replace("$..X-Amzn-Trace-Id", "X-Amzn-Trace-Id"),
  replace("$..x-amz-crc32", "x-amz-crc32"),
  replace("$..x-amzn-RequestId", "x-amzn-RequestId"),
  replace("$..x-amzn-requestid", "x-amzn-requestid"),
  {
    t: "key_value_fn",
    fn: "_transform_stepfunctions_cause_details",
    replacement: "json-input",
    reference: true,
  },
];

const LAST: readonly Transformer[] = [
  { t: "regex", pattern: "111111111111", replacement: "111111111111" },
  { t: "regex", pattern: "us-east-1", replacement: "<region>" },
  { t: "regex", pattern: "arn:aws:", replacement: "arn:<partition>:" },
  { t: "key_value_fn", fn: "uuid", replacement: "uuid", reference: true },
  { t: "regex", pattern: ISO.source, replacement: "date" },
  { t: "key_value_fn", fn: "timestamp", replacement: "timestamp", reference: false },
];

const DATES = new Set([
  "creationDate",
  "startDate",
  "stopDate",
  "updateDate",
  "redriveDate",
  "timestamp",
]);

/** Texts of a case that stand for what the engine made: names, tokens, times. */
export type Tokens = Readonly<Record<string, string>>;

/** What was done to AWS's answers before they were kept, done to an answer of the engine. */
export function normalise(recorded: Case, answers: Json, tokens: Tokens): Json {
  const own = recorded.transformers.filter(({ t }) => t !== "custom");
  const named = [...(recorded.base_transformers ? FIRST : []), ...own];
  const inOrder = named
    .map((transformer, at) => ({ transformer, at }))
    .sort((a, b) => (a.transformer.priority ?? 0) - (b.transformer.priority ?? 0) || a.at - b.at)
    .map(({ transformer }) => transformer);
  const document: JsonObject = { x: structuredClone(answers) };
  writeDates(document);
  parseTexts(document);
  const pass = new Pass(document, tokens);
  for (const transformer of [...inOrder, ...LAST]) pass.apply(transformer);
  return pass.result();
}

class Pass {
  readonly #document: JsonObject;
  readonly #tokens: Tokens;
  readonly #substitutions: ((text: string) => string)[] = [];
  readonly #counts = new Map<string, number>();

  constructor(document: JsonObject, tokens: Tokens) {
    this.#document = document;
    this.#tokens = tokens;
  }

  apply(transformer: Transformer): void {
    const { t, replacement = "", pattern = "", path = "", key, fn = "" } = transformer;
    if (t === "regex") {
      // Patterns are Python's, which has its flags within.
      const [, flags = "", source = ""] = /^(?:\(\?([ims]+)\))?(.*)$/s.exec(pattern) ?? [];
      const expression = new RegExp(fillTokens(source, this.#tokens), `g${flags}`);
      this.#substitutions.push((text) => text.replace(expression, () => replacement));
    } else if (t === "jsonpath") this.#replaceSlots(path, transformer);
    else if (t === "key_value") {
      this.#keyValue(
        this.#document,
        (name, value) => (name === key && value !== null && value !== "" ? value : undefined),
        transformer,
      );
    } else if (t === "key_value_fn" && fn in FINDERS) {
      this.#keyValue(this.#document, FINDERS[fn] ?? (() => undefined), transformer);
    } else if (t === "map_run_arn") this.#mapRun(transformer.index ?? 0);
  }

  result(): Json {
    let text = spaced(this.#document);
    for (const substitute of this.#substitutions) text = substitute(text);
    return (JSON.parse(text) as { x: Json }).x; // what was dumped
  }

  #replaceSlots(path: string, { replacement = "", reference = false }: Transformer): void {
    for (const { box, key, value } of findSlots(path, this.#document)) {
      if (box === undefined || key === undefined || value === null) continue;
      if (reference) this.#refer(value, replacement);
      else if (Array.isArray(box)) box[Number(key)] = replacement;
      else if (isObject(box)) box[String(key)] = replacement;
    }
  }

  #refer(value: Json, name: string): void {
    if (typeof value !== "string" || value.includes("{{")) return;
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    const dumped = spaced(value).slice(1, -1);
    this.#substitutions.push((text) => text.replaceAll(dumped, `<${name}:${count}>`));
  }

  #keyValue(
    object: JsonObject,
    find: (key: string, value: Json) => Json | undefined,
    transformer: Transformer,
  ): void {
    const { replacement = "", reference = false } = transformer;
    for (const [key, value] of Object.entries(object)) {
      const hit = find(key, value);
      if (hit !== undefined) {
        if (reference) this.#refer(hit, replacement);
        else {
          object[key] =
            typeof value === "string" ? value.replaceAll(String(hit), replacement) : replacement;
        }
      } else if (Array.isArray(value)) {
        for (const item of value) if (isObject(item)) this.#keyValue(item, find, transformer);
      } else if (isObject(value)) this.#keyValue(value, find, transformer);
    }
  }

  #mapRun(index: number): void {
    const arns = [
      ...new Set(findSlots("$..mapRunArn", this.#document).map(({ value }) => String(value))),
    ];
    const [first = "", second] = arns[index]?.split("/").at(-1)?.split(":") ?? [];
    if (second !== undefined) {
      this.#substitutions.push((text) => text.replaceAll(second, `<MapRunArnPart1_${index}idx>`));
    }
    if (UUID.test(first)) {
      this.#substitutions.push((text) => text.replaceAll(first, `<MapRunArnPart0_${index}idx>`));
    }
  }
}

const FINDERS: Readonly<Record<string, (key: string, value: Json) => Json | undefined>> = {
  uuid: (key, value) =>
    typeof value === "string" && key.toLowerCase().endsWith("id") && UUID.test(value)
      ? value
      : undefined,
  timestamp(key, value) {
    const named = /timestamp/i.test(key) || key === "creationTime" || key === "ingestionTime";
    return named && new RegExp(`^${ISO.source}`).exec(String(value)) === null
      ? String(value)
      : undefined;
  },
  _resource_name_transformer(_key, value) {
    const resource = typeof value === "string" ? ARN.exec(value)?.[5] : undefined;
    if (resource === undefined || /^<.*>$/.test(resource)) return undefined;
    if (resource.includes("/")) return resource.split("/").at(-1);
    if (resource.startsWith("function:")) {
      const name = resource.replace("function:", "");
      return name.includes("$") ? name.split("$")[0]?.replace(/:+$/, "") : name;
    }
    return resource.split(":").at(-1);
  },
  _transform_stepfunctions_cause_details(key, value) {
    const found =
      key === "cause" && typeof value === "string" ? /^.*'({.*})'/.exec(value)?.[1] : undefined;
    try {
      if (found !== undefined) JSON.parse(found);
      return found;
    } catch {
      return undefined;
    }
  },
};

/** Texts that look like a JSON object were kept parsed, one level of them. */
function parseTexts(value: Json): void {
  if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) parseTexts(item);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === "object") parseTexts(item);
      else if (typeof item === "string" && item.startsWith("{")) {
        try {
          value[key] = JSON.parse(item) as Json; // from JSON
        } catch {
          // stays text
        }
      }
    }
  }
}

/** Times of answers are numbers on the wire; they were kept as a word. */
function writeDates(value: Json): void {
  if (Array.isArray(value)) for (const item of value) writeDates(item);
  else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (DATES.has(key) && typeof item === "number") value[key] = "datetime";
      else writeDates(item);
    }
  }
}

/** Puts in what the engine made, and times from now. */
export function fillTokens(text: string, tokens: Tokens, now = new Date()): string {
  let filled = text;
  for (const [token, value] of Object.entries(tokens)) filled = filled.replaceAll(token, value);
  return filled.replace(/\{\{now\+(\d+)\}\}/g, (_, seconds: string) =>
    new Date(now.getTime() + Number(seconds) * 1000).toISOString().slice(0, 19),
  );
}
