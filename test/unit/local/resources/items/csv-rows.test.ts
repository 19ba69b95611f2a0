import fc from "fast-check";
import { expect, test } from "vitest";
import { csvRows } from "../../../../../src/local/resources/items/csv-rows.js";

/** The rows of pieces of a text. */
function rowsOf(pieces: readonly string[], delimiter: string): string[][] {
  const rows = csvRows(delimiter);
  return [...pieces.flatMap((piece) => rows.push(piece)), ...rows.end()];
}

test.each([
  ["a,b\nc,d\n", ",", ["a|b", "c|d"]],
  ["a,b\r\nc,d", ",", ["a|b", "c|d"]],
  ["a\rb,c\r", ",", ["a\rb|c\r"]],
  ['"a,1","say ""hi""","two\nlines"\n', ",", ['a,1|say "hi"|two\nlines']],
  ['a,\n,b\n   \n""\n', ",", ["a|", "|b", "   ", ""]],
  ['a "quoted" word,"b"c\n', ",", ['a "quoted" word|bc']],
  ['C:\\\\Files,a\\,b,say \\"hi\\",\\n\n', ",", ['C:\\Files|a,b|say "hi"|n']],
  ['"a\\"b","c\\\\"\n', ",", ['a"b|c\\']],
  ["a\\;b;c,d\n", ";", ["a;b|c,d"]],
  ["a\tb\n", "\t", ["a|b"]],
  ["", ",", []],
])("%j, delimited by %j", (text, delimiter, rows) => {
  const joined = rowsOf([text], delimiter).map((row) => row.join("|"));
  expect(joined).toEqual(rows);
});

const field = fc.string({ unit: fc.constantFrom("a", ";", '"', "\\", "\n", "\r", " ", "é", "𝄞") });
const rows = fc.array(fc.array(field, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
});
const cuts = fc.array(fc.nat(60), { maxLength: 6 });

/** A text in pieces. */
function pieces(text: string, at: readonly number[]): string[] {
  const ends = [0, ...at.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
  return ends.slice(1).map((end, index) => text.slice(ends[index], end));
}

test("what is written with quotes is read as it was, wherever the text is cut", () => {
  fc.assert(
    fc.property(rows, cuts, (rows, at) => {
      const quoted = (text: string) => `"${text.replaceAll("\\", "\\\\").replaceAll('"', '""')}"`;
      const text = rows.map((row) => row.map(quoted).join(";")).join("\n");
      expect(rowsOf(pieces(`${text}\n`, at), ";")).toEqual(rows);
    }),
  );
});

test("any text gives the same rows, whole and in pieces", () => {
  fc.assert(
    fc.property(field, cuts, (text, at) => {
      expect(rowsOf(pieces(text, at), ";")).toEqual(rowsOf([text], ";"));
    }),
  );
});
