import type { JsonValue } from "../../../shared/json.js";
import { LIMITS } from "../../engine/index.js";
import { csvRows } from "./csv-rows.js";
import { type JsonItem, jsonItems } from "./json-items.js";
import { stepsOf } from "./pointer.js";
import { unreadable } from "./unreadable.js";

/** What ReaderConfig says of the objects. */
export interface FormatConfig {
  readonly CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
  readonly CSVHeaders?: readonly string[];
  readonly CSVDelimiter?: keyof typeof DELIMITERS;
  readonly ItemsPointer?: string;
}

type Format = (
  pieces: AsyncIterable<string>,
  config: FormatConfig,
) => AsyncGenerator<JsonItem, void, undefined>;

const DELIMITERS = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" } as const;

const MAX_HEADER_BYTES = 10_240;

/** How the text of an object is made into items, by InputType. */
export const FORMATS: Readonly<Record<string, Format>> = {
  JSON: readJson,
  JSONL: readLines,
  CSV: readCsv,
};

async function* readJson(pieces: AsyncIterable<string>, { ItemsPointer = "" }: FormatConfig) {
  const items = jsonItems(stepsOf(ItemsPointer));
  for await (const piece of pieces) yield* items.push(piece);
  items.end();
}

async function* readLines(pieces: AsyncIterable<string>) {
  let number = 0;
  for await (const line of linesOf(pieces)) {
    number += 1;
    if (line.trim() !== "") yield { value: parseLine(line, number) };
  }
}

function parseLine(line: string, number: number): JsonValue {
  try {
    return JSON.parse(line) as JsonValue; // from JSON
  } catch (error) {
    throw unreadable(`Line ${number} is not JSON: ${(error as Error).message}`); // JSON.parse throws SyntaxError
  }
}

/** The lines of a text, without their ends. */
async function* linesOf(pieces: AsyncIterable<string>) {
  let rest = "";
  for await (const piece of pieces) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LIMITS.itemBytes) {
      throw unreadable(
        `A line has more than ${LIMITS.itemBytes} bytes, the most that an item may have.`,
      );
    }
    yield* lines;
  }
  if (rest !== "") yield rest;
}

async function* readCsv(pieces: AsyncIterable<string>, config: FormatConfig) {
  const { CSVHeaders, CSVHeaderLocation, CSVDelimiter = "COMMA" } = config;
  let headers = CSVHeaderLocation === "GIVEN" ? checkHeaders(CSVHeaders ?? []) : undefined;
  for await (const row of rowsOf(pieces, DELIMITERS[CSVDelimiter])) {
    if (headers === undefined) headers = checkHeaders(row);
    else yield { value: entryOf(headers, row) };
  }
}

/** The rows of a CSV text. */
export async function* rowsOf(pieces: AsyncIterable<string>, delimiter: string) {
  const rows = csvRows(delimiter);
  for await (const piece of pieces) yield* rows.push(piece);
  yield* rows.end();
}

/** A row by the names of its columns: fields that are missing are empty, those beyond are left out. */
export function entryOf(headers: readonly string[], row: readonly string[]): JsonValue {
  return Object.fromEntries(headers.map((header, at) => [header, row[at] ?? ""]));
}

function checkHeaders(headers: readonly string[]): readonly string[] {
  if (new Set(headers).size < headers.length) {
    throw unreadable("CSV headers cannot contain duplicates.");
  }
  const bytes = Buffer.byteLength(headers.join(","));
  if (bytes <= MAX_HEADER_BYTES) return headers;
  throw unreadable(`The CSV header has ${bytes} bytes, and may have ${MAX_HEADER_BYTES} at most.`);
}
