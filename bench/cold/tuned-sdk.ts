import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

/** The same with the SDK alone. */
const dynamodb = new DynamoDBClient({ maxAttempts: 1 });
await dynamodb.send(
  new PutItemCommand({
    TableName: "bench-state-data",
    Item: {
      partition_key: { S: "bench/cold:thing" },
      sort_key: { N: "0" },
      expires_at: { N: String(Math.floor(Date.now() / 1_000) + 30 * 86_400) },
      data: { S: JSON.stringify({ name: "Elaine", words: 12 }) },
    },
  }),
);
process.exit(0);
