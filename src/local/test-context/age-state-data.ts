import type { LocalClients } from "./clients.js";

/** Lets every row of a table expire: they stay until somebody deletes them, as DynamoDB's do for a while. */
export async function expireAll({ dynamodb, dynamodbSdk }: LocalClients, TableName: string) {
  const past = { ":past": { N: String(Math.floor(Date.now() / 1_000) - 1) } };
  const pages = dynamodbSdk.paginateScan(
    { client: dynamodb },
    { TableName, ProjectionExpression: "partition_key, sort_key", ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) {
    for (const Key of Items) {
      await dynamodb.send(
        new dynamodbSdk.UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: "SET expires_at = :past",
          ExpressionAttributeValues: past,
        }),
      );
    }
  }
}

/** Deletes every object of a bucket, as lifecycle rules do. Resolves to how many there were. */
export async function deleteObjects({ s3, s3Sdk }: LocalClients, Bucket: string): Promise<number> {
  const keys: string[] = [];
  for await (const { Contents = [] } of s3Sdk.paginateListObjectsV2({ client: s3 }, { Bucket })) {
    keys.push(...Contents.map(({ Key = "" }) => Key));
  }
  for (const Key of keys) await s3.send(new s3Sdk.DeleteObjectCommand({ Bucket, Key }));
  return keys.length;
}
