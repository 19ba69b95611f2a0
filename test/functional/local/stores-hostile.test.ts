import { access, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stores, startStores } from "sfn-task-tools/local";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rawBytes, rawOperation, rawRequest, SIGNED } from "./raw-request.js";

let stores: Stores;
let parent: string;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "stores-hostile-"));
  stores = await startStores({ directory: join(parent, "objects"), maxRequestBytes: 1_000_000 });
  await rawRequest(stores.s3, { method: "PUT", path: "/bucket", headers: SIGNED });
});

afterAll(async () => {
  await stores.close();
  await rm(parent, { recursive: true });
});

describe.each(["dynamodb", "s3"] as const)(
  "what a web page can send to %s is refused",
  (service) => {
    const send = (headers: Record<string, string>, method = "POST") =>
      rawRequest(stores[service], { method, headers: { ...SIGNED, ...headers } });

    test.each([
      "evil.example",
      "evil.example:80",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "127.0.0.1@evil.example",
      "0.0.0.0",
      "[::2]",
      "169.254.169.254",
    ])("a request whose Host is %j (DNS rebinding)", async (host) => {
      const answer = await send({ host });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain("AccessDenied");
    });

    test.each(["127.0.0.1", "localhost:1234", "[::1]:80", "bucket.localhost"])(
      "but not one whose Host is %s",
      async (host) => {
        expect((await send({ host })).status).not.toBe(403);
      },
    );

    test.each(["https://evil.example", "http://localhost:3000", "null"])(
      "a request with the Origin %s",
      async (origin) => {
        const answer = await send({ origin });
        expect(answer.status).toBe(403);
      },
    );

    test.each(["cross-site", "same-site", "same-origin"])(
      "a request with Sec-Fetch-Site: %s",
      async (site) => {
        expect((await send({ "sec-fetch-site": site }, "GET")).status).toBe(403);
      },
    );

    test("a preflight", async () => {
      const answer = await send(
        {
          origin: "https://evil.example",
          "access-control-request-method": "PUT",
          "access-control-request-headers": "authorization",
        },
        "OPTIONS",
      );
      expect(answer.status).toBe(403);
      expect((await send({}, "OPTIONS")).status).toBe(403);
    });

    test("no answer carries a CORS header", async () => {
      const answers = [await send({}, "GET"), await send({ origin: "https://evil.example" })];
      const names = answers.flatMap(({ headers }) => Object.keys(headers));
      expect(names.filter((name) => name.startsWith("access-control"))).toEqual([]);
    });
  },
);

test("a Host of the allowedHosts option is taken, and no other", async () => {
  await using open = await startStores({ allowedHosts: ["Host.Docker.Internal"] });
  const send = (host: string) => rawRequest(open.s3, { headers: { ...SIGNED, host } });
  expect((await send("host.docker.internal:1")).status).toBe(200);
  expect((await send("other.internal")).status).toBe(403);
});

describe("S3 names", () => {
  const OUT = [
    "/bucket/..%2Fx",
    "/bucket/..%2F..%2Fescaped",
    "/bucket/../../escaped",
    "/bucket/a/../../../escaped",
    "/bucket/%2e%2e/%2e%2e/escaped",
    "/bucket/%2e%2e%2f%2e%2e%2fescaped",
    "/bucket/%252e%252e%252fescaped",
    "/bucket/%25252e%25252e%25252fescaped",
    "/bucket/..%255cescaped",
    "/bucket/..%5Cescaped",
    "/bucket/a/.",
    "/bucket/./a",
    "/bucket/a//b",
    "/bucket//a",
    "/bucket/a%00b",
    "/bucket/a%0ab",
    "/bucket/%ff",
    "/bucket/%",
    "/bucket/x._S3rver_object/y",
    `/bucket/${"x".repeat(201)}`,
    `/bucket/${"x/".repeat(600)}y`,
    "/..%2Fescaped/x",
    "/%2e%2e/escaped",
    "/../escaped",
    "//escaped",
  ];

  test.each(OUT)("%s is a 400 for every method", async (path) => {
    for (const method of ["PUT", "GET", "HEAD", "DELETE"]) {
      const answer = await rawRequest(stores.s3, { method, path, headers: SIGNED });
      expect([method, answer.status]).toEqual([method, 400]);
    }
    expect(await readdir(parent)).toEqual(["objects"]);
    expect(await readdir(join(parent, "objects"))).toEqual(["bucket"]);
  });

  test.each(["..a", "a..b/c", "...", "a.", "100%25", "%252", "a%2Fb", "folder/", "ü".repeat(100)])(
    "/bucket/%s is a key like any other",
    async (key) => {
      const path = `/bucket/ok/${key.replace(/ü/g, "%C3%BC")}`;
      const send = (method: string, body?: string) =>
        rawRequest(stores.s3, {
          method,
          path,
          headers: SIGNED,
          ...(body === undefined ? {} : { body }),
        });
      expect(await send("PUT", "text")).toMatchObject({ status: 200 });
      expect(await send("GET")).toMatchObject({ status: 200, body: "text" });
      expect(await send("DELETE")).toMatchObject({ status: 204 });
    },
  );

  test("neither the source of a copy nor a query parameter leads out", async () => {
    const sources = ["/bucket/../../x", "/bucket/..%2F..%2Fx", "bucket/%2e%2e/x", "../x/y"];
    for (const source of sources) {
      const copy = { method: "PUT", path: "/bucket/copy" };
      const header = { ...SIGNED, "x-amz-copy-source": source };
      expect(await rawRequest(stores.s3, { ...copy, headers: header })).toMatchObject({
        status: 400,
      });
      const path = `/bucket/copy?x-amz-copy-source=${encodeURIComponent(source)}`;
      expect(await rawRequest(stores.s3, { ...copy, path, headers: SIGNED })).toMatchObject({
        status: 400,
      });
    }
    for (const query of ["uploadId=../../x&partNumber=1", "uploads", "acl", "tagging", "website"]) {
      const path = `/bucket/key?${query}`;
      const answer = await rawRequest(stores.s3, {
        method: "PUT",
        path,
        headers: SIGNED,
        body: "x",
      });
      expect([400, 501]).toContain(answer.status);
    }
    const form = await rawRequest(stores.s3, {
      method: "POST",
      path: "/bucket",
      headers: { ...SIGNED, "content-type": "multipart/form-data; boundary=x" },
      body: '--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n../../escaped\r\n--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--x--',
    });
    expect(form.status).toBe(501);
    await expect(access(join(parent, "escaped"))).rejects.toThrow();
  });

  test("a query parameter that could be no header is a 400", async () => {
    for (const query of ["x-amz-meta-a=%0a", "x-amz-meta-%0a=x", "x-amz-meta-a=%E2%82%AC"]) {
      const path = `/bucket/header?${query}`;
      const put = { method: "PUT", path, headers: SIGNED, body: "x" };
      expect(await rawRequest(stores.s3, put)).toMatchObject({ status: 400 });
    }
  });

  test("a request without a signature, or with one that has expired, is a 403", async () => {
    const send = (path: string) => rawRequest(stores.s3, { method: "PUT", path, body: "x" });
    expect(await send("/bucket/key")).toMatchObject({ status: 403 });
    const presigned = (date: string) =>
      `/bucket/presigned?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=local&X-Amz-Date=${date}&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0`;
    expect(await send(presigned("20200101T000000Z"))).toMatchObject({ status: 403 });
    expect(await send(presigned("never"))).toMatchObject({ status: 403 });
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    expect(await send(presigned(now))).toMatchObject({ status: 200 });
  });
});

describe("sizes", () => {
  test.each(["dynamodb", "s3"] as const)(
    "a body over the limit is a 413 from %s",
    async (service) => {
      const request = {
        method: "PUT",
        path: "/bucket/large",
        headers: SIGNED,
        body: Buffer.alloc(1_000_001),
      };
      expect(await rawRequest(stores[service], request)).toMatchObject({ status: 413 });
      const chunked = { ...SIGNED, "transfer-encoding": "chunked" };
      const answer = await rawRequest(stores[service], { ...request, headers: chunked });
      expect(answer.status).toBe(413);
      expect(answer.body).toContain("EntityTooLarge");
      const { host } = new URL(stores[service]);
      const declared = `PUT /bucket/large HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n`;
      expect(await rawBytes(stores[service], declared)).toMatch(/^HTTP\/1\.1 413 /);
    },
  );

  test("a body at the limit is taken", async () => {
    const body = Buffer.alloc(1_000_000);
    const request = { method: "PUT", path: "/bucket/full", headers: SIGNED, body };
    expect(await rawRequest(stores.s3, request)).toMatchObject({ status: 200 });
  });

  test("DynamoDB takes 16 MiB whatever the limit of S3 is", async () => {
    await using large = await startStores();
    const answer = await rawOperation(large.dynamodb, "ListTables", " ".repeat(16 * 1_048_576 + 1));
    expect(answer).toMatchObject({ status: 413 });
    const inside = await rawOperation(
      large.dynamodb,
      "ListTables",
      `{}${" ".repeat(16 * 1_048_576 - 2)}`,
    );
    expect(inside).toMatchObject({ status: 200 });
  });
});

describe("garbage", () => {
  const BODIES = [
    "",
    "{",
    "null",
    "[]",
    "7",
    '"x"',
    "\u0000\u0001",
    '{"TableName":null}',
    '{"TableName":{}}',
    '{"TableName":"tab","Key":null}',
    '{"TableName":"tab","Item":[null]}',
    '{"TableName":"tab","AttributeDefinitions":[null],"KeySchema":[null]}',
    '{"RequestItems":{"tab":null}}',
    '{"RequestItems":{"tab":[null]}}',
    '{"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab","Tags":[null]}',
    '{"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/tab","Tags":[{}]}',
    '{"__proto__":{"TableName":"tab"}}',
    `{"TableName":"tab","Item":{"pk":${'{"L":['.repeat(20_000)}${"]}".repeat(20_000)}}}`,
    `{"TableName":"tab","Item":{"pk":{"S":"a"}},"ConditionExpression":"${"(".repeat(60)}a${")".repeat(60)}"}`,
    `{"TableName":"tab","Item":{"pk":{"S":"a"}},"Condition\\u0045xpression":"${"( ".repeat(60)}a${")".repeat(60)}"}`,
  ];
  const OPERATIONS =
    "BatchGetItem BatchWriteItem CreateTable DeleteItem DeleteTable DescribeTable DescribeTimeToLive GetItem ListTagsOfResource PutItem Query Scan TagResource UntagResource UpdateItem UpdateTable UpdateTimeToLive".split(
      " ",
    );

  test.each(OPERATIONS)(
    "%s answers every malformed body with a 400, at once",
    async (operation) => {
      await rawOperation(
        stores.dynamodb,
        "CreateTable",
        '{"TableName":"tab","AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"}',
      );
      for (const body of BODIES) {
        const started = performance.now();
        const { status } = await rawOperation(stores.dynamodb, operation, body);
        expect([body.slice(0, 100), status === 200 ? 400 : status]).toEqual([
          body.slice(0, 100),
          400,
        ]);
        expect(performance.now() - started).toBeLessThan(2_000);
      }
    },
  );

  test.each([
    "",
    "DynamoDB_20120810",
    "DynamoDB_20120810.NoSuch",
    "DynamoDB_20120810.constructor",
    "__proto__.toString",
  ])("the target %j is an UnknownOperationException", async (target) => {
    const answer = await rawRequest(stores.dynamodb, {
      method: "POST",
      headers: {
        ...SIGNED,
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": target,
      },
      body: "{}",
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toContain("UnknownOperationException");
  });

  test.each(["dynamodb", "s3"] as const)(
    "%s survives what is no HTTP, and connections that are cut",
    async (service) => {
      const { host } = new URL(stores[service]);
      const start = `POST / HTTP/1.1\r\nHost: ${host}\r\n`;
      const bytes = [
        "\u0000\u0001\u0002",
        "GET\r\n\r\n",
        "CONNECT evil.example:443 HTTP/1.1\r\n\r\n",
        `GET http://evil.example/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
        `GET * HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
        `${start}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
        `${start}Content-Length: 100\r\n\r\nhalf`,
        `${start}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
        `${start}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc`,
        `${start}${"X: y\r\n".repeat(5_000)}\r\n`,
        `GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
      ];
      await Promise.all(bytes.map((each) => rawBytes(stores[service], each, 100)));
      const answer = await rawRequest(stores[service], { headers: SIGNED });
      expect(answer.status).toBe(200);
    },
  );

  test("a put that is cut in its middle stores nothing", async () => {
    const { host } = new URL(stores.s3);
    await rawBytes(
      stores.s3,
      `PUT /bucket/cut HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${SIGNED.authorization}\r\nContent-Length: 100\r\n\r\nhalf`,
      100,
    );
    const answer = await rawRequest(stores.s3, { path: "/bucket/cut", headers: SIGNED });
    expect(answer).toMatchObject({ status: 404 });
    expect(answer.body).toContain("NoSuchKey");
  });
});
