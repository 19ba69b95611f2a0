import { dynamodbAnswer } from "./answers.js";
import type { Exchange, Next, Outcome } from "./exchange.js";
import { elements, isObject, type Json, type JsonObject, members } from "./json.js";

/** The two batch operations, which may do part of what they are asked and give the rest back. */
const shapes = {
  BatchWriteItem: { unprocessed: "UnprocessedItems", empty: {} },
  BatchGetItem: { unprocessed: "UnprocessedKeys", empty: { Responses: {} } },
} as const;

/** The rows of a batch request as one flat list in request order: put and delete requests, or keys. */
export interface BatchRow {
  readonly table: string;
  readonly row: Json;
}

export function isBatch(operation: string): operation is keyof typeof shapes {
  return Object.hasOwn(shapes, operation);
}

export function batchRows(input: JsonObject): BatchRow[] {
  return members(input.RequestItems).flatMap(([table, request]) =>
    rowsOfTable(request).map((row) => ({ table, row })),
  );
}

/** The `RequestItems` of some of the rows of a request; tables without any are left out. */
export function requestItems(input: JsonObject, rows: readonly BatchRow[]): JsonObject {
  const wanted = new Set(rows.map(({ row }) => row));
  return Object.fromEntries(
    members(input.RequestItems).flatMap(([table, request]) => {
      const kept = rowsOfTable(request).filter((row) => wanted.has(row));
      if (kept.length === 0) return [];
      return [[table, isObject(request) ? { ...request, Keys: kept } : kept]];
    }),
  );
}

/** Passes on the rows that `keep` accepts, asked in request order, and answers the others as unprocessed. */
export async function processSome(
  exchange: Exchange,
  next: Next,
  keep: (row: BatchRow) => boolean,
): Promise<Outcome> {
  const { operation } = exchange.request;
  if (exchange.input === undefined || !isBatch(operation)) return next(exchange);
  const { unprocessed, empty } = shapes[operation];
  const kept: BatchRow[] = [];
  const rest: BatchRow[] = [];
  for (const row of batchRows(exchange.input)) (keep(row) ? kept : rest).push(row);
  if (rest.length === 0) return next(exchange);

  const returned = requestItems(exchange.input, rest);
  // The service refuses an empty batch, so it is not asked.
  if (kept.length === 0) {
    return { type: "answer", answer: dynamodbAnswer(200, { ...empty, [unprocessed]: returned }) };
  }
  const input = { ...exchange.input, RequestItems: requestItems(exchange.input, kept) };
  const outcome = await next({ ...exchange, input, body: Buffer.from(JSON.stringify(input)) });
  if (outcome.type !== "answer" || outcome.answer.status !== 200) return outcome;
  const output: Json = JSON.parse(outcome.answer.body.toString());
  if (!isObject(output)) return outcome;
  const all = mergeRequestItems(output[unprocessed], returned);
  return { ...outcome, answer: dynamodbAnswer(200, { ...output, [unprocessed]: all }) };
}

/** What the store left unprocessed itself comes before what we did. */
function mergeRequestItems(theirs: Json | undefined, ours: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...ours };
  for (const [table, request] of members(theirs)) {
    const rows = [...rowsOfTable(request), ...rowsOfTable(ours[table])];
    merged[table] = isObject(request) ? { ...request, Keys: rows } : rows;
  }
  return merged;
}

/** BatchWriteItem has a list for each table, BatchGetItem an object with the list in it. */
function rowsOfTable(request: Json | undefined): readonly Json[] {
  return isObject(request) ? elements(request.Keys) : elements(request);
}
