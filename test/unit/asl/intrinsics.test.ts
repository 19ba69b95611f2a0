import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compileIntrinsic,
  ExpressionSyntaxError,
  INTRINSIC_ARITY,
  StatesError,
} from "../../../src/asl/index.js";
import type { JsonValue } from "../../../src/shared/json.js";

function call(text: string, input: JsonValue = {}): JsonValue {
  const context = { StateMachine: { Id: "arn", Name: "machine" } };
  return compileIntrinsic(text).evaluate({ input, context, variables: { v: 7 } });
}

function failure(text: string, input: JsonValue = {}): string {
  try {
    return `no failure: ${JSON.stringify(call(text, input))}`;
  } catch (error) {
    if (error instanceof StatesError) return `${error.error}: ${error.cause}`;
    throw error;
  }
}

test("there are 18", () => {
  expect(Object.keys(INTRINSIC_ARITY)).toHaveLength(18);
});

describe("arrays", () => {
  test.each([
    ["States.Array()", []],
    [
      "States.Array(1, -2.5, 'a', true, false, null, $.a, $v)",
      [1, -2.5, "a", true, false, null, [1, 2], 7],
    ],
    ["States.ArrayPartition($.n, 2)", [[1, 2], [3, 4], [5]]],
    ["States.ArrayPartition($.n, 2.9)", [[1, 2], [3, 4], [5]]],
    ["States.ArrayPartition($.n, 9)", [[1, 2, 3, 4, 5]]],
    ["States.ArrayContains($.n, 3)", true],
    ["States.ArrayContains($.n, 9)", false],
    ["States.ArrayContains($.mixed, $.a)", true],
    ["States.ArrayContains(States.Array('true'), true)", true],
    ["States.ArrayContains(States.Array(0), false)", false],
    ["States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]],
    ["States.ArrayRange(1.4, 5.6, 2.2)", [1, 3, 5]],
    ["States.ArrayRange(5, 1, -2)", [5, 3, 1]],
    ["States.ArrayRange(5, 1, 1)", []],
    ["States.ArrayRange(3, 3, -1)", [3]],
    ["States.ArrayGetItem($.n, 1)", 2],
    ["States.ArrayGetItem($.n, 1.9)", 2],
    ["States.ArrayGetItem(States.Array(), 5)", null],
    ["States.ArrayLength($.n)", 5],
    ["States.ArrayUnique($.dup)", [1, 2, 3]],
    ["States.ArrayUnique(States.Array(true, false, true))", [false, true]],
    [
      "States.ArrayUnique($.lists)",
      [
        [2, 1],
        [1, 2],
      ],
    ],
    ["States.ArrayUnique(States.Array(States.Array(1), States.Array(2, 2)))", [[1], [2, 2]]],
    ["States.ArrayUnique($.objects)", [{ a: 1, b: 2 }]],
  ])("%s", (text, value) => {
    const input = {
      a: [1, 2],
      n: [1, 2, 3, 4, 5],
      mixed: [null, [1, 2]],
      dup: [1, 2, 2, 3, 1],
      lists: [
        [1, 2],
        [1, 2],
        [2, 1],
      ],
      objects: [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    };
    expect(call(text, input)).toEqual(value);
  });

  test.each([
    "States.ArrayPartition($.n, 0)",
    "States.ArrayPartition($.n, 0.6)",
    "States.ArrayPartition($.n, '2')",
    "States.ArrayPartition('a', 2)",
    "States.ArrayContains('a', 'a')",
    "States.ArrayRange(1, 9, 0)",
    "States.ArrayRange(1, 9, 0.49)",
    "States.ArrayRange('a', 9, 1)",
    "States.ArrayRange(1, 1001, 1)",
    "States.ArrayRange(0, 1000000000000, 1)",
    "States.ArrayGetItem($.n, 2)",
    "States.ArrayGetItem($.n, -1)",
    "States.ArrayLength('a')",
    "States.ArrayUnique('a')",
    "States.ArrayLength($.n, 1)",
    "States.ArrayLength()",
  ])("%s has invalid arguments", (text) => {
    const [name] = text.split("(");
    expect(failure(text, { n: [1, 2] })).toBe(
      `States.Runtime: There was an error while evaluating the intrinsic function: ${text}. Invalid arguments in ${name}`,
    );
  });

  test("a range may have 1,000 items", () => {
    expect(call("States.ArrayRange(1, 1000, 1)")).toHaveLength(1_000);
  });

  test("partitions are the list again when joined", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (list, size) => {
        const parts = call(`States.ArrayPartition($, ${size})`, list) as number[][];
        expect(parts.flat()).toEqual(list);
        for (const part of parts.slice(0, -1)) expect(part).toHaveLength(size);
      }),
    );
  });

  test("unique items are those of a set, whatever the number", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(40), fc.string({ maxLength: 2 }), fc.double())),
        (list) => {
          const items = list.filter((item) => typeof item !== "number" || Number.isFinite(item));
          const unique = call("States.ArrayUnique($)", items) as JsonValue[];
          expect(new Set(unique.map((item) => JSON.stringify(item)))).toEqual(
            new Set(items.map((item) => JSON.stringify(item))),
          );
          expect(unique).toHaveLength(new Set(items.map((item) => JSON.stringify(item))).size);
        },
      ),
    );
  });
});

describe("strings and encodings", () => {
  test.each([
    ["States.Base64Encode('Data to encode')", "RGF0YSB0byBlbmNvZGU="],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "Data to encode"],
    ["States.Base64Decode('4pyT')", "✓"],
    ["States.Hash('input data', 'MD5')", "812f45842bc6d66ee14572ce20db8e86"],
    ["States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"],
    ["States.JsonMerge($.a, $.b, false)", { x: { q: 2 }, y: 1, z: 1 }],
    ["States.StringToJson('')", null],
    ["States.StringToJson(' ')", null],
    ["States.StringToJson($.json)", { a: [1] }],
    ["States.JsonToString($.a)", '{"x":{"p":1},"y":1}'],
    ["States.StringSplit('1,2+3.4', '.+,')", ["1", "2", "3", "4"]],
    ["States.StringSplit(',a,,b,', ',')", ["a", "b"]],
    ["States.StringSplit('', ',')", []],
    ["States.StringSplit('ab', '')", ["ab"]],
    ["States.StringSplit('x😁y', '😀')", ["x😁y"]],
  ])("%s", (text, value) => {
    const input = { a: { x: { p: 1 }, y: 1 }, b: { x: { q: 2 }, z: 1 }, json: '{"a":[1]}' };
    expect(call(text, input)).toEqual(value);
  });

  test("take 10,000 characters, not bytes", () => {
    const text = (length: number) => ({ text: "é".repeat(length) });
    for (const expression of ["States.Base64Encode($.text)", "States.Hash($.text, 'MD5')"]) {
      expect(call(expression, text(10_000))).toEqual(expect.any(String));
      expect(failure(expression, text(10_001))).toMatch(/Invalid arguments in States\./);
    }
    expect(call("States.Base64Encode($.text)", { text: "😀".repeat(10_000) })).toEqual(
      expect.any(String),
    );
  });

  test.each([
    "States.Base64Encode(1)",
    "States.Hash('a', 'sha-256')",
    "States.Hash('a', 'toString')",
    "States.JsonMerge($, $, true)",
    "States.JsonMerge($, null, false)",
    "States.JsonMerge($, $)",
    "States.StringSplit('a', 1)",
    "States.StringToJson(1)",
    "States.StringToJson()",
    "States.UUID(1)",
  ])("%s has invalid arguments", (text) => {
    expect(failure(text)).toMatch(
      /^States\.Runtime: There was an error .* Invalid arguments in States\.\w+$/,
    );
  });

  test("merging keeps __proto__ as data", () => {
    const input = { a: JSON.parse('{"__proto__":{"polluted":true}}'), b: { x: 1 } };
    const merged = call("States.JsonMerge($.a, $.b, false)", input);
    expect(JSON.stringify(merged)).toBe('{"__proto__":{"polluted":true},"x":1}');
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });

  test("text that is no JSON is told of in the service's words", () => {
    expect(failure("States.StringToJson('undefined')")).toBe(
      "States.Runtime: There was an error while evaluating the intrinsic function: States.StringToJson('undefined'). Cannot convert String to Json in States.StringToJson, caused by: Unrecognized token 'undefined': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 10]",
    );
    expect(failure("States.StringToJson($.json)", { json: '{"a":1' })).toMatch(
      /caused by: Unexpected end-of-input/,
    );
    expect(failure("States.StringToJson($)", "[".repeat(2_000) + "]".repeat(2_000))).toMatch(
      /nesting depth/,
    );
  });

  test("Base64 and JSON text go there and back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), fc.json(), (text, json) => {
        fc.pre(text.isWellFormed());
        expect(call("States.Base64Decode(States.Base64Encode($))", text)).toBe(text);
        const value: JsonValue = JSON.parse(json);
        expect(call("States.StringToJson(States.JsonToString($.v))", { v: value })).toEqual(value);
      }),
    );
  });

  test("a UUID is one of version 4, another each time", () => {
    const uuids = [call("States.UUID()"), call("States.UUID()")];
    for (const uuid of uuids)
      expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(uuids[0]).not.toBe(uuids[1]);
  });
});

describe("Format", () => {
  test.each([
    ["States.Format('no placeholder')", "no placeholder"],
    ["States.Format('{} of {}', 1, $.name)", "1 of Ada"],
    ["States.Format('{}{}', true, null)", "truenull"],
    ["States.Format('it\\'s \\{{}\\} \\\\', 1)", "it's {1} \\"],
    ["States.Format($.template, $.name)", "Hello Ada, it's {}"],
    ["States.Format('{}', $$.StateMachine)", "{Id=arn, Name=machine}"],
    ["States.Format('{}', $.list)", "[1, {a=x, b=null}]"],
    ["States.Format('{}', 3.5)", "3.5"],
  ])("%s", (text, value) => {
    const input = {
      name: "Ada",
      template: "Hello {}, it's \\{\\}",
      list: [1, { a: "x", b: null }],
    };
    expect(call(text, input)).toBe(value);
  });

  test.each([
    [
      "States.Format('Hello {', 1)",
      "Invalid template in States.Format: matching '}' not found for '{'.",
    ],
    [
      "States.Format('{{}}', 1)",
      "Invalid template in States.Format: matching '}' not found for '{'.",
    ],
    ["States.Format('}')", "Invalid template in States.Format: matching '{' not found for '}'."],
    [
      "States.Format('{} {}', 1)",
      "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.",
    ],
    [
      "States.Format('{}', 1, 2)",
      "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.",
    ],
    ["States.Format(1)", "Invalid arguments in States.Format"],
  ])("%s fails", (text, fault) => {
    expect(failure(text)).toBe(
      `States.Runtime: There was an error while evaluating the intrinsic function: ${text}. ${fault}`,
    );
  });
});

describe("numbers", () => {
  test.each([
    ["States.MathAdd(111, -1)", 110],
    ["States.MathAdd(1.49, 1.5)", 3],
    ["States.MathAdd(1.5, 1.51)", 4],
    ["States.MathAdd(2147483646, 1)", 2147483647],
    // What java.util.Random gives for these seeds.
    ["States.MathRandom(1, 100, 42)", 63],
    ["States.MathRandom(1, 1000, 1)", 106],
    ["States.MathRandom(1, 1000, 2)", 806],
    ["States.MathRandom(2147483640, 2147483647, 1)", 2147483644],
  ])("%s", (text, value) => {
    expect(call(text)).toBe(value);
  });

  test.each([
    "States.MathAdd(2147483647, 1)",
    "States.MathAdd(3000000000, -2999999999)",
    "States.MathAdd('1', 1)",
    "States.MathAdd(null, 1)",
    "States.MathAdd(1)",
    "States.MathRandom(1, 1)",
    "States.MathRandom(1.4, 1.6)",
    "States.MathRandom(5, 1)",
    "States.MathRandom(1, 5, 'seed')",
    "States.MathRandom(1, 5, null)",
    "States.MathRandom(-2147483648, 2147483647)",
  ])("%s has invalid arguments", (text) => {
    expect(failure(text)).toMatch(/Invalid arguments in States\.Math/);
  });

  test("a random number lies in its range, seeded or not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.integer({ min: 1, max: 1e9 }),
        fc.maxSafeInteger(),
        (from, width, seed) => {
          for (const last of ["", `, ${seed}`]) {
            const value = call(`States.MathRandom(${from}, ${from + width}${last})`);
            expect(value).toBeGreaterThanOrEqual(from);
            expect(value).toBeLessThan(from + width);
          }
        },
      ),
    );
  });
});

describe("arguments", () => {
  test("that lead nowhere are told with the whole expression and the input as it came", () => {
    const intrinsic = compileIntrinsic("States.Array(States.Format('{}', $.nope))");
    const scope = { input: { a: 1 }, context: {}, variables: {} };
    const cause =
      "The function 'States.Array(States.Format('{}', $.nope))' had the following error: The JsonPath argument for the field '$.nope' could not be found in the input";
    expect(() => intrinsic.evaluate(scope)).toThrow(`States.Runtime: ${cause} '{"a":1}'`);
    expect(() => intrinsic.evaluate({ ...scope, inputText: '{ "a": 1 }' })).toThrow(
      `${cause} '{ "a": 1 }'`,
    );
  });

  test("name the paths", () => {
    const { paths } = compileIntrinsic(
      "States.Array($.a[?(@.b in ['x', 'y'])], States.Format('{}', $$.c), $v)",
    );
    expect(paths.map(({ text }) => text)).toEqual(["$.a[?(@.b in ['x', 'y'])]", "$$.c", "$v"]);
  });

  const nested = (depth: number) => "States.Array(".repeat(depth) + ")".repeat(depth);

  test("may be calls, 10 within each other", () => {
    expect(JSON.stringify(call(nested(10)))).toBe("[".repeat(10) + "]".repeat(10));
    expect(() => compileIntrinsic(nested(11))).toThrow(/at most 10 intrinsic functions/);
    expect(() => compileIntrinsic(nested(100_000))).toThrow(ExpressionSyntaxError);
  });

  test.each([
    "States.Nope()",
    "States.array()",
    "States.constructor()",
    "States.Array(",
    "States.Array($.a, )",
    "States.Array(1 2)",
    "States.Array('a)",
    "States.Array('a\\nb')",
    'States.Array("a")',
    "States.Array()[0]",
    "States.Array(a)",
    "States.Array({})",
  ])("%s is refused", (text) => {
    expect(() => compileIntrinsic(text)).toThrow(ExpressionSyntaxError);
  });
});
