import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hostName, isLoopback, refuseBrowsers } from "../../../../src/local/http/browser-guard.js";

describe("hostName", () => {
  test.each([
    ["127.0.0.1:80", "127.0.0.1"],
    ["LocalHost", "localhost"],
    ["[::1]:80", "::1"],
    ["a.localhost:1", "a.localhost"],
  ])("%s names %s", (header, name) => expect(hostName(header)).toBe(name));

  test.each(["", ":80", "a b", "a:b", "a:1:2", "a@b", "::1", "[::1", "a/b", "a:123456"])(
    "%j is malformed",
    (header) => expect(hostName(header)).toBeUndefined(),
  );
});

describe("isLoopback", () => {
  test("takes all of 127.0.0.0/8 and nothing near it", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isLoopback(address)).toBe(address.startsWith("127."));
      }),
    );
    for (const host of ["127.0.0.1", "127.255.255.255", "localhost", "::1", "b.localhost"]) {
      expect(isLoopback(host)).toBe(true);
    }
    for (const host of ["127.0.0.256", "127.0.0", "127.0.0.1.com", "xlocalhost", "::", "0.0.0.0"]) {
      expect(isLoopback(host)).toBe(false);
    }
  });
});

describe("refuseBrowsers", () => {
  const NONE = new Set<string>();

  test("takes a program's request, and an address typed into a browser", () => {
    refuseBrowsers("POST", { host: "127.0.0.1:1" }, NONE);
    refuseBrowsers("GET", { host: "127.0.0.1:1", "sec-fetch-site": "none" }, NONE);
    refuseBrowsers("GET", { host: "store.test" }, new Set(["store.test"]));
  });

  test.each([
    ["POST", {}],
    ["POST", { host: "evil.example" }],
    ["POST", { host: "127.0.0.1", origin: "null" }],
    ["POST", { host: "127.0.0.1", origin: "" }],
    ["GET", { host: "127.0.0.1", "sec-fetch-site": "cross-site" }],
    ["OPTIONS", { host: "127.0.0.1" }],
  ])("refuses %s %j", (method, headers) => {
    expect(() => refuseBrowsers(method, headers, NONE)).toThrow(
      expect.objectContaining({ status: 403, code: "AccessDenied" }),
    );
  });
});
