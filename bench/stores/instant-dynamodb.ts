import { itemSize, writeUnits } from "../../test/faults/item-size.js";
import type { Json } from "../../test/faults/json.js";
import type { Answer, Backend } from "./serve.js";

/** A DynamoDB item in the wire's form. */
interface Item {
  readonly [attribute: string]: Json;
  readonly partition_key: { readonly S: string };
  readonly sort_key: { readonly N: string };
}

interface Request {
  readonly TableName: string;
  readonly Item: Item;
  readonly Key: Item;
  readonly RequestItems: Record<string, { PutRequest?: { Item: Item } }[]>;
  readonly ExclusiveStartKey?: Item;
  readonly ExpressionAttributeValues: Record<string, { S?: string; N?: string }>;
}

/** Bytes of items that one page of a Query holds. */
const PAGE_BYTES = 1_048_576;

/**
 * As much of DynamoDB as putting and getting state data needs: it writes what comes, gives it back,
 * and reports the units that both take. Nothing is checked, and an answer that was given once is
 * kept encoded.
 */
export function createInstantDynamodb(): Backend {
  const partitions = new Map<string, Map<number, Item>>();
  const answers = new Map<string, Buffer>();

  function put(item: Item): number {
    const key = item.partition_key.S;
    const rows = partitions.get(key) ?? new Map<number, Item>();
    partitions.set(key, rows.set(Number(item.sort_key.N), item));
    return writeUnits(itemSize(item));
  }

  const operations: Readonly<Record<string, (request: Request) => object>> = {
    PutItem: ({ TableName, Item }) => ({ ConsumedCapacity: capacity(TableName, put(Item)) }),

    BatchWriteItem({ RequestItems }) {
      const consumed = Object.entries(RequestItems).map(([table, requests]) =>
        capacity(
          table,
          requests.reduce(
            (units, { PutRequest }) => units + (PutRequest ? put(PutRequest.Item) : 1),
            0,
          ),
        ),
      );
      return { UnprocessedItems: {}, ConsumedCapacity: consumed };
    },

    GetItem({ TableName, Key }) {
      const item = partitions.get(Key.partition_key.S)?.get(Number(Key.sort_key.N));
      return { Item: item, ConsumedCapacity: capacity(TableName, readUnits(itemSize(item))) };
    },

    Query({ TableName, ExclusiveStartKey, ExpressionAttributeValues: values }) {
      const rows = partitions.get(values[":key"]?.S ?? "") ?? new Map<number, Item>();
      const after = Number(ExclusiveStartKey?.sort_key.N ?? -1);
      const from = Number(values[":from"]?.N ?? 0);
      const to = Number(values[":to"]?.N ?? Number.POSITIVE_INFINITY);
      const wanted = [...rows.keys()]
        .filter((index) => index > after && index >= from && index <= to)
        .sort((a, b) => a - b);
      const items: Item[] = [];
      let bytes = 0;
      for (const index of wanted) {
        const item = rows.get(index) as Item; // its index is one of the keys
        const size = itemSize(item);
        if (bytes + size > PAGE_BYTES) break;
        bytes += size;
        items.push(item);
      }
      const last = items.length < wanted.length ? items.at(-1) : undefined;
      return {
        Items: items,
        Count: items.length,
        LastEvaluatedKey: last && { partition_key: last.partition_key, sort_key: last.sort_key },
        ConsumedCapacity: capacity(TableName, readUnits(bytes)),
      };
    },
  };

  return {
    answer({ headers, body }): Answer {
      const operation = String(headers["x-amz-target"]).split(".").at(-1) ?? "";
      const handle = operations[operation];
      if (handle === undefined) {
        return { status: 400, body: Buffer.from(`{"__type":"UnknownOperationException"}`) };
      }
      const text = body.toString();
      if (operation !== "Query") answers.clear();
      const known = answers.get(text);
      const encoded = known ?? Buffer.from(JSON.stringify(handle(JSON.parse(text))));
      if (operation === "Query") answers.set(text, encoded);
      return { status: 200, body: encoded, type: "application/x-amz-json-1.0" };
    },
    empty() {
      partitions.clear();
      answers.clear();
    },
  };
}

function capacity(table: string, units: number) {
  return { TableName: table, CapacityUnits: units };
}

/** Of a consistent read: one for each 4 KiB begun. */
function readUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 4_096));
}
