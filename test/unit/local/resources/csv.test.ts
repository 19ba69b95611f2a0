import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "../../../../src/local/resources/csv.js";

test.each([
  [
    "a,b\nc,d\n",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  [
    "a,b\r\nc,d",
    [
      ["a", "b"],
      ["c", "d"],
    ],
  ],
  ['"a,1","say ""hi""","two\nlines"\n', [["a,1", 'say "hi"', "two\nlines"]]],
  ["a,\n,b\n   \n", [["a", ""], ["", "b"], ["   "]]],
  ["", []],
])("%j", (text, rows) => {
  expect(parseCsv(text, ",")).toEqual(rows);
});

test("what is written with quotes is read as it was", () => {
  const field = fc.string();
  const rows = fc.array(fc.array(field, { minLength: 1 }), { minLength: 1 });
  fc.assert(
    fc.property(rows, (rows) => {
      const text = rows
        .map((row) => row.map((field) => `"${field.replaceAll('"', '""')}"`).join(";"))
        .join("\n");
      expect(parseCsv(`${text}\n`, ";")).toEqual(rows);
    }),
  );
});
