import fc from "fast-check";
import { expect, test } from "vitest";
import { element, escapeXml, unescapeXml } from "../../../../src/local/stores/xml.js";

test("unescapeXml undoes escapeXml", () => {
  const text = fc.array(fc.constantFrom("&", "<", ">", '"', "'", "amp;", "#38;", "a", "ü", "😀"));
  fc.assert(
    fc.property(text, (pieces) => {
      expect(unescapeXml(escapeXml(pieces.join("")))).toBe(pieces.join(""));
    }),
  );
});

test("character references are resolved, and what is none is left", () => {
  expect(unescapeXml("&#x41;&#66;&apos;&quot;&lt;&gt;&amp;lt;")).toBe("AB'\"<>&lt;");
  expect(unescapeXml("&nbsp; &#x110000; & &#;")).toBe("&nbsp; &#x110000; & &#;");
});

test("an element without text is nothing; 0, false and the empty text are text", () => {
  expect(element("A", undefined)).toBe("");
  expect(element("A", 0) + element("A", false) + element("A", "")).toBe(
    "<A>0</A><A>false</A><A></A>",
  );
});
