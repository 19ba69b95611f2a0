import fc from "fast-check";
import { type JSONValue, query } from "json-p3";
import { describe, expect, test } from "vitest";
import { compilePath } from "../../../src/asl/index.js";
import type { JsonValue } from "../../../src/shared/json.js";

/** Where RFC 9535 and the Jayway dialect agree, a library for the one is an oracle for the other. */
const NAMES = ["a", "b", "c", "__proto__", "constructor", "length"];

const leaf = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom("x", "yy", ""),
  fc.boolean(),
  fc.constant(null),
);

const { document } = fc.letrec<{ document: JsonValue }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie("document"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie("document")), {
        maxLength: 4,
        selector: ([name]) => name,
      })
      .map((fields): JsonValue => Object.fromEntries(fields)),
  ),
}));

const name = fc.constantFrom(...NAMES);
const index = fc.integer({ min: -3, max: 3 });
const bound = fc.option(fc.nat(4), { nil: "" });
const lastBound = fc.option(
  fc.integer({ min: 1, max: 3 }).map((from) => -from),
  { nil: "" },
);

const singular = fc.oneof(
  name.map((field) => `.${field}`),
  name.map((field) => `['${field}']`),
  name.map((field) => `["${field}"]`),
  index.map((at) => `[${at}]`),
);
const plural = fc.oneof(
  fc.constantFrom("[*]", ".*"),
  fc.tuple(index, index).map(([one, other]) => `[${one},${other}]`),
  fc.tuple(bound, bound).map(([from, to]) => `[${from}:${to}]`),
  lastBound.map((from) => `[${from}:]`),
  lastBound.map((to) => `[:${to}]`),
);

const found = (path: string, value: JsonValue) =>
  compilePath(path).evaluate({ input: value, context: {}, variables: {} });
// The library takes arrays that may be written to, though it does not write.
const oracle = (path: string, value: JsonValue): unknown[] =>
  query(path, value as JSONValue).values();
/** In whatever order, since that of a scan differs. */
const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

describe("held against RFC 9535", () => {
  test("singular paths lead to the same place, or both nowhere", () => {
    fc.assert(
      fc.property(document, fc.array(singular, { maxLength: 4 }), (value, steps) => {
        const path = `$${steps.join("")}`;
        const [expected] = oracle(path, value);
        const result = compilePath(path).find({ input: value, context: {}, variables: {} });
        expect(result.found ? result.value : undefined).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test("wildcards, unions and slices find the same, in the same order", () => {
    fc.assert(
      fc.property(
        document,
        fc.array(fc.oneof(singular, plural), { maxLength: 2 }),
        plural,
        fc.array(singular, { maxLength: 2 }),
        (value, before, step, after) => {
          const path = `$${before.join("")}${step}${after.join("")}`;
          expect(found(path, value)).toEqual(oracle(path, value));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("scans find the same", () => {
    fc.assert(
      fc.property(
        document,
        fc.array(singular, { maxLength: 1 }),
        fc.oneof(
          name,
          fc.constant("*"),
          name.map((field) => `['${field}']`),
          index.map((at) => `[${at}]`),
        ),
        fc.array(fc.oneof(singular, plural), { maxLength: 1 }),
        (value, before, step, after) => {
          const path = `$${before.join("")}..${step}${after.join("")}`;
          expect(sorted(found(path, value) as unknown[])).toEqual(sorted(oracle(path, value)));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("filters of lists find the same", () => {
    const literal = fc.oneof(
      fc.integer({ min: -3, max: 3 }).map(String),
      fc.constantFrom("'x'", "'yy'", "''"),
    );
    const operand = fc.oneof(
      name.map((field) => `@.${field}`),
      fc.constant("@"),
      literal,
    );
    const comparison = fc.oneof(
      fc.tuple(operand, fc.constantFrom("<", ">"), operand).map((parts) => parts.join(" ")),
      // Of what is not there, the dialects differ: here it equals nothing.
      fc
        .tuple(fc.constant("@"), fc.constantFrom("==", "!="), literal)
        .map((parts) => parts.join(" ")),
      name.map((field) => `@.${field}`),
      name.map((field) => `!@.${field}`),
    );
    const condition = fc.oneof(
      comparison,
      fc.tuple(comparison, fc.constantFrom("&&", "||"), comparison).map((parts) => parts.join(" ")),
      fc.tuple(comparison, comparison, comparison).map(([a, b, c]) => `(${a} || ${b}) && !(${c})`),
    );
    fc.assert(
      fc.property(fc.array(document, { maxLength: 5 }), condition, (value, filter) => {
        const path = `$[?(${filter})]`;
        expect(found(path, value)).toEqual(oracle(path, value));
      }),
      { numRuns: 2_000 },
    );
  });
});

test("no text makes the parser hang or throw anything but its own error", () => {
  const piece = fc.constantFrom(
    "$",
    ".",
    "..",
    "[",
    "]",
    "(",
    ")",
    "?",
    "@",
    "*",
    "'",
    '"',
    "a",
    "0",
    "-1",
    ":",
    ",",
    " ",
    "&&",
    "==",
    "!",
    "\\",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      try {
        compilePath(`$${pieces.join("")}`).find({ input: { a: [1] }, context: {}, variables: {} });
      } catch (error) {
        expect(error).toMatchObject({ name: "ExpressionSyntaxError" });
      }
    }),
    { numRuns: 3_000 },
  );
});
