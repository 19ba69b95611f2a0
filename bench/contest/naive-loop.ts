import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Contestant, Setting } from "./contestant.js";

/** What a row can hold. */
const OVERFLOW_ABOVE = 390_000;

interface Handle {
  readonly key: string;
  readonly count: number;
}

/** The first thing that works: one request after the other, clients as they come, text as it is. */
export function createNaiveLoop({ table, bucket }: Setting): Contestant<Handle> {
  const dynamodb = new DynamoDBClient();
  const s3 = new S3Client();
  return {
    async put(items) {
      const key = "bench/naive-loop:list";
      for (const [index, item] of items.entries()) {
        const text = JSON.stringify(item);
        const address = { partition_key: { S: key }, sort_key: { N: String(index) } };
        if (text.length > OVERFLOW_ABOVE) {
          const Key = `${key}/${index}`;
          await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: text }));
          const Item = { ...address, s3_key: { S: Key } };
          await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
        } else {
          const Item = { ...address, data: { S: text } };
          await dynamodb.send(new PutItemCommand({ TableName: table, Item }));
        }
      }
      return { key, count: items.length };
    },

    async get({ key, count }) {
      const items: unknown[] = [];
      for (let index = 0; index < count; index++) {
        const { Item } = await dynamodb.send(
          new GetItemCommand({
            TableName: table,
            Key: { partition_key: { S: key }, sort_key: { N: String(index) } },
            ConsistentRead: true,
          }),
        );
        const Key = Item?.s3_key?.S;
        if (Key === undefined) {
          items.push(JSON.parse(Item?.data?.S ?? ""));
        } else {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
          items.push(JSON.parse((await Body?.transformToString()) ?? ""));
        }
      }
      return items;
    },
  };
}
