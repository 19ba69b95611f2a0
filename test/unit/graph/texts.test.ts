import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { humanDuration } from "../../../src/graph/human-duration.js";
import { printable } from "../../../src/graph/printable.js";
import { textWidth } from "../../../src/graph/text-width.js";
import { abridge, wrapText } from "../../../src/graph/wrap-text.js";

const style = { size: 13 };

describe("the width of a text", () => {
  test("is near what Helvetica takes, and not below", () => {
    // 7 x 0.556 + 2 x 0.222 + 0.278 + 0.5 + 0.722 em, by the font's own tables
    const real = textWidth("Hello", { size: 1_000 });
    expect(real).toBeGreaterThan(722 + 556 + 222 + 222 + 556);
    expect(real).toBeLessThan(1.2 * (722 + 556 + 222 + 222 + 556));
  });

  test("counts wide characters as wide, and joined ones once", () => {
    expect(textWidth("日本", style)).toBeGreaterThanOrEqual(2 * 13);
    expect(textWidth("👩‍👩‍👧‍👦", style)).toBe(textWidth("🚀", style));
    expect(textWidth("e\u0301", style)).toBeLessThan(13);
    expect(textWidth("", style)).toBe(0);
  });

  test("is larger for bold text, and grows with its size", () => {
    expect(textWidth("a", { size: 13, bold: true })).toBeGreaterThan(textWidth("a", style));
    expect(textWidth("a", { size: 26 })).toBeCloseTo(2 * textWidth("a", style));
  });
});

describe("a wrapped text", () => {
  test("breaks at spaces first", () => {
    expect(wrapText("Check the order of the customer", 110, style)).toEqual([
      "Check the order",
      "of the customer",
    ]);
  });

  test("breaks long words where their parts meet, and else anywhere", () => {
    expect(wrapText("CheckTheOrder.of-the-customer", 110, style)).toEqual([
      "CheckTheOrder.",
      "of-the-customer",
    ]);
    expect(wrapText("日本語の長い名前", 60, style).length).toBeGreaterThan(1);
  });

  test("loses nothing, and no line is too wide", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (text) => {
        const lines = wrapText(text, 100, style);
        expect(lines.join("").replaceAll(" ", "")).toBe(printable(text).replaceAll(" ", ""));
        for (const line of lines) expect(textWidth(line, style)).toBeLessThanOrEqual(100);
      }),
    );
  });

  test("can be abridged, and says so", () => {
    expect(abridge(["a", "b"], 2)).toEqual(["a", "b"]);
    expect(abridge(["a", "b", "c"], 2)).toEqual(["a", "b …"]);
  });
});

describe("a printable text", () => {
  test.each([
    ["two\nlines\t and  more ", "two lines and more"],
    ["nul\u0000", "nul\uFFFD"],
    ["turned \u202Earound", "turned \uFFFDaround"],
    ["half \uD83D", "half \uFFFD"],
    ["whole 🚀", "whole 🚀"],
    ["\uFFFE", "\uFFFD"],
  ])("of %j is %j", (text, printed) => {
    expect(printable(text)).toBe(printed);
  });
});

describe("a duration", () => {
  test.each([
    [0, "0 ms"],
    [350, "350 ms"],
    [1_000, "1 s"],
    [1_240, "1.2 s"],
    [59_949, "59.9 s"],
    [59_960, "1 min"],
    [252_000, "4 min 12 s"],
    [3_600_000, "1 h"],
    [11_100_000, "3 h 5 min"],
    [183_600_000, "2 d 3 h"],
  ])("of %d milliseconds is %s", (milliseconds, text) => {
    expect(humanDuration(milliseconds)).toBe(text);
  });
});
