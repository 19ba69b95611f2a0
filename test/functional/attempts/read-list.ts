import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { type ListPointer, StateDataClient } from "sfn-task-tools";

/**
 * Reads a list through iterateItems in a process of its own and prints what it took. Its one
 * argument is a Reading as JSON; Node wants --expose-gc.
 */
export interface Reading {
  readonly dynamodb: object;
  readonly s3: object;
  readonly table: string;
  readonly pointer: ListPointer;
}

export interface ReadingReport {
  readonly items: number;
  readonly characters: number;
  /** Bytes of resident memory, at the most, above what the process had before it read the list. */
  readonly growth: number;
}

async function main({ dynamodb, s3, table, pointer }: Reading): Promise<void> {
  const client = new StateDataClient({
    table,
    clients: { dynamodb: new DynamoDBClient(dynamodb), s3: new S3Client(s3) },
  });
  // A warm process: what is loaded lazily is loaded, and compiled, by reading a small part often.
  for (let round = 0; round < 50; round++) {
    await client.getItems({ ...pointer, items: pointer.items.slice(0, 3) });
  }
  global.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  let items = 0;
  let characters = 0;
  for await (const item of client.iterateItems<string>(pointer as ListPointer<string>)) {
    items += 1;
    characters += item.length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  const report: ReadingReport = { items, characters, growth: most - before };
  console.log(JSON.stringify(report));
  process.exit(0);
}

await main(JSON.parse(process.argv[2] ?? ""));
