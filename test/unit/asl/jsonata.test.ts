import { describe, expect, test } from "vitest";
import {
  compileJsonata,
  compileJsonataTemplate,
  DEFAULT_JSONATA_LIMITS,
  ExpressionSyntaxError,
  evaluateJsonata,
  expectJsonType,
  isJsonataText,
  type JsonataOutcome,
  StatesError,
} from "../../../src/asl/index.js";
import type { JsonValue } from "../../../src/shared/json.js";

const bindings = {
  states: { input: { n: [1, 2, 3], text: "hello$world", num: 42, one: { a: 1 } }, context: {} },
  total: 3,
};

const run = (text: string, limits = {}) =>
  evaluateJsonata(text, bindings, {
    ...DEFAULT_JSONATA_LIMITS,
    timeoutMilliseconds: 300,
    ...limits,
  });
const value = (json: JsonValue): JsonataOutcome => ({ kind: "value", value: json });
const error = (message: string): JsonataOutcome => ({ kind: "error", message });

describe("an expression", () => {
  test.each<[string, JsonValue]>([
    ["$sum($states.input.n) + $total", 9],
    ["$states.input.n[$ > 1]", [2, 3]],
    ["$states.input.n[0]", 1],
    ["$contains($states.input.text, /^hello\\$/)", true],
    ["$contains($states.input.text, /^hello\\ /)", false],
    ["$replace('a1b22', /[0-9]+/, '#')", "a#b#"],
    ["$variable := 1", 1],
    ["null", null],
    [
      "$merge([{'a': 1}, {'__proto__': 2, 'constructor': 3}])",
      JSON.parse('{"a":1,"__proto__":2,"constructor":3}'),
    ],
    ["{'x': $nothing, 'y': 1}", { y: 1 }],
    ["[]", []],
  ])("%s", async (text, expected) => {
    expect(await run(text)).toEqual(value(expected));
  });

  test("that finds nothing says so, and functions are no result", async () => {
    expect(await run("$doesNotExist")).toEqual({ kind: "nothing" });
    expect(await run("$states.input.no.such")).toEqual({ kind: "nothing" });
    expect(await run("$")).toEqual({ kind: "nothing" });
    expect(await run("$states.constructor")).toEqual({ kind: "nothing" });
    expect(await run("$fn := function($x){$x}")).toEqual({ kind: "unsupported" });
    expect(await run("[1, {'f': $sum}]")).toEqual({ kind: "unsupported" });
  });

  test.each([
    ["$randomSeeded(1)", "T1006: Attempted to invoke a non-function"],
    ["$eval('1')", "T1006: Attempted to invoke a non-function"],
    [
      "$states.input.text + 1",
      'T2001: The left side of the "+" operator must evaluate to a number',
    ],
    ["$error('boom')", "D3137: boom"],
    ["1 / 0", "D1001: Number out of range: Infinity"],
    [
      "[-1e300..-1e300].d",
      "D2014: The size of the sequence allocated by the range operator (..) must not exceed 1e7.  Attempted to allocate -1e+300.",
    ],
    [
      "($last := 9007199254740993; [$last - 1..$last])",
      "D2014: The size of the sequence allocated by the range operator (..) must not exceed 1e7.  Attempted to allocate 9007199254740992.",
    ],
  ])("%s fails", async (text, message) => {
    expect(await run(text)).toEqual(error(message));
  });

  test("gives what a structured clone carries, and leaves the bindings alone", async () => {
    const before = structuredClone(bindings);
    for (const text of [
      "$states",
      "[$states.input.n, $states.input.one]",
      "$append($states.input.n, 4)",
      "$range(1, 3, 1)",
    ]) {
      const outcome = await run(text);
      expect(structuredClone(outcome)).toEqual(outcome);
      if (outcome.kind === "value" && Array.isArray(outcome.value)) {
        expect(Object.keys(outcome.value)).toEqual(outcome.value.map((_, at) => String(at)));
      }
    }
    expect(bindings).toEqual(before);
  });

  test("does not mind others that run at the same time", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => evaluateJsonata("$at * 2", { at })),
    );
    expect(outcomes).toEqual(outcomes.map((_, at) => value(at * 2)));
  });
});

describe("the functions of Step Functions", () => {
  test.each<[string, JsonataOutcome]>([
    ["$partition([1,2,3,4,5], 2)", value([[1, 2], [3, 4], [5]])],
    ["$partition([1,2,3,4,5], 2.6)", value([[1, 2], [3, 4], [5]])],
    ["$partition([1,2,3])", value([[1, 2, 3]])],
    ["$partition([1,2,3], 0)", { kind: "nothing" }],
    [
      "$partition([1,2,3], '2')",
      error('T0410: Argument 2 of function "partition" does not match function signature'),
    ],
    [
      "$partition([1,2,3], 2, 9)",
      error('T0410: Argument 3 of function "partition" does not match function signature'),
    ],
    [
      "$partition('abc', 2)",
      error('T0412: Argument 1 of function "partition" must be an array of undefined'),
    ],
    ["$range(0, 9, 3)", value([0, 3, 6, 9])],
    ["$range(1.4, 5.6, 2.2)", value([1, 3, 5])],
    ["$range(1, 9, 9)", value(1)],
    ["$range(1, 10, 0)", { kind: "nothing" }],
    ["$range(1, 5)", { kind: "nothing" }],
    [
      "$range('a', 5, 1)",
      error('T0410: Argument 1 of function "range" does not match function signature'),
    ],
    ["$count($range(1, 1001, 1))", value(1001)],
    [
      "$hash('hello', 'SHA-256')",
      value("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"),
    ],
    [
      "$hash('x', 'NOPE')",
      error("D3137: Hash algorithm 'NOPE' must be one of SHA-1, SHA-384, SHA-256, SHA-512, MD5"),
    ],
    ["$random(77)", value(0.7240700207191966)],
    [
      "$random('x')",
      error('T0410: Argument 1 of function "random" does not match function signature'),
    ],
    ['$parse(\'{"__proto__":{"a":[1]}}\')', value(JSON.parse('{"__proto__":{"a":[1]}}'))],
    ["$uuid(1)", error('T0410: Argument 1 of function "uuid" does not match function signature')],
  ])("%s", async (text, outcome) => {
    expect(await run(text)).toEqual(outcome);
  });

  test("$uuid, $random and $parse of what is no JSON", async () => {
    expect(await run("$uuid()")).toMatchObject({
      value: expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4/),
    });
    expect(await run("$random() < 1")).toEqual(value(true));
    expect(await run("$parse('{bad')")).toMatchObject({
      kind: "error",
      message: expect.stringMatching(/^D3137: /),
    });
  });
});

describe("functions that are guarded work as the library's", () => {
  test.each<[string, JsonValue]>([
    ["$pad('foo', 5)", "foo  "],
    ["$pad('foo', -5)", "  foo"],
    ["$pad('foo', 7, '#-')", "foo#-#-"],
    ["$pad('foo', -6, '#-')", "#-#foo"],
    ["$pad('foo', 2)", "foo"],
    ["$pad('😀', 3, '')", "😀  "],
    ["'foo' ~> $pad(4)", "foo "],
    ["$join(['a', 'b', 'c'])", "abc"],
    ["$join(['a', 'b', 'c'], ', ')", "a, b, c"],
    ["$join('a')", "a"],
    ["$append([1, 2], [3, 4])", [1, 2, 3, 4]],
    ["$append([1, 2], 3)", [1, 2, 3]],
    ["$append(1, 2)", [1, 2]],
    ["$append($nothing, 2)", 2],
    ["$append([[1]], [[2]])", [[1], [2]]],
    [
      "$distinct([1, '1', 1, [1], [1], {'a': 1, 'b': 2}, {'b': 2, 'a': 1}, null, null])",
      [1, "1", [1], { a: 1, b: 2 }, null],
    ],
    ["$distinct(1)", 1],
    ["$distinct([[['a', 1]], {'a': 1}])", [[["a", 1]], { a: 1 }]],
    ["$fromMillis(1510067557121)", "2017-11-07T15:12:37.121Z"],
    ["$fromMillis(1510067557121, '[M01]/[D01]/[Y0001] [h#1]:[m01][P]')", "11/07/2017 3:12pm"],
    ["$fromMillis(1510067557121, '[H01]:[m01]', '-0500')", "10:12"],
  ])("%s", async (text, expected) => {
    expect(await run(text)).toEqual(value(expected));
  });

  test("$now is now", async () => {
    expect(await run("$now('[Y0001]')")).toEqual(value(String(new Date().getUTCFullYear())));
    const now = await run("$now()");
    expect(now).toMatchObject({
      value: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });
});

describe("a hostile expression", () => {
  test.each([
    ["endless recursion", "($f := function($n){$f($n)}; $f(1))", /^D1012/],
    ["deep recursion", "($f := function($n){1 + $f($n)}; $f(1))", /^D1011/],
    ["a pattern that backtracks", "$match($pad('a', 40, 'a') & 'b', /(a+)+$/)", /^D1012/],
    [
      "a pattern that matches many times",
      "$count($match($pad('a', 1000000, 'a'), /a+?/))",
      /^D1012/,
    ],
    ["a long text", "$pad('a', 500000000)", /^D2015/],
    ["a text longer than any", "$pad('a', 1000000000)", /^D2015/],
    [
      "long texts one after the other",
      "$reduce([1..1000], function($last, $n){($pad('a', 1000000); $n)})",
      /^D2015/,
    ],
    ["a long date", "$fromMillis(0, '[Y,500000000]')", /^D3137/],
    [
      "text that doubles",
      "($f := function($s, $n){$n = 0 ? $s : $f($s & $s, $n - 1)}; $length($f('aaaaaaaa', 40)))",
      /^D2015/,
    ],
    [
      "a list that doubles",
      "($f := function($s, $n){$n = 0 ? $s : $f([$s, $s], $n - 1)}; $string($f(['x'], 40)))",
      /^D2015/,
    ],
    [
      "an object that doubles",
      "($f := function($s, $n){$n = 0 ? $s : $f({'a': $s, 'b': $s}, $n - 1)}; $f({}, 40) = $f({}, 40))",
      /^D2015/,
    ],
    ["many long texts", "[1..1000].$pad('a', 1000000)", /^D2015/],
    ["a long separator", "$join([1..1000].$string(), $pad('a', 1000000))", /^D2015/],
    [
      "a long replacement",
      "$replace($pad('a', 100000, 'a'), 'a', $pad('b', 100000, 'b'))",
      /^D2015|^Invalid string length/,
    ],
    ["a long range", "[1..1000000]", /^D2015/],
    ["a list appended over and over", "$reduce([1..200000], $append)", /^D1012/],
  ])("%s is an error, soon", async (_what, text, message) => {
    const start = performance.now();
    // On a slow machine too, what is too large is found before the time is up.
    const limits = message.source.includes("D1012") ? {} : { timeoutMilliseconds: 5_000 };
    expect(await run(text, limits)).toMatchObject({
      kind: "error",
      message: expect.stringMatching(message),
    });
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test("may not nest its result beyond what the service reads", async () => {
    const nested = (levels: number) => `$reduce([1..${levels}], function($a, $b){{'a': $a}}, 1)`;
    expect(await run(nested(900))).toMatchObject({ kind: "value" });
    expect(await run(nested(1_002))).toMatchObject({
      message: expect.stringMatching(/nesting depth/),
    });
    expect(await run(nested(100_000))).toMatchObject({ kind: "error" });
    expect(await run("$parse($pad('', 2000, '[') & $pad('', 2000, ']'))")).toMatchObject({
      message: expect.stringMatching(/^D3137: Cannot parse JSON: Document nesting depth/),
    });
  });

  test("many distinct items are told apart in time", async () => {
    expect(await run("$count($distinct([1..100000]))", { timeoutMilliseconds: 3_000 })).toEqual(
      value(100_000),
    );
  });

  test("a deep one is refused", () => {
    expect(() => compileJsonata(`{% ${"(".repeat(100_000)} %}`)).toThrow(ExpressionSyntaxError);
    expect(() => compileJsonata(`{% ${"[".repeat(100_000)} %}`)).toThrow(ExpressionSyntaxError);
  });
});

describe("compiling", () => {
  test("finds the variables, functions and patterns", () => {
    const compiled = compileJsonata(
      "{% ($y := $x; $map($states.input, function($v){$v + $y}) ~> $sum) & $own(/a/) %}",
    );
    expect(compiled).toMatchObject({
      text: "($y := $x; $map($states.input, function($v){$v + $y}) ~> $sum) & $own(/a/)",
      usesRegex: true,
      functions: expect.arrayContaining(["map", "own"]),
    });
    expect([...compiled.variables].sort()).toEqual(["states", "sum", "x"]);
    expect(compileJsonata("{% $ & $$.a & $b[0].c %}")).toMatchObject({
      usesRegex: false,
      variables: expect.arrayContaining(["", "$", "b"]),
    });
    expect(compileJsonata("{%1%}").text).toBe("1");
  });

  test("refuses what is no expression", () => {
    expect(() => compileJsonata("{% 1 + %}")).toThrow(/Unexpected end of expression/);
    expect(() => compileJsonata("1")).toThrow(/between \{% and %\}/);
    expect(() => compileJsonata("{%}")).toThrow(ExpressionSyntaxError);
  });

  test.each([
    ["{% 1 %}", true],
    ["{%%}", true],
    [" {% 1 %}", false],
    ["{% 1 %} ", false],
    ["{%}", false],
    ["$x", false],
  ])("%j is an expression: %s", (text, expected) => {
    expect(isJsonataText(text)).toBe(expected);
  });
});

describe("a template", () => {
  const evaluate = (template: JsonValue) =>
    compileJsonataTemplate(template, "Output").evaluate(bindings);

  test("replaces the strings that are expressions, at any depth, and no other", async () => {
    const template = {
      a: "{% $total %}",
      b: [" {% $total %} ", "$total", { c: "{% $states.input.n %}" }],
      "d.$": "$",
      e: null,
    };
    expect(await evaluate(template)).toEqual({
      a: 3,
      b: [" {% $total %} ", "$total", { c: [1, 2, 3] }],
      "d.$": "$",
      e: null,
    });
    expect(await evaluate("{% $states.input.one %}")).toEqual({ a: 1 });
    expect(await evaluate(JSON.parse('{"__proto__": "{% 1 %}"}'))).toEqual(
      JSON.parse('{"__proto__": 1}'),
    );
  });

  test.each<[JsonValue, string, string]>([
    [
      "{% $doesNotExist %}",
      "Output",
      "The JSONata expression '$doesNotExist' specified for the field 'Output' returned nothing (undefined).",
    ],
    [
      { a: { b: "{% $nope %}" } },
      "Output/a/b",
      "The JSONata expression '$nope' specified for the field 'Output/a/b' returned nothing (undefined).",
    ],
    [
      ["{% $nope %}"],
      "Output[0]",
      "The JSONata expression '$nope' specified for the field 'Output[0]' returned nothing (undefined).",
    ],
    [
      "{% $sum %}",
      "Output",
      "The JSONata expression '$sum' specified for the field 'Output' returned an unsupported result type.",
    ],
    [
      { a: "{% $nope(1) %}" },
      "Output/a",
      "The JSONata expression '$nope(1)' specified for the field 'Output/a' threw an error during evaluation. T1006: Attempted to invoke a non-function",
    ],
  ])("%j fails at %s", async (template, location, cause) => {
    const failure: unknown = await evaluate(template).catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(StatesError);
    expect(failure).toMatchObject({ error: "States.QueryEvaluationError", cause, location });
  });

  test("minds the type of a result where one is expected", () => {
    const [located] = compileJsonataTemplate("{% $x %}", "Items").expressions;
    if (located === undefined) throw new Error("no expression");
    expectJsonType(located, [], "array");
    expect(() => expectJsonType(located, { foo: "bar" }, "array")).toThrow(
      "The JSONata expression '$x' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {\"foo\":\"bar\"}",
    );
    expect(() => expectJsonType(located, null, "number")).toThrow(
      "Expected 'number', but was 'null' for value: null",
    );
  });

  test("tells where an expression cannot be compiled", () => {
    expect(() => compileJsonataTemplate({ a: ["{% ( %}"] }, "Output")).toThrow(
      expect.objectContaining({ name: "ExpressionSyntaxError", at: ["a", 0] }),
    );
    let template: JsonValue = 1;
    for (let level = 0; level < 100_000; level++) template = [template];
    expect(() => compileJsonataTemplate(template, "Output")).toThrow(/at most 1000 levels/);
  });
});
