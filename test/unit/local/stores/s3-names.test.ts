import { join, posix, win32 } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkBucketName, checkKey } from "../../../../src/local/stores/s3-names.js";

function refused(check: () => void): boolean {
  try {
    check();
    return false;
  } catch {
    return true;
  }
}

const piece = fc.constantFrom(
  ..."a . .. / // \\ %2e %2E %2f %5c %25 %252e %00 \u0000 ~ : ü x._S3rver_object".split(" "),
);

describe("checkKey", () => {
  test("a key that is taken stays below its folder, also when it is decoded further", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const key = pieces.join("");
        if (refused(() => checkKey(key))) return;
        for (let name = key, round = 0; round < 5; round += 1) {
          for (const path of [posix, win32]) {
            const root = path.resolve(path.sep, "objects", "bucket");
            const file = path.join(root, ...`${name}._S3rver_object`.split("/"));
            expect(file.startsWith(root + path.sep)).toBe(true);
          }
          name = name.replace(/%(25|2e|2f|5c)/gi, (escaped) => decodeURIComponent(escaped));
        }
      }),
      { numRuns: 5_000 },
    );
  });

  test("different keys are different files", () => {
    fc.assert(
      fc.property(fc.array(piece), fc.array(piece), (one, other) => {
        const [first, second] = [one.join(""), other.join("")];
        fc.pre(
          first !== second && !refused(() => checkKey(first)) && !refused(() => checkKey(second)),
        );
        const file = (key: string) =>
          `${join("b", ...key.split("/").slice(0, -1), "")}|${key.split("/").at(-1)}`;
        expect(file(first)).not.toBe(file(second));
      }),
    );
  });

  test.each(["a", "a/b", "a/", ".a", "a.", "...", "..a", "100%", "%zz", "ä/ö", "x".repeat(200)])(
    "%s is taken",
    (key) => expect(refused(() => checkKey(key))).toBe(false),
  );

  test.each([
    "",
    "/",
    "/a",
    "a//b",
    ".",
    "..",
    "a/..",
    "../a",
    "a/./b",
    "..\\a",
    "a\\..",
    "%2e%2e/a",
    "%252e%252E%255ca",
    "a\u0000",
    "a\nb",
    "\ud800",
    "x".repeat(201),
    "ü".repeat(101),
    `${"a/".repeat(512)}a`,
    "a._S3rver_object/b",
  ])("%j is refused", (key) => expect(refused(() => checkKey(key))).toBe(true));
});

describe("checkBucketName", () => {
  test.each(["abc", "a-b", "a.b", "1-2", "x".repeat(63)])("%s is taken", (name) =>
    expect(refused(() => checkBucketName(name))).toBe(false),
  );

  test.each([
    "",
    "ab",
    "x".repeat(64),
    "Abc",
    "a_b",
    "-ab",
    "ab-",
    "a..b",
    "a.-b",
    "a-.b",
    "..",
    "1.2.3.4",
    "xn--a",
    "a/b",
    "a%b",
    "abc\n",
  ])("%j is refused", (name) => expect(refused(() => checkBucketName(name))).toBe(true));
});
