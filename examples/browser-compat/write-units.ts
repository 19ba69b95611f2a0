import type { ConsumedCapacity, DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** Counts the units of a client's writes from now on, as DynamoDB reports them. The function returned tells. */
export function countWriteUnits(client: DynamoDBClient): () => number {
  let units = 0;
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const answer = await next(args);
        if (/^(Put|Update|Delete|BatchWrite)Item/.test(commandName)) {
          // Every output of these commands has it, in one or the other form.
          const { ConsumedCapacity: consumed } = answer.output as {
            ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
          };
          for (const { CapacityUnits = 0 } of [consumed ?? []].flat()) units += CapacityUnits;
        }
        return answer;
      },
    { step: "initialize", name: "countWriteUnits" },
  );
  return () => units;
}

/** What the example's data takes where each item is JSON text in a row, or in S3 where it is too large for one. */
export function plainLayout(items: readonly unknown[]) {
  let bytes = 0;
  let writeUnits = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item));
    bytes += size;
    writeUnits += size > LARGEST_ROW ? 1 : Math.ceil((size + ROW_OVERHEAD) / 1_024);
  }
  return { bytes, writeUnits };
}

/** Bytes of data above which the plain layout's row only points to S3. */
const LARGEST_ROW = 390_000;

/**
 * Bytes of a row beside its data: four attribute names, a partition key of 30 characters and two numbers.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const ROW_OVERHEAD = "partition_keysort_keyexpires_atdata".length + 30 + 3 + 6;
