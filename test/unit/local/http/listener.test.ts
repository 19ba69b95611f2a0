import { afterEach, expect, test } from "vitest";
import { type HttpService, type Listener, listen } from "../../../../src/local/http/listener.js";

let listener: Listener | undefined;

afterEach(async () => {
  await listener?.close();
});

async function answerOf(handle: HttpService["handle"], init: RequestInit = {}): Promise<Response> {
  listener = await listen({
    service: {
      handle,
      formatError: ({ status, code, message }) => ({
        status,
        headers: {},
        body: `${code}: ${message}`,
      }),
      async close() {},
    },
    host: "127.0.0.1",
    port: 0,
    maxRequestBytes: 100,
    allowedHosts: new Set(),
  });
  return fetch(`${listener.url}/path?query`, init);
}

test("a store gets the whole request, and its answer is sent", async () => {
  const answer = await answerOf(
    async ({ method, url, headers, body }) => ({
      status: 201,
      headers: { "x-kind": headers["x-kind"] ?? "" },
      body: `${method} ${url} ${body.toString()}`,
    }),
    { method: "PUT", body: "text", headers: { "X-Kind": "a" } },
  );
  expect([answer.status, answer.headers.get("x-kind")]).toEqual([201, "a"]);
  expect(await answer.text()).toBe("PUT /path?query text");
});

test("the CORS headers of a store are not sent on", async () => {
  const headers = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "etag",
    vary: "Origin",
    etag: '"1"',
  };
  const answer = await answerOf(async () => ({ status: 200, headers, body: "" }));
  expect(answer.headers.get("etag")).toBe('"1"');
  expect([...answer.headers.keys()].filter((name) => /^access-control|^vary$/.test(name))).toEqual(
    [],
  );
});

test("whatever a store throws is a 500 in its own format", async () => {
  const answer = await answerOf(() => {
    throw new TypeError("no such thing");
  });
  expect(answer.status).toBe(500);
  expect(await answer.text()).toBe("InternalError: The local service failed: no such thing");
});

test("an answer that cannot be sent is a 500", async () => {
  const answer = await answerOf(async () => ({ status: 200, headers: { etag: "a\nb" }, body: "" }));
  expect(answer.status).toBe(500);
});
