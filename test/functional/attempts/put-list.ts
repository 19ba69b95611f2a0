import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { StateDataClient } from "sfn-task-tools";

/**
 * An attempt of a task, as a process of its own: puts a list, tells when it begins and ends, and may
 * be killed in between. `node --import tsx put-list.ts <config as JSON>`
 */
export interface Attempt {
  readonly dynamodb: object;
  readonly s3: object;
  readonly table: string;
  readonly bucket: string;
  readonly namespace: string;
  readonly key: string;
  /** What each item says, so that a reader can tell the attempts apart. */
  readonly label: string;
  readonly count: number;
  /** Characters of an item; beyond 65,536 it overflows. */
  readonly size: number;
  /** How many lists to put, one after the other, each labelled with its number. */
  readonly rounds?: number;
}

/** The items of an attempt: each names its list, its place and the list's length. */
export function itemsOf({ label, count, size }: Attempt) {
  return Array.from({ length: count }, (_, index) => ({
    label,
    index,
    count,
    filler: label.padEnd(index % 10 === 0 ? size : 50, "·"),
  }));
}

async function main(attempt: Attempt): Promise<void> {
  const client = new StateDataClient({
    table: attempt.table,
    bucket: attempt.bucket,
    namespace: attempt.namespace,
    compression: "none",
    concurrency: 4,
    clients: {
      dynamodb: new DynamoDBClient(attempt.dynamodb),
      s3: new S3Client(attempt.s3),
    },
  });
  for (let round = 0; round < (attempt.rounds ?? 1); round++) {
    const label = attempt.rounds === undefined ? attempt.label : `${attempt.label}-${round}`;
    process.stdout.write("begin\n");
    const pointer = await client.putItems(attempt.key, itemsOf({ ...attempt, label }));
    process.stdout.write(`end ${JSON.stringify({ label, pointer })}\n`);
  }
  process.exit(0);
}

const [, script = "", config] = process.argv;
if (script.endsWith("put-list.ts") && config !== undefined) await main(JSON.parse(config));
