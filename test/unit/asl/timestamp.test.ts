import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTimestamp, timestampMilliseconds } from "../../../src/asl/index.js";

test.each([
  ["1970-01-01T00:00:00Z", 0n],
  ["2016-03-14T01:59:00Z", 1457920740000000000n],
  ["2016-08-18T17:33:00.5Z", 1471541580500000000n],
  ["2016-08-18T19:33:00.000000001+02:00", 1471541580000000001n],
  ["2016-08-18T12:03:00-05:30", 1471541580000000000n],
  ["2000-02-29T23:59:59Z", 951868799000000000n],
  ["1969-12-31T23:59:59.9Z", -100000000n],
])("%s is a timestamp", (text, nanoseconds) => {
  expect(parseTimestamp(text)).toBe(nanoseconds);
});

test.each([
  "",
  "2016-08-18",
  "2016-08-18T17:33:00",
  "2016-08-18 17:33:00Z",
  "2016-08-18t17:33:00Z",
  "2016-08-18T17:33:00z",
  "05-12-2016T21:29:29Z",
  "2016-13-05T21:29:29Z",
  "2016-12-05T25:29:29Z",
  "2016-12-05T21:60:29Z",
  "2016-12-05T21:29:60Z",
  "2016-12-32T21:29:29Z",
  "2016-02-30T00:00:00Z",
  "2100-02-29T00:00:00Z",
  "2016-00-05T21:29:29Z",
  "2016-12-00T21:29:29Z",
  "2016-12-05T21:29:29.Z",
  "2016-12-05T21:29:29+2:00",
  "2016-12-05T21:29:29+0200",
  "2016-12-05T21:29:29+19:00",
  " 2016-12-05T21:29:29Z",
  "2016-12-05T21:29:29Z\n",
  "2025-01-01T00%3A00%3A00Z",
  "1735689600",
])("%j is none", (text) => {
  expect(parseTimestamp(text)).toBeUndefined();
});

test("what Date writes is read back", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("0000-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
      (date) => {
        expect(timestampMilliseconds(date.toISOString())).toBe(date.getTime());
      },
    ),
  );
});
