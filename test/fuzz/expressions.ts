import fc from "fast-check";

const KEYS = ["a", "b", "items", "__proto__", "constructor", "toString", "ä", "length", ""];

const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 6 }));
const index = fc.oneof(fc.integer({ min: -3, max: 30 }), fc.integer());

const literal = fc.oneof(
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom("true", "false", "null", "''", "'a'", "'\\'", '"b"', "[]", "{}", "1e400", "-0"),
  fc.string({ maxLength: 8 }).map((text) => `'${text}'`),
);

const step = fc.oneof(
  key.map((name) => `.${name}`),
  key.map((name) => `['${name}']`),
  index.map((at) => `[${at}]`),
  fc.tuple(index, index).map(([from, to]) => `[${from}:${to}]`),
  fc.tuple(index, index).map(([one, other]) => `[${one},${other}]`),
  key.map((name) => `..${name}`),
  fc
    .tuple(
      key,
      fc.constantFrom("==", "!=", "<", ">=", "in", "nin", "=~", "&&", "size", "empty"),
      literal,
    )
    .map(([name, operator, value]) => `[?(@.${name} ${operator} ${value})]`),
  fc.constantFrom("[*]", ".*", "..*", "[(@.length-1)]", ".length()", ".min()", "[?(@)]", "[", "]"),
);

/** JSONPaths, most of them with a fault somewhere. */
export const path = fc
  .tuple(fc.constantFrom("$", "$$", "$", "$", "@", ""), fc.array(step, { maxLength: 6 }))
  .map(([root, steps]) => root + steps.join(""));

const INTRINSICS = [
  "Format",
  "Array",
  "ArrayPartition",
  "ArrayContains",
  "ArrayRange",
  "ArrayGetItem",
  "ArrayLength",
  "ArrayUnique",
  "Base64Encode",
  "Base64Decode",
  "Hash",
  "JsonMerge",
  "JsonToString",
  "StringToJson",
  "MathRandom",
  "MathAdd",
  "StringSplit",
  "UUID",
  "NoSuch",
];

/** Calls of intrinsic functions, nested. */
export const { intrinsic } = fc.letrec<{ intrinsic: string; argument: string }>((tie) => ({
  intrinsic: fc
    .tuple(
      fc.constantFrom(...INTRINSICS),
      fc.array(tie("argument"), { maxLength: 4 }),
      fc.constantFrom(")", ")", ")", ")", "", "))"),
    )
    .map(([name, values, end]) => `States.${name}(${values.join(", ")}${end}`),
  argument: fc.oneof({ maxDepth: 3 }, literal, path, tie("intrinsic")),
}));

const JSONATA_FUNCTIONS = [
  "$map",
  "$filter",
  "$reduce",
  "$sort",
  "$each",
  "$string",
  "$number",
  "$length",
  "$substring",
  "$pad",
  "$match",
  "$replace",
  "$split",
  "$join",
  "$formatNumber",
  "$formatBase",
  "$toMillis",
  "$fromMillis",
  "$now",
  "$merge",
  "$spread",
  "$lookup",
  "$keys",
  "$zip",
  "$shuffle",
  "$distinct",
  "$error",
  "$assert",
  "$type",
  "$eval",
  "$partition",
  "$range",
  "$hash",
  "$random",
  "$uuid",
  "$parse",
  "$noSuch",
];

/** JSONata, between its signs, most of it with a fault somewhere. */
export const { jsonata } = fc.letrec<{ jsonata: string; value: string }>((tie) => ({
  jsonata: fc.oneof(
    { maxDepth: 4 },
    tie("value").map((text) => `{% ${text} %}`),
    fc.string({ maxLength: 20 }).map((text) => `{%${text}%}`),
  ),
  value: fc.oneof(
    { maxDepth: 4 },
    literal,
    fc.constantFrom("$states.input", "$states.context", "$states.result", "$x", "$", "$$", "*"),
    fc.tuple(tie("value"), key).map(([of, name]) => `${of}.${name}`),
    fc.tuple(tie("value"), tie("value")).map(([of, at]) => `${of}[${at}]`),
    fc
      .tuple(
        tie("value"),
        fc.constantFrom("+", "/", "&", "=", "~>", "..", "in", "and"),
        tie("value"),
      )
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom(...JSONATA_FUNCTIONS), fc.array(tie("value"), { maxLength: 3 }))
      .map(([name, values]) => `${name}(${values.join(", ")})`),
    tie("value").map((body) => `function($v) { ${body} }`),
    fc.tuple(tie("value"), tie("value")).map(([from, to]) => `[${from}..${to}]`),
    // None that never ends: it is stopped after seconds, and would be the target of all that follow.
    fc.constantFrom("/(a+)+$/", "/[/", "[1..10000001]", "$pad('a', 500000000)"),
  ),
}));
