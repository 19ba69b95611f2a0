import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { startStores } from "sfn-task-tools/local";
import { describe, expect, test } from "vitest";
import { rawBytes } from "./raw-request.js";

async function temporaryFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith("sfn-task-tools-s3-"));
}

describe("startStores", () => {
  test("binds two ports of 127.0.0.1 and tells clients and child processes of them", async () => {
    await using stores = await startStores({ region: "eu-central-1" });
    expect(stores.dynamodb).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(stores.s3).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(stores.dynamodb).not.toBe(stores.s3);
    expect(stores.environment).toEqual({
      AWS_ENDPOINT_URL_DYNAMODB: stores.dynamodb,
      AWS_ENDPOINT_URL_S3: stores.s3,
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: expect.any(String),
      AWS_SECRET_ACCESS_KEY: expect.any(String),
    });
    const config = stores.clientConfig("s3");
    expect(config).toMatchObject({ endpoint: stores.s3, region: "eu-central-1" });
    const client = new S3Client(config);
    expect((await client.send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
    client.destroy();
  });

  test("takes given ports, and rejects when one is taken without holding on to the other", async () => {
    const first = await startStores();
    const port = Number(new URL(first.s3).port);
    await expect(startStores({ s3Port: port })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await first.close();
    const second = await startStores({ s3Port: port });
    expect(second.s3).toBe(first.s3);
    await second.close();
  });

  test("keeps two instances apart", async () => {
    await using one = await startStores();
    await using two = await startStores();
    const client = new S3Client(one.clientConfig("s3"));
    const other = new S3Client(two.clientConfig("s3"));
    await client.send(new CreateBucketCommand({ Bucket: "only-in-one" }));
    expect((await other.send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
    client.destroy();
    other.destroy();
  });

  test("makes its folder when it is first needed, and close removes it", async () => {
    const before = await temporaryFolders();
    const stores = await startStores();
    expect(await temporaryFolders()).toEqual(before);
    const client = new S3Client(stores.clientConfig("s3"));
    await client.send(new CreateBucketCommand({ Bucket: "bucket" }));
    const made = (await temporaryFolders()).filter((name) => !before.includes(name));
    expect(made.length).toBeGreaterThanOrEqual(1);
    await stores.close();
    await stores.close();
    expect(made.filter((name) => existsSync(join(tmpdir(), name, "bucket")))).toEqual([]);
    client.destroy();
  });

  test("leaves a given folder in place, and finds its objects again", async () => {
    const directory = await mkdtemp(join(tmpdir(), "stores-test-"));
    const first = await startStores({ directory });
    const client = new S3Client(first.clientConfig("s3"));
    await client.send(new CreateBucketCommand({ Bucket: "kept" }));
    await client.send(new PutObjectCommand({ Bucket: "kept", Key: "a/b", Body: "text" }));
    await first.close();
    const second = await startStores({ directory });
    const again = new S3Client(second.clientConfig("s3"));
    const { Contents } = await again.send(new ListObjectsV2Command({ Bucket: "kept" }));
    expect(Contents).toMatchObject([{ Key: "a/b", Size: 4 }]);
    const race = new PutObjectCommand({ Bucket: "kept", Key: "a/b", Body: "", IfNoneMatch: "*" });
    await expect(again.send(race)).rejects.toMatchObject({ name: "PreconditionFailed" });
    const { Body } = await again.send(new GetObjectCommand({ Bucket: "kept", Key: "a/b" }));
    expect(await Body?.transformToString()).toBe("text");
    await second.close();
    await rm(directory, { recursive: true });
    client.destroy();
    again.destroy();
  });

  test("close is prompt and cuts open connections, also those that are in the middle of a request", async () => {
    const stores = await startStores();
    const dynamodb = new DynamoDBClient(stores.clientConfig("dynamodb"));
    await dynamodb.send(new ListTablesCommand());
    const { host } = new URL(stores.s3);
    const hanging = rawBytes(
      stores.s3,
      `PUT /b/k HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 10\r\n\r\nabc`,
      20_000,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const started = performance.now();
    await stores.close();
    expect(await hanging).toBe("");
    expect(performance.now() - started).toBeLessThan(1_000);
    await expect(dynamodb.send(new ListTablesCommand())).rejects.toThrow();
    dynamodb.destroy();
  });
});
