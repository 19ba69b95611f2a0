import { type BatchRow, batchRows, isBatch, processSome } from "./batch.js";
import type { Exchange, Fault, Next, Outcome } from "./exchange.js";
import { itemSize, writeUnits } from "./item-size.js";
import { isObject, type Json, type JsonObject, members } from "./json.js";
import { throttle } from "./refuse.js";
import { createTokenBucket, type TokenBucket } from "./token-bucket.js";

export interface PartitionLimitOptions {
  /** What one partition key takes. Default 1,000, as on AWS. */
  readonly unitsPerSecond?: number;
  /** Units that an idle partition saves up beyond one second's. Default 0. */
  readonly burst?: number;
  /** The name of the tables' hash attribute. Default `partition_key`. */
  readonly hashAttribute?: string;
  /** The time in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

export interface PartitionStatistics {
  readonly table: string;
  readonly partitionKey: string;
  readonly acceptedUnits: number;
  readonly acceptedRows: number;
  readonly refusedRows: number;
  /** Requests of which at least one row was refused. */
  readonly throttledRequests: number;
  /** When the first and the last row were accepted, as `now` tells; absent while none was. */
  readonly firstAccept?: number;
  readonly lastAccept?: number;
}

export interface PartitionLimit {
  readonly fault: Fault;
  /** Of each partition key that was written to, in the order in which they were first seen. */
  readonly partitions: readonly PartitionStatistics[];
}

/**
 * Throttles writes as DynamoDB does, each partition key by a token bucket: rows of a BatchWriteItem that it has no units
 * for come back as UnprocessedItems, and if no row went through, or the request is for one row, it is a
 * ProvisionedThroughputExceededException. A put is charged by the new item's size; for updates and deletes, whose items
 * only the store knows, what is in the request stands for it.
 */
export function partitionLimit(options: PartitionLimitOptions = {}): PartitionLimit {
  const { unitsPerSecond = 1_000, burst = 0, hashAttribute = "partition_key" } = options;
  const now = options.now ?? (() => performance.now());
  const partitions = new Map<string, Partition>();

  function partitionOf(table: string, key: Json | undefined): Partition {
    const hash = isObject(key) ? members(key[hashAttribute])[0]?.[1] : undefined;
    const partitionKey = String(hash ?? "");
    const id = JSON.stringify([table, partitionKey]);
    const known = partitions.get(id);
    if (known !== undefined) return known;
    const bucket = createTokenBucket({ unitsPerSecond, burst, now });
    const counts = { acceptedUnits: 0, acceptedRows: 0, refusedRows: 0, throttledRequests: 0 };
    const partition = { bucket, table, partitionKey, ...counts };
    partitions.set(id, partition);
    return partition;
  }

  function take(partition: Partition, units: number): boolean {
    if (!partition.bucket.take(units)) {
      partition.refusedRows += 1;
      return false;
    }
    partition.acceptedUnits += units;
    partition.acceptedRows += 1;
    partition.lastAccept = now();
    partition.firstAccept ??= partition.lastAccept;
    return true;
  }

  async function apply(exchange: Exchange, next: Next): Promise<Outcome> {
    const { input } = exchange;
    const { operation } = exchange.request;
    if (input === undefined) return next(exchange);
    const writes = isBatch(operation)
      ? batchRows(input).map(writeOfBatch)
      : [writeOfOne[operation]?.(input)];
    const verdicts = new Map<Json | undefined, boolean>();
    const refusing = new Set<Partition>();
    for (const write of writes) {
      if (write === undefined) return next(exchange);
      const partition = partitionOf(write.table, write.key);
      const accepted = take(partition, writeUnits(itemSize(write.item)));
      verdicts.set(write.row, accepted);
      if (!accepted) refusing.add(partition);
    }
    for (const partition of refusing) partition.throttledRequests += 1;
    if (refusing.size > 0 && ![...verdicts.values()].includes(true)) {
      return throttle().apply(exchange, next);
    }
    return processSome(exchange, next, ({ row }) => verdicts.get(row) === true);
  }

  return {
    fault: { name: "limitPartition", service: "dynamodb", layer: true, apply },
    get partitions() {
      return [...partitions.values()].map(({ bucket: _, ...statistics }) => statistics);
    },
  };
}

type Partition = { -readonly [name in keyof PartitionStatistics]: PartitionStatistics[name] } & {
  readonly bucket: TokenBucket;
};

interface Write {
  readonly table: string;
  /** Holds at least the key's attributes. */
  readonly key: Json | undefined;
  /** What is charged for. */
  readonly item: Json | undefined;
  readonly row: Json;
}

/** A row of a BatchWriteItem; nothing for one of a BatchGetItem. */
function writeOfBatch({ table, row }: BatchRow): Write | undefined {
  if (!isObject(row)) return undefined;
  const { PutRequest: put, DeleteRequest: remove } = row;
  if (isObject(put)) return { table, key: put.Item, item: put.Item, row };
  if (isObject(remove)) return { table, key: remove.Key, item: remove.Key, row };
  return undefined;
}

const writeOfOne: Readonly<Record<string, (input: JsonObject) => Write>> = {
  PutItem: (input) => ({
    table: String(input.TableName),
    key: input.Item,
    item: input.Item,
    row: input,
  }),
  DeleteItem: (input) => ({
    table: String(input.TableName),
    key: input.Key,
    item: input.Key,
    row: input,
  }),
  UpdateItem: (input) => ({
    table: String(input.TableName),
    key: input.Key,
    item: { ...asObject(input.Key), ...asObject(input.ExpressionAttributeValues) },
    row: input,
  }),
};

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
