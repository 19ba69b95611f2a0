import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { StateDataClient } from "sfn-task-tools";
import { type Attempt, itemsOf } from "./attempt.js";

/** Puts list after list, and tells when it begins and ends each; its one argument is an Attempt as JSON. */
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

await main(JSON.parse(process.argv[2] ?? ""));
