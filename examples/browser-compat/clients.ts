import { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/**
 * The library makes and keeps its clients by itself. This one is ours so that `main.ts` can count
 * the write units that it consumes; attempts are the library's to count, hence one.
 */
export const clients = { dynamodb: new DynamoDBClient({ maxAttempts: 1 }) };
