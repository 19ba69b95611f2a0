import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyChecksums } from "../../../../src/local/stores/checksums.js";
import { crc32c } from "../../../../src/local/stores/crc32c.js";

const DIGITS = Buffer.from("123456789");

describe("crc32c", () => {
  test("agrees with the published check value and those of RFC 3720", () => {
    expect(crc32c(DIGITS)).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
    expect(crc32c(Buffer.alloc(0))).toBe(0);
  });
});

describe("verifyChecksums", () => {
  const RIGHT = {
    "x-amz-checksum-crc32": "y/Q5Jg==",
    "x-amz-checksum-crc32c": "4waSgw==",
    "x-amz-checksum-sha1": "98O8HYCOBHMq32eZZczDTKeuNEE=",
    "x-amz-checksum-sha256": "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
  };

  test("returns every checksum that is right", () => {
    expect(verifyChecksums({ ...RIGHT, other: "x" }, DIGITS)).toEqual(RIGHT);
    expect(verifyChecksums({}, DIGITS)).toEqual({});
  });

  test.each(Object.entries(RIGHT))("throws BadDigest for %s of other bytes", (name, value) => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        fc.pre(!DIGITS.equals(bytes));
        const verify = () => verifyChecksums({ [name]: value }, Buffer.from(bytes));
        expect(verify).toThrow(expect.objectContaining({ status: 400, code: "BadDigest" }));
      }),
    );
  });

  test("one right checksum does not excuse a wrong one", () => {
    const headers = { ...RIGHT, "x-amz-checksum-sha1": createHash("sha1").digest("base64") };
    expect(() => verifyChecksums(headers, DIGITS)).toThrow(
      expect.objectContaining({ code: "BadDigest" }),
    );
  });

  test("throws InvalidDigest and InvalidRequest for what is no checksum", () => {
    for (const value of ["", "x", "AAAA", `${RIGHT["x-amz-checksum-sha256"]} `, "é"]) {
      expect(() => verifyChecksums({ "content-md5": value }, DIGITS)).toThrow(
        expect.objectContaining({ status: 400, code: "InvalidDigest" }),
      );
      expect(() => verifyChecksums({ "x-amz-checksum-sha256": value }, DIGITS)).toThrow(
        expect.objectContaining({ status: 400, code: "InvalidRequest" }),
      );
    }
  });

  test("compares x-amz-content-sha256 where it is a hash", () => {
    const hash = createHash("sha256").update(DIGITS).digest("hex");
    expect(verifyChecksums({ "x-amz-content-sha256": hash }, DIGITS)).toEqual({});
    expect(verifyChecksums({ "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }, DIGITS)).toEqual({});
    const other = { "x-amz-content-sha256": "0".repeat(64) };
    expect(() => verifyChecksums(other, DIGITS)).toThrow(
      expect.objectContaining({ code: "XAmzContentSHA256Mismatch" }),
    );
  });
});
