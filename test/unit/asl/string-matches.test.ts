import fc from "fast-check";
import { expect, test } from "vitest";
import { stringMatches } from "../../../src/asl/index.js";

test.each([
  ["", "", true],
  ["", "*", true],
  ["a", "", false],
  ["abc", "abc", true],
  ["abc", "ab", false],
  ["abc", "a*", true],
  ["abc", "*c", true],
  ["abc", "a*c", true],
  ["ac", "a*c", true],
  ["abc", "*b*", true],
  ["a", "a*a", false],
  ["aa", "a*a", true],
  ["logs-2025-04-done", "logs-*-*-done", true],
  ["logs-done", "logs-*-*-done", false],
  ["file*name", "file\\*name", true],
  ["filexname", "file\\*name", false],
  ["a\\b", "a\\\\b", true],
  ["a\\", "a\\\\", true],
  ["a\\x", "a\\x", true],
  ["abab", "*ab*ab", true],
  ["aXbc", "a*b*bc", false],
  ["a.c", "a.c", true],
  ["abc", "a.c", false],
])("%j against %j is %s", (text, pattern, expected) => {
  expect(stringMatches(text, pattern)).toBe(expected);
});

test("agrees with a regular expression", () => {
  const part = fc.constantFrom("a", "b", "*", "\\*", "\\\\");
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "b", "*", "\\"), { maxLength: 8 }),
      fc.array(part, { maxLength: 6 }),
      (text, parts) => {
        const source = parts
          .map((each) => (each === "*" ? ".*" : each.length === 2 ? `\\${each[1]}` : each))
          .join("");
        expect(stringMatches(text.join(""), parts.join(""))).toBe(
          new RegExp(`^${source}$`, "s").test(text.join("")),
        );
      },
    ),
    { numRuns: 2_000 },
  );
});

test("takes no longer for a pattern of many asterisks", () => {
  const start = performance.now();
  expect(stringMatches("a".repeat(200_000), `${"a*".repeat(20_000)}b`)).toBe(false);
  expect(stringMatches("a".repeat(200_000), `${"*a".repeat(20_000)}*b*`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
});
