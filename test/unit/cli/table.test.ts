import { describe, expect, test } from "vitest";
import { formatTable } from "../../../src/cli/table.js";

interface Row {
  readonly name: string;
  readonly size: number;
}

const columns = [
  { title: "NAME", of: ({ name }: Row) => name, shrinks: true },
  { title: "SIZE", of: ({ size }: Row) => String(size), align: "right" },
] as const;

const table = (rows: readonly Row[], width?: number) =>
  formatTable(rows, columns, { width, styleTitle: (title) => title });

describe("a table", () => {
  test("lines up, whatever the script", async () => {
    const rows = [
      { name: "a", size: 1 },
      { name: "日本語", size: 12_345 },
      { name: "👨‍👩‍👧", size: 7 },
    ];
    expect(await table(rows)).toBe(
      ["NAME     SIZE", "a           1", "日本語  12345", "👨‍👩‍👧          7"].join("\n"),
    );
  });

  test("is cut to a width, where it may be, at the end of whole characters", async () => {
    const rows = [{ name: "日本語日本語日本語日本語", size: 1 }];
    expect(await table(rows, 20)).toBe("NAME            SIZE\n日本語日本語…      1");
  });

  test("gives up below what says anything", async () => {
    const rows = [{ name: "abcdefghijklmnop", size: 1 }];
    expect(await table(rows, 3)).toBe("NAME      SIZE\nabcdefg…     1");
  });

  test("is not cut without a width, and has titles without rows", async () => {
    const name = "x".repeat(500);
    expect(await table([{ name, size: 1 }])).toContain(name);
    expect(await table([])).toBe("NAME  SIZE");
  });

  test("is one line a row, whatever is in it", async () => {
    expect(await table([{ name: "a\nb\u001b[31m\u0007", size: 1 }])).toBe(
      "NAME                 SIZE\na b\\u001b[31m\\u0007     1",
    );
  });
});
