import type {
  AttributeValue,
  BatchWriteItemCommandOutput,
  ConsumedCapacity,
  GetItemCommandOutput,
  PutItemCommandOutput,
  QueryCommandOutput,
  WriteRequest,
} from "@aws-sdk/client-dynamodb";
import {
  type AwsClient,
  createSender,
  missingSdk,
  rememberClient,
  USER_AGENT,
} from "../shared/clients.js";
import { attempt, type Call, patienceFor, sendOnce } from "./attempts.js";
import type { Attributes } from "./item-size.js";
import { NO_LOG } from "./no-log.js";
import {
  type Head,
  headFromAttributes,
  headToAttributes,
  keyAttributes,
  type Row,
  rowFromAttributes,
} from "./rows.js";
import { translateTableError } from "./table-errors.js";

/** A row to write or to remove. */
export type RowChange =
  | { readonly put: Attributes /** As DynamoDB counts them. */; readonly bytes: number }
  | { readonly remove: { readonly partitionKey: string; readonly sortKey: number } };

/** One page of a partition's rows, in the order of their indexes. */
export interface Page {
  readonly rows: readonly Row[];
  /** The index to go on after; undefined on the last page. */
  readonly after: number | undefined;
}

export interface PageRequest {
  /** First index wanted. */
  readonly from?: number;
  /** Last index wanted. */
  readonly to?: number | undefined;
  /** Go on after this index. */
  readonly after?: number | undefined;
}

/** The DynamoDB gateway: every request to it, and every exception of it, goes through here. */
export type Table = ReturnType<typeof createTable>;

const sdk = () => import("@aws-sdk/client-dynamodb").catch(missingSdk("@aws-sdk/client-dynamodb"));

/** Attempts are ours to count, so that one deadline and one kind of back-off hold for all of them. */
const defaultClient = rememberClient(async () => {
  const { DynamoDBClient } = await sdk();
  return new DynamoDBClient({
    maxAttempts: 1,
    customUserAgent: USER_AGENT,
    logger: NO_LOG,
  }) as AwsClient;
});

export function createTable(client: AwsClient | undefined) {
  const send = createSender(sdk, client, defaultClient, translateTableError);

  return {
    /** One row, read consistently. */
    async getRow(call: Call, table: string, partitionKey: string, sortKey: number) {
      const item = await getItem(call, table, partitionKey, sortKey);
      return item === undefined ? undefined : rowFromAttributes(table, item);
    },

    async getHead(call: Call, table: string, headKey: string): Promise<Head | undefined> {
      const item = await getItem(call, table, headKey, 0);
      return item === undefined ? undefined : headFromAttributes(table, item);
    },

    async putRow(call: Call, table: string, attributes: Attributes): Promise<void> {
      const output = await attempt(call, (signal) =>
        send<PutItemCommandOutput>(
          table,
          ({ PutItemCommand }) =>
            new PutItemCommand({
              TableName: table,
              Item: toItem(attributes),
              ReturnConsumedCapacity: "TOTAL",
            }),
          signal,
        ),
      );
      count(call, output.ConsumedCapacity);
    },

    /**
     * Gives a name to a list, unless a newer one has it: a late attempt must not take the name
     * back from its retry. Resolves to whether the name is ours.
     */
    async putHead(call: Call, table: string, headKey: string, head: Omit<Head, "deleting">) {
      return conditionally(call, table, ({ PutItemCommand }) => {
        return new PutItemCommand({
          TableName: table,
          Item: toItem(headToAttributes(headKey, head)),
          ConditionExpression: "attribute_not_exists(generation) OR generation < :mine",
          ExpressionAttributeValues: { ":mine": { S: head.generation } },
          ReturnConsumedCapacity: "TOTAL",
        });
      });
    },

    /** Hides a list from readers by name, as the first step of deleting it. */
    async hideHead(call: Call, table: string, headKey: string, generation: string) {
      return conditionally(call, table, ({ UpdateItemCommand }) => {
        return new UpdateItemCommand({
          TableName: table,
          Key: keyAttributes(headKey, 0),
          UpdateExpression: "SET deleting = :true",
          ConditionExpression: "generation = :generation",
          ExpressionAttributeValues: {
            ":true": { BOOL: true },
            ":generation": { S: generation },
          },
          ReturnConsumedCapacity: "TOTAL",
        });
      });
    },

    /** Removes a head, unless it has come to stand for another list. */
    async removeHead(call: Call, table: string, headKey: string, generation: string) {
      return conditionally(call, table, ({ DeleteItemCommand }) => {
        return new DeleteItemCommand({
          TableName: table,
          Key: keyAttributes(headKey, 0),
          ConditionExpression: "generation = :generation",
          ExpressionAttributeValues: { ":generation": { S: generation } },
          ReturnConsumedCapacity: "TOTAL",
        });
      });
    },

    /** One page of a partition, read consistently. */
    async getPage(call: Call, table: string, partitionKey: string, range: PageRequest) {
      const output = await attempt(call, (signal) =>
        send<QueryCommandOutput>(
          table,
          ({ QueryCommand }) =>
            new QueryCommand({
              TableName: table,
              KeyConditionExpression:
                range.to === undefined
                  ? "partition_key = :key AND sort_key >= :from"
                  : "partition_key = :key AND sort_key BETWEEN :from AND :to",
              ExpressionAttributeValues: {
                ":key": { S: partitionKey },
                ":from": { N: String(range.from ?? 0) },
                ...(range.to === undefined ? {} : { ":to": { N: String(range.to) } }),
              },
              ConsistentRead: true,
              ExclusiveStartKey:
                range.after === undefined ? undefined : keyAttributes(partitionKey, range.after),
              ReturnConsumedCapacity: "TOTAL",
            }),
          signal,
        ),
      );
      count(call, output.ConsumedCapacity);
      const after = output.LastEvaluatedKey?.sort_key?.N;
      return {
        rows: (output.Items ?? []).map((item) => rowFromAttributes(table, item)),
        after: after === undefined ? undefined : Number(after),
      };
    },

    /**
     * One BatchWriteItem, sent once: the caller paces and repeats. Resolves to the changes that
     * DynamoDB did not process and to the units that the rest took.
     */
    async sendBatch(call: Call, table: string, changes: readonly RowChange[]) {
      const output = await sendOnce(
        call,
        (signal) =>
          send<BatchWriteItemCommandOutput>(
            table,
            ({ BatchWriteItemCommand }) =>
              new BatchWriteItemCommand({
                RequestItems: { [table]: changes.map(toWriteRequest) },
                ReturnConsumedCapacity: "TOTAL",
              }),
            signal,
          ),
        patienceFor(changes.reduce((bytes, change) => bytes + wireBytes(change), 0)),
      );
      const units = output.ConsumedCapacity?.reduce(
        (sum, consumed) => sum + count(call, consumed),
        0,
      );
      // All that is there, whether DynamoDB calls the table by its name or by its ARN.
      const unprocessed = Object.values(output.UnprocessedItems ?? {})
        .flat()
        .map(keyOfWriteRequest);
      return { unprocessed: new Set(unprocessed), units };
    },
  };

  async function getItem(call: Call, table: string, partitionKey: string, sortKey: number) {
    const output = await attempt(call, (signal) =>
      send<GetItemCommandOutput>(
        table,
        ({ GetItemCommand }) =>
          new GetItemCommand({
            TableName: table,
            Key: keyAttributes(partitionKey, sortKey),
            ConsistentRead: true,
            ReturnConsumedCapacity: "TOTAL",
          }),
        signal,
      ),
    );
    count(call, output.ConsumedCapacity);
    return output.Item;
  }

  /** False when the condition does not hold; losing it is an answer, not a failure. */
  async function conditionally(
    call: Call,
    table: string,
    makeCommand: (module: Awaited<ReturnType<typeof sdk>>) => object,
  ): Promise<boolean> {
    try {
      const output = await attempt(call, (signal) =>
        send<PutItemCommandOutput>(table, makeCommand, signal),
      );
      count(call, output.ConsumedCapacity);
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "ConditionalCheckFailedException") return false;
      throw error;
    }
  }
}

/** An upper bound of a change's bytes in a request, where quotes are escaped and bytes are base64. */
export function wireBytes(change: RowChange): number {
  return "put" in change ? change.bytes * 2 + 200 : change.remove.partitionKey.length + 200;
}

/** The identity of a change within a batch. */
export function changeKey(change: RowChange): string {
  if ("remove" in change) return `${change.remove.sortKey} ${change.remove.partitionKey}`;
  return itemKey(change.put);
}

function keyOfWriteRequest(request: WriteRequest): string {
  return itemKey(request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {});
}

function itemKey(item: Attributes | Record<string, AttributeValue>): string {
  const { partition_key: partition, sort_key: sort } = item as Record<string, AttributeValue>;
  return `${sort?.N} ${partition?.S}`;
}

function toWriteRequest(change: RowChange): WriteRequest {
  return "put" in change
    ? { PutRequest: { Item: toItem(change.put) } }
    : { DeleteRequest: { Key: keyAttributes(change.remove.partitionKey, change.remove.sortKey) } };
}

/** Our attributes are a part of the SDK's, which cannot see that they hold one member each. */
function toItem(attributes: Attributes): Record<string, AttributeValue> {
  return attributes as Record<string, AttributeValue>;
}

function count(call: Call, consumed: ConsumedCapacity | undefined): number {
  const units = consumed?.CapacityUnits ?? 0;
  call.meter.units += units;
  return units;
}
