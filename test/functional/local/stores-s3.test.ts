import { createHash, randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketOwnershipControlsCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { type Stores, startStores } from "sfn-task-tools/local";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { rawRequest, SIGNED } from "./raw-request.js";

let stores: Stores;
let client: S3Client;
let Bucket: string;
let buckets = 0;

beforeAll(async () => {
  stores = await startStores();
  client = new S3Client(stores.clientConfig("s3"));
});

afterAll(async () => {
  client.destroy();
  await stores.close();
});

beforeEach(async () => {
  buckets += 1;
  Bucket = `bucket-${buckets}`;
  await client.send(new CreateBucketCommand({ Bucket }));
});

const put = (Key: string, Body: string | Buffer, more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
async function get(Key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}
const md5 = (bytes: Buffer | string) => createHash("md5").update(bytes).digest("hex");

describe("objects", () => {
  test("come back as they were put, with their headers and metadata", async () => {
    const Key = "state-data/20700101/ä (1)+%41#?.json";
    const answer = await put(Key, "hällo", {
      ContentType: "application/json",
      ContentEncoding: "gzip",
      CacheControl: "no-store",
      Metadata: { execution: "run" },
    });
    expect(answer.ETag).toBe(`"${md5("hällo")}"`);
    expect(answer.ChecksumCRC32).toMatch(/^[\w+/]{6}==$/);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({
      ContentLength: 6,
      ContentType: "application/json",
      ContentEncoding: "gzip",
      CacheControl: "no-store",
      Metadata: { execution: "run" },
      ETag: answer.ETag,
    });
    expect((await get(Key)).toString()).toBe("hällo");
  });

  test("of 5 MB, as a buffer with the SDK's checksums, with another algorithm, and as a stream", async () => {
    const bytes = randomBytes(5_000_000);
    await put("buffer", bytes);
    expect((await get("buffer")).equals(bytes)).toBe(true);
    for (const ChecksumAlgorithm of ["CRC32", "CRC32C", "SHA1", "SHA256"]) {
      const Key = `stream-${ChecksumAlgorithm}`;
      const stream = Readable.from(
        Array.from({ length: 50 }, (_, index) =>
          bytes.subarray(index * 100_000, (index + 1) * 100_000),
        ),
      );
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: stream,
          ContentLength: bytes.length,
          ChecksumAlgorithm: ChecksumAlgorithm as "CRC32",
        }),
      );
      const { Body, ContentEncoding } = await client.send(new GetObjectCommand({ Bucket, Key }));
      expect(ContentEncoding).toBeUndefined();
      expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(bytes)).toBe(true);
    }
  });

  test("of no bytes are objects", async () => {
    await put("empty", "");
    expect(await get("empty")).toHaveLength(0);
  });

  test("that are not there are NoSuchKey, and deleting them is success", async () => {
    await expect(get("absent")).rejects.toMatchObject({ name: "NoSuchKey" });
    await expect(
      client.send(new HeadObjectCommand({ Bucket, Key: "absent" })),
    ).rejects.toMatchObject({ name: "NotFound" });
    await client.send(new DeleteObjectCommand({ Bucket, Key: "absent" }));
    await put("there", "x");
    await client.send(new DeleteObjectCommand({ Bucket, Key: "there" }));
    await expect(get("there")).rejects.toMatchObject({ name: "NoSuchKey" });
  });

  test("are read in ranges", async () => {
    await put("digits", "0123456789");
    const range = async (Range: string) => {
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: "digits", Range }));
      return [await answer.Body?.transformToString(), answer.ContentRange];
    };
    expect(await range("bytes=0-0")).toEqual(["0", "bytes 0-0/10"]);
    expect(await range("bytes=7-")).toEqual(["789", "bytes 7-9/10"]);
    expect(await range("bytes=-3")).toEqual(["789", "bytes 7-9/10"]);
    expect(await range("bytes=8-99")).toEqual(["89", "bytes 8-9/10"]);
    expect(await range("lines=1-2")).toEqual(["0123456789", undefined]);
    await expect(range("bytes=10-")).rejects.toMatchObject({ name: "InvalidRange" });
  });

  test("are copied", async () => {
    await put("from #1", "x", { Metadata: { a: "b" } });
    const CopySource = encodeURIComponent(`${Bucket}/from #1`);
    await client.send(new CopyObjectCommand({ Bucket, Key: "to/here", CopySource }));
    expect((await get("to/here")).toString()).toBe("x");
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "to/here" }));
    expect(head.Metadata).toEqual({ a: "b" });
    const conditional = new CopyObjectCommand({
      Bucket,
      Key: "to/here",
      CopySource,
      IfNoneMatch: "*",
    });
    await expect(client.send(conditional)).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(
      client.send(
        new CopyObjectCommand({ Bucket, Key: "x", CopySource: `${Bucket}/..%2F..%2Fetc` }),
      ),
    ).rejects.toMatchObject({ name: "InvalidArgument" });
  });

  test("two copies in opposite directions do not wait for each other", async () => {
    await put("a", "1");
    await put("b", "2");
    const copy = (from: string, Key: string) =>
      client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${from}` }));
    await Promise.all(Array.from({ length: 10 }, () => [copy("a", "b"), copy("b", "a")]).flat());
  });

  test("are not lost when the last other object of their folder is deleted meanwhile", async () => {
    for (let round = 0; round < 60; round += 1) {
      await put("d/e/old", "x");
      await Promise.all([
        client.send(new DeleteObjectCommand({ Bucket, Key: "d/e/old" })),
        put("d/e/new", "y"),
        put("d/f", "z"),
      ]);
      expect((await get("d/e/new")).toString()).toBe("y");
      const Objects = [{ Key: "d/e/new" }, { Key: "d/f" }];
      await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    }
  });

  test("of several parts are refused, with the way out", async () => {
    const part = { Bucket, Key: "big", PartNumber: 1, UploadId: "../../x", Body: "x" };
    await expect(client.send(new UploadPartCommand(part))).rejects.toMatchObject({
      name: "NotImplemented",
    });
  });
});

describe("conditional puts", () => {
  test("If-None-Match: * writes an absent key only", async () => {
    await put("key", "first", { IfNoneMatch: "*" });
    await expect(put("key", "second", { IfNoneMatch: "*" })).rejects.toMatchObject({
      name: "PreconditionFailed",
      $metadata: { httpStatusCode: 412 },
    });
    expect((await get("key")).toString()).toBe("first");
    await client.send(new DeleteObjectCommand({ Bucket, Key: "key" }));
    await put("key", "third", { IfNoneMatch: "*" });
    expect((await get("key")).toString()).toBe("third");
  });

  test("of 20 that race exactly one wins, and its bytes stay", async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        put("race", Buffer.alloc(100_000, index), { IfNoneMatch: "*" }).then(() => index),
      ),
    );
    const winners = outcomes.filter((outcome) => outcome.status === "fulfilled");
    expect(winners).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === "rejected") {
        expect(outcome.reason).toMatchObject({ name: "PreconditionFailed" });
      }
    }
    const stored = await get("race");
    expect(stored.equals(Buffer.alloc(100_000, winners[0]?.value))).toBe(true);
  });

  test("If-Match writes over the version that was read", async () => {
    await expect(put("key", "x", { IfMatch: '"abc"' })).rejects.toMatchObject({
      name: "NoSuchKey",
    });
    const { ETag } = await put("key", "one");
    await expect(put("key", "x", { IfMatch: '"abc"' })).rejects.toMatchObject({
      name: "PreconditionFailed",
    });
    await put("key", "two", { IfMatch: ETag });
    expect((await get("key")).toString()).toBe("two");
  });

  test("into a bucket that is not there are NoSuchBucket", async () => {
    const absent = { Bucket: "no-such-bucket", Key: "k", Body: "x", IfNoneMatch: "*" };
    await expect(client.send(new PutObjectCommand(absent))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });
});

test("a reader sees one whole object or the other, never half of one", async () => {
  const versions = [1, 2, 3].map((fill) => Buffer.alloc(fill * 700_000, fill));
  await put("torn", versions[0] ?? "");
  let writing = true;
  const writer = (async () => {
    for (let round = 0; round < 15; round += 1) await put("torn", versions[round % 3] ?? "");
    writing = false;
  })();
  let reads = 0;
  const reader = async () => {
    while (writing) {
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key: "torn" }));
      const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
      expect(versions.some((version) => version.equals(bytes))).toBe(true);
      expect(ETag).toBe(`"${md5(bytes)}"`);
      reads += 1;
    }
  };
  await Promise.all([writer, reader(), reader(), reader()]);
  expect(reads).toBeGreaterThan(3);
});

describe("checksums", () => {
  const bytes = Buffer.from("some bytes");
  const of = (algorithm: string, value = bytes) =>
    createHash(algorithm).update(value).digest("base64");

  async function putRaw(headers: Record<string, string>) {
    const path = `/${Bucket}/sum`;
    const answer = await rawRequest(stores.s3, {
      method: "PUT",
      path,
      headers: { ...SIGNED, ...headers },
      body: bytes,
    });
    const stored = await rawRequest(stores.s3, { method: "HEAD", path, headers: SIGNED });
    return { ...answer, stored: stored.status === 200 };
  }

  test.each([
    ["content-md5", of("md5")],
    ["x-amz-checksum-sha1", of("sha1")],
    ["x-amz-checksum-sha256", of("sha256")],
    ["x-amz-checksum-crc32", "M/2KFA=="],
    ["x-amz-content-sha256", createHash("sha256").update(bytes).digest("hex")],
  ])("a right %s is taken", async (header, value) => {
    const crc = header === "x-amz-checksum-crc32" ? crc32Of(bytes) : value;
    expect(await putRaw({ [header]: crc })).toMatchObject({ status: 200, stored: true });
  });

  test.each([
    ["content-md5", of("md5", Buffer.from("other")), "BadDigest"],
    ["x-amz-checksum-sha1", of("sha1", Buffer.from("other")), "BadDigest"],
    ["x-amz-checksum-sha256", of("sha256", Buffer.from("other")), "BadDigest"],
    ["x-amz-checksum-crc32", "AAAAAA==", "BadDigest"],
    ["x-amz-checksum-crc32c", "AAAAAA==", "BadDigest"],
    ["x-amz-content-sha256", "0".repeat(64), "XAmzContentSHA256Mismatch"],
    ["content-md5", "not base64", "InvalidDigest"],
    ["x-amz-checksum-sha256", of("md5"), "InvalidRequest"],
  ])("a wrong %s is a 400, and nothing is stored", async (header, value, code) => {
    const answer = await putRaw({ [header]: value });
    expect(answer).toMatchObject({ status: 400, stored: false });
    expect(answer.body).toContain(`<Code>${code}</Code>`);
  });

  test("a wrong trailing checksum is a 400, and nothing is stored", async () => {
    const headers = {
      "content-encoding": "aws-chunked",
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-trailer": "x-amz-checksum-crc32",
      "x-amz-decoded-content-length": "3",
    };
    const request = (body: string) => ({
      method: "PUT",
      path: `/${Bucket}/chunked`,
      headers: { ...SIGNED, ...headers },
      body,
    });
    const send = (body: string) => rawRequest(stores.s3, request(body));
    const wrong = await send("3\r\nabc\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
    expect(wrong.status).toBe(400);
    expect(wrong.body).toContain("BadDigest");
    for (const body of ["", "3\r\nab", "zz", "2\r\nab\r\n0\r\n\r\n", "ffffffff\r\nabc"]) {
      expect(await send(body)).toMatchObject({ status: 400 });
    }
    await expect(get("chunked")).rejects.toMatchObject({ name: "NoSuchKey" });
    const right = await send("3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==\r\n\r\n");
    expect(right.status).toBe(200);
    expect((await get("chunked")).toString()).toBe("abc");
  });
});

describe("listing", () => {
  test("is in the order of the bytes, in pages, beyond 1,000 keys", async () => {
    const keys = ["a", "a-b", "a/b", "a.b", "A", "ü", "z", "😀", "\uffee"];
    await Promise.all(keys.map((key) => put(key, "x")));
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: {
        Contents?: { Key?: string | undefined }[] | undefined;
        NextContinuationToken?: string | undefined;
      } = await client.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2, ContinuationToken }));
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(seen).toEqual(["A", "a", "a-b", "a.b", "a/b", "z", "ü", "\uffee", "😀"]);
  });

  test("knows prefixes and delimiters", async () => {
    for (const key of ["a/1", "a/2", "b/1", "b/c/1", "top"]) await put(key, "x");
    const list = async (input: object) => {
      const page = await client.send(new ListObjectsV2Command({ Bucket, ...input }));
      return [
        (page.Contents ?? []).map(({ Key }) => Key),
        (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        page.NextContinuationToken,
      ] as const;
    };
    expect(await list({ Delimiter: "/" })).toEqual([["top"], ["a/", "b/"], undefined]);
    expect(await list({ Prefix: "b/", Delimiter: "/" })).toEqual([["b/1"], ["b/c/"], undefined]);
    expect(await list({ StartAfter: "a/2" })).toEqual([["b/1", "b/c/1", "top"], [], undefined]);
    const [, first, token] = await list({ Delimiter: "/", MaxKeys: 1 });
    expect(first).toEqual(["a/"]);
    const second = await list({ Delimiter: "/", MaxKeys: 5, ContinuationToken: token });
    expect(second).toEqual([["top"], ["b/"], undefined]);
  });

  test("tells size, ETag and time", async () => {
    await put("key", "12345");
    const { Contents, KeyCount } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(KeyCount).toBe(1);
    expect(Contents).toMatchObject([{ Key: "key", Size: 5, ETag: `"${md5("12345")}"` }]);
    expect(Date.now() - (Contents?.[0]?.LastModified?.getTime() ?? 0)).toBeLessThan(10_000);
  });

  test("follows DeleteObjects, whose keys are texts", async () => {
    for (const key of ["007", "7", "a & <b>", "keep"]) await put(key, "x");
    const Objects = ["007", "a & <b>", "absent", "../../etc/passwd"].map((Key) => ({ Key }));
    const answer = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
    expect(answer.Deleted?.map(({ Key }) => Key)).toEqual(["007", "a & <b>", "absent"]);
    expect(answer.Errors).toMatchObject([{ Key: "../../etc/passwd", Code: "InvalidArgument" }]);
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents?.map(({ Key }) => Key)).toEqual(["7", "keep"]);
  });
});

describe("buckets", () => {
  test("are created once, found, and deleted when they are empty", async () => {
    await client.send(new CreateBucketCommand({ Bucket })); // one's own, in us-east-1
    const head = await client.send(new HeadBucketCommand({ Bucket }));
    expect(head.BucketRegion).toBe("us-east-1");
    await put("key", "x");
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "BucketNotEmpty",
    });
    await client.send(new DeleteObjectCommand({ Bucket, Key: "key" }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    await expect(client.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: "NotFound",
    });
    await expect(put("key", "x")).rejects.toMatchObject({ name: "NoSuchBucket" });
    await expect(client.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({
      name: "NoSuchBucket",
    });
  });

  test("outside us-east-1 are BucketAlreadyOwnedByYou the second time", async () => {
    await using elsewhere = await startStores({ region: "eu-west-1" });
    const there = new S3Client(elsewhere.clientConfig("s3"));
    await there.send(new CreateBucketCommand({ Bucket: "mine" }));
    await expect(there.send(new CreateBucketCommand({ Bucket: "mine" }))).rejects.toMatchObject({
      name: "BucketAlreadyOwnedByYou",
    });
    const { LocationConstraint } = await there.send(
      new GetBucketLocationCommand({ Bucket: "mine" }),
    );
    expect(LocationConstraint).toBe("eu-west-1");
    there.destroy();
  });

  test.each(["ab", "Upper", "under_score", "a..b", "-a-b", "192.168.0.1", "x".repeat(64), "a b"])(
    "are not named %s",
    async (name) => {
      const path = `/${encodeURIComponent(name)}`;
      const answer = await rawRequest(stores.s3, { method: "PUT", path, headers: SIGNED });
      expect(answer.status).toBe(400);
      expect(answer.body).toContain("InvalidBucketName");
    },
  );
});

describe("bucket settings are kept and returned", () => {
  test("lifecycle: a put replaces all rules", async () => {
    const read = new GetBucketLifecycleConfigurationCommand({ Bucket });
    await expect(client.send(read)).rejects.toMatchObject({
      name: "NoSuchLifecycleConfiguration",
      $metadata: { httpStatusCode: 404 },
    });
    const rule = (ID: string, Days: number) => ({
      ID,
      Status: "Enabled" as const,
      Filter: { Prefix: "state-data/" },
      Expiration: { Days },
    });
    const write = (...Rules: ReturnType<typeof rule>[]) =>
      client.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
      );
    await write(rule("one", 30), rule("two", 32));
    expect((await client.send(read)).Rules).toEqual([rule("one", 30), rule("two", 32)]);
    await write(rule("three", 7));
    expect((await client.send(read)).Rules).toEqual([rule("three", 7)]);
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject({ name: "NoSuchLifecycleConfiguration" });
  });

  test("public access block", async () => {
    const read = new GetPublicAccessBlockCommand({ Bucket });
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: false,
      RestrictPublicBuckets: true,
    };
    const code = { name: "NoSuchPublicAccessBlockConfiguration" };
    await expect(client.send(read)).rejects.toMatchObject(code);
    await client.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    expect((await client.send(read)).PublicAccessBlockConfiguration).toEqual(
      PublicAccessBlockConfiguration,
    );
    await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject(code);
  });

  test("policy, as the text that was sent", async () => {
    const read = new GetBucketPolicyCommand({ Bucket });
    await expect(client.send(read)).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
    const Policy = '{ "Version": "2012-10-17",\n "Statement": [] }';
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await client.send(read)).Policy).toBe(Policy);
    await expect(
      client.send(new PutBucketPolicyCommand({ Bucket, Policy: "{" })),
    ).rejects.toMatchObject({ name: "MalformedPolicy" });
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject({ name: "NoSuchBucketPolicy" });
  });

  test("ownership controls", async () => {
    const read = new GetBucketOwnershipControlsCommand({ Bucket });
    const OwnershipControls = { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" as const }] };
    const code = { name: "OwnershipControlsNotFoundError" };
    await expect(client.send(read)).rejects.toMatchObject(code);
    await client.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls }));
    expect((await client.send(read)).OwnershipControls).toEqual(OwnershipControls);
    await client.send(new DeleteBucketOwnershipControlsCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject(code);
  });

  test("encryption", async () => {
    const read = new GetBucketEncryptionCommand({ Bucket });
    const ServerSideEncryptionConfiguration = {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" as const },
          BucketKeyEnabled: true,
        },
      ],
    };
    await client.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }),
    );
    expect((await client.send(read)).ServerSideEncryptionConfiguration).toEqual(
      ServerSideEncryptionConfiguration,
    );
    await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject({
      name: "ServerSideEncryptionConfigurationNotFoundError",
    });
  });

  test("tagging and versioning", async () => {
    const read = new GetBucketTaggingCommand({ Bucket });
    await expect(client.send(read)).rejects.toMatchObject({ name: "NoSuchTagSet" });
    const TagSet = [{ Key: "a", Value: "<b>" }];
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await client.send(read)).TagSet).toEqual(TagSet);
    await client.send(new DeleteBucketTaggingCommand({ Bucket }));
    await expect(client.send(read)).rejects.toMatchObject({ name: "NoSuchTagSet" });
    const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket }));
    expect(Status).toBeUndefined();
  });

  test("they are a bucket's own, and gone with it", async () => {
    const Policy = "{}";
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await expect(
      client.send(new PutBucketPolicyCommand({ Bucket: "no-such-bucket", Policy })),
    ).rejects.toMatchObject({ name: "NoSuchBucket" });
    await client.send(new DeleteBucketCommand({ Bucket }));
    await client.send(new CreateBucketCommand({ Bucket }));
    await expect(client.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: "NoSuchBucketPolicy",
    });
  });

  test("a document that is none is MalformedXML, and what is not kept is NotImplemented", async () => {
    const send = (query: string, body: string) =>
      rawRequest(stores.s3, { method: "PUT", path: `/${Bucket}?${query}`, headers: SIGNED, body });
    for (const body of ["", "<", "<Other/>", "<LifecycleConfiguration>", "{}"]) {
      const answer = await send("lifecycle", body);
      expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("MalformedXML")]);
    }
    expect(await send("website", "<WebsiteConfiguration/>")).toMatchObject({ status: 501 });
    expect(await send("cors", "<CORSConfiguration/>")).toMatchObject({ status: 501 });
    expect(await send("versioning", "<VersioningConfiguration/>")).toMatchObject({ status: 405 });
  });
});

function crc32Of(value: Buffer): string {
  let crc = 0xffffffff;
  for (const byte of value) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return bytes.toString("base64");
}
