import type { JsonValue } from "../../shared/json.js";
import {
  type ItemSource,
  parseTaskResource,
  type ReaderRequest,
  TaskFailure,
} from "../engine/index.js";
import { parseCsv } from "./csv.js";
import type { CallS3 } from "./s3-client.js";

/** Reads the items of distributed Maps from S3: https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html. */
export function itemSource(call: CallS3): ItemSource {
  return async (request, signal) => {
    if (request.maxItems < 0) throw unreadable("field MaxItems must be positive");
    const resource = parseTaskResource(request.resource);
    const action = resource?.kind === "integration" ? resource.action : "";
    const read = READERS[action];
    if (read === undefined)
      throw unreadable(`The local engine reads no items by ${request.resource}`);
    const items = await read(call, request, signal);
    return request.maxItems === 0 ? items : items.slice(0, request.maxItems);
  };
}

type Read = (
  call: CallS3,
  request: ReaderRequest,
  signal: AbortSignal,
) => Promise<readonly JsonValue[]>;

const READERS: Readonly<Record<string, Read>> = {
  getObject: async (call, request, signal) => {
    const { config } = request;
    const text = await objectText(call, request, signal);
    const { InputType = "JSON" } = config as { InputType?: string }; // validated
    const parse = FORMATS[InputType];
    if (parse === undefined) throw unreadable(`The local engine reads no ${InputType}`);
    return parse(text, config as CsvConfig); // validated
  },
  listObjectsV2: listObjects,
};

interface CsvConfig {
  readonly CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
  readonly CSVHeaders?: readonly string[];
  readonly CSVDelimiter?: keyof typeof DELIMITERS;
}

const DELIMITERS = { COMMA: ",", PIPE: "|", SEMICOLON: ";", SPACE: " ", TAB: "\t" } as const;

const FORMATS: Readonly<Record<string, (text: string, config: CsvConfig) => readonly JsonValue[]>> =
  {
    JSON(text) {
      const value = json(text);
      if (Array.isArray(value)) return value;
      throw unreadable("Attempting to map over non-iterable node.");
    },
    JSONL: (text) =>
      text
        .split(/\r?\n/)
        .filter((line) => line.trim() !== "")
        .map(json),
    CSV(text, { CSVHeaders, CSVHeaderLocation, CSVDelimiter = "COMMA" }) {
      const rows = parseCsv(text, DELIMITERS[CSVDelimiter]);
      const headers = CSVHeaderLocation === "GIVEN" ? CSVHeaders : rows.shift();
      if (headers === undefined) return [];
      if (new Set(headers).size < headers.length)
        throw unreadable("CSV headers cannot contain duplicates.");
      return rows.map((row) =>
        Object.fromEntries(headers.map((header, at) => [header, row[at] ?? ""])),
      );
    },
  };

async function objectText(
  call: CallS3,
  { parameters }: ReaderRequest,
  signal: AbortSignal,
): Promise<string> {
  const { Body } = await asked(call, "GetObject", parameters, signal);
  const { transformToString } = Body as { transformToString(): Promise<string> }; // the SDK's stream
  return transformToString.call(Body);
}

async function listObjects(
  call: CallS3,
  { parameters, maxItems }: ReaderRequest,
  signal: AbortSignal,
) {
  const items: JsonValue[] = [];
  let token: unknown;
  do {
    const page = await asked(call, "ListObjectsV2", parameters, signal, {
      ContinuationToken: token,
    });
    const { Contents = [], NextContinuationToken } = page as {
      Contents?: S3Object[];
      NextContinuationToken?: string;
    }; // the operation's output
    for (const { ETag, LastModified, Key, Size, StorageClass = "STANDARD" } of Contents) {
      items.push({
        Etag: ETag ?? "",
        LastModified: (LastModified?.getTime() ?? 0) / 1000,
        Key: Key ?? "",
        Size: Size ?? 0,
        StorageClass,
      });
    }
    token = NextContinuationToken;
  } while (token !== undefined && (maxItems === 0 || items.length < maxItems));
  return items;
}

interface S3Object {
  readonly ETag?: string;
  readonly LastModified?: Date;
  readonly Key?: string;
  readonly Size?: number;
  readonly StorageClass?: string;
}

async function asked(
  call: CallS3,
  operation: string,
  parameters: JsonValue,
  signal: AbortSignal,
  more: object = {},
) {
  try {
    return await call(operation, { ...(parameters as object), ...more }, signal);
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error));
  }
}

function json(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue; // from JSON
  } catch {
    throw unreadable("Attempting to map over non-iterable node.");
  }
}

function unreadable(cause: string): TaskFailure {
  return new TaskFailure({ error: "States.ItemReaderFailed", cause });
}
