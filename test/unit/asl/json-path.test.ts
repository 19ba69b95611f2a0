import { describe, expect, test } from "vitest";
import { compilePath, ExpressionSyntaxError, StatesError } from "../../../src/asl/index.js";
import type { JsonValue } from "../../../src/shared/json.js";

const store = {
  book: [
    { category: "reference", author: "Rees", title: "Sayings", price: 8.95 },
    { category: "fiction", author: "Waugh", title: "Sword", price: 12.99 },
    { category: "fiction", author: "Melville", title: "Moby", isbn: "0-553", price: 8.99 },
    { category: "fiction", author: "Tolkien", title: "Lord", isbn: "0-395", price: 22.99 },
  ],
  bicycle: { color: "red", price: 19.95 },
};

function read(path: string, input: JsonValue = { store }, variables = {}): JsonValue {
  return compilePath(path).evaluate({ input, context: { State: { Name: "A" } }, variables });
}

function failure(path: string, input: JsonValue): string {
  try {
    read(path, input);
  } catch (error) {
    if (error instanceof StatesError) return `${error.error}: ${error.cause}`;
    throw error;
  }
  return "no failure";
}

describe("a definite path", () => {
  test.each([
    ["$", { store }],
    ["$.store.bicycle.color", "red"],
    ["$['store']['bicycle']['color']", "red"],
    ['$["store"].bicycle["color"]', "red"],
    ["$.store.book[0].title", "Sayings"],
    ["$.store.book[-1].title", "Lord"],
    ["$.store.book.[1].title", "Sword"],
    ["$.store.bicycle['color','price']", { color: "red", price: 19.95 }],
    ["$.store.bicycle['color','missing']", { color: "red" }],
  ])("%s gives its one value", (path, value) => {
    expect(compilePath(path).isDefinite).toBe(true);
    expect(read(path)).toEqual(value);
  });

  test("starts at the input, the context object or a variable", () => {
    expect(read("$$.State.Name")).toBe("A");
    expect(read("$$")).toEqual({ State: { Name: "A" } });
    expect(read("$total", {}, { total: 3 })).toBe(3);
    expect(read("$order.items[1]", {}, { order: { items: [1, 2] } })).toBe(2);
  });

  test("keeps null, false, 0 and empty text, which are values", () => {
    for (const value of [null, false, 0, "", [], {}]) {
      expect(read("$.a", { a: value })).toEqual(value);
      expect(read("$.a[0]", { a: [value] })).toEqual(value);
    }
  });

  test("takes __proto__ and constructor for fields like all others", () => {
    const input = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
    expect(read("$.__proto__.a", input)).toBe(1);
    expect(read("$.constructor", input)).toBe(2);
    expect(failure("$.constructor", {})).toMatch(/No results/);
    expect(failure("$.__proto__", {})).toMatch(/No results/);
    expect(failure("$toString", {})).toMatch(/No results/);
    expect(failure("$.a.length", { a: [1] })).toMatch(/Expected to find an object/);
  });

  test.each([
    ["$.no.such.result.path", {}, "Missing property in path $['no']"],
    ["$.a.b.c", { a: {} }, "Missing property in path $['a']['b']"],
    ["$.no", {}, "No results for path: $['no']"],
    ["$.a[3]", { a: [1] }, "No results for path: $['a'][3]"],
    ["$.a[-2]", { a: [1] }, "No results for path: $['a'][-2]"],
    ["$.a[0]", { a: null }, "The path $['a'] is null"],
    [
      "$.a[0]",
      { a: { b: "x" } },
      "Filter: [0] can only be applied to arrays. Current context is: {b=x}",
    ],
  ])("%s of %j leads nowhere, in the service's words", (path, input, reason) => {
    expect(failure(path, input)).toBe(`States.Runtime: Invalid path '${path}' : ${reason}`);
  });
});

describe("an indefinite path", () => {
  test.each([
    ["$.store.book[*].author", ["Rees", "Waugh", "Melville", "Tolkien"]],
    ["$..author", ["Rees", "Waugh", "Melville", "Tolkien"]],
    ["$.store..price", [8.95, 12.99, 8.99, 22.99, 19.95]],
    ["$.store.bicycle.*", ["red", 19.95]],
    ["$.store.book[0,2].title", ["Sayings", "Moby"]],
    ["$.store.book[:2].title", ["Sayings", "Sword"]],
    ["$.store.book[1:3].title", ["Sword", "Moby"]],
    ["$.store.book[-2:].title", ["Moby", "Lord"]],
    ["$.store.book[2:].title", ["Moby", "Lord"]],
    ["$.store.book[-3:-1].title", ["Sword", "Moby"]],
    ["$.store.book[1:-1].title", []],
    ["$.store['book','bicycle'].price", [19.95]],
    ["$..book[2].title", ["Moby"]],
    ["$.store.book[9:]", []],
    ["$.nothing[*]", []],
    ["$.nothing.at.all[1:5].value", []],
    ["$..nothing", []],
    ["$.store.bicycle.color[*]", []],
  ])("%s gives the list of all matches", (path, values) => {
    expect(compilePath(path).isDefinite).toBe(false);
    expect(read(path)).toEqual(values);
  });
});

describe("a filter", () => {
  const titles = (condition: string) => read(`$.store.book[?(${condition})].title`);

  test.each([
    ["@.isbn", ["Moby", "Lord"]],
    ["!@.isbn", ["Sayings", "Sword"]],
    ["!(@.isbn)", ["Sayings", "Sword"]],
    ["@.price < 10", ["Sayings", "Moby"]],
    ["@.price<=8.95", ["Sayings"]],
    ["@.price > 10 && @.category == 'fiction'", ["Sword", "Lord"]],
    ['@.price < 9 || @.author == "Tolkien"', ["Sayings", "Moby", "Lord"]],
    ["@.price < $.store.bicycle.price", ["Sayings", "Sword", "Moby"]],
    ["@.category in ['reference', 'poetry']", ["Sayings"]],
    ["@.category nin ['reference', 'poetry']", ["Sword", "Moby", "Lord"]],
    ["@.price == '8.95'", ["Sayings"]],
    ["@.price === '8.95'", []],
    ["@.isbn != '0-553'", ["Sayings", "Sword", "Lord"]],
    ["@.isbn == @.missing", []],
    ["@.title contains 'o'", ["Sword", "Moby", "Lord"]],
    ["@.title size 4", ["Moby", "Lord"]],
    ["@.title empty false", ["Sayings", "Sword", "Moby", "Lord"]],
    ["@.price >= 8.99 && (@.price < 10 || @.author == 'Waugh')", ["Sword", "Moby"]],
    ["@['price'] < 9", ["Sayings", "Moby"]],
    ["@.price < 1 || @.price > 20 || @.isbn == '0-553'", ["Moby", "Lord"]],
    ["@.price > 1 && @.price < 20 && @.isbn", ["Moby"]],
    ["@.author > 'R'", ["Sayings", "Sword", "Lord"]],
  ])("[?(%s)]", (condition, expected) => {
    expect(titles(condition)).toEqual(expected);
  });

  test("asks an object of itself, and every object after a scan", () => {
    expect(read("$.store.bicycle[?(@.color == 'red')].price")).toEqual([19.95]);
    expect(read("$..[?(@.price > 19)].price")).toEqual([22.99, 19.95]);
  });

  test.each([
    ["@.tags subsetof ['a', 'b', 'c']", [1]],
    ["@.tags anyof ['b', 'd']", [1, 2]],
    ["@.tags noneof ['b']", [2]],
    ["@.tags all ['a', 'b']", [1]],
    ["@.tags contains 'd'", [2]],
  ])("compares lists: %s", (condition, expected) => {
    const input = [
      { id: 1, tags: ["a", "b"] },
      { id: 2, tags: ["c", "d"] },
    ];
    expect(read(`$[?(${condition})].id`, input)).toEqual(expected);
  });

  test("compares elements that are no objects", () => {
    expect(read("$[?(@ > 2)]", [1, 2, 3, 4])).toEqual([3, 4]);
  });
});

describe("a path function", () => {
  const input = { n: [1, 2, 3, 4], o: { a: 1, b: 2 }, t: ["x", "y"] };

  test.each([
    ["$.n.length()", 4],
    ["$.n.size()", 4],
    ["$.o.length()", 2],
    ["$.o.keys()", ["a", "b"]],
    ["$.n.min()", 1],
    ["$.n.max()", 4],
    ["$.n.sum()", 10],
    ["$.n.avg()", 2.5],
    ["$.n.stddev()", Math.sqrt(1.25)],
    ["$.n.first()", 1],
    ["$.n.last()", 4],
    ["$.n.index(2)", 3],
    ["$.t.concat()", "xy"],
    ["$.t.concat('z', $.t[0])", "xyzx"],
    ["$.n.append(5).length()", undefined],
    ["$..n.length()", 1],
  ])("%s", (path, value) => {
    if (value === undefined) expect(() => compilePath(path)).toThrow(ExpressionSyntaxError);
    else expect(read(path, input)).toEqual(value);
  });

  test("has nothing to aggregate in a list without numbers", () => {
    expect(failure("$.t.max()", input)).toMatch(/Aggregation function attempted/);
    expect(failure("$.missing.length()", input)).toMatch(/Missing property in path/);
  });

  test("bears long lists", () => {
    expect(
      read(
        "$.max()",
        Array.from({ length: 500_000 }, (_, at) => at),
      ),
    ).toBe(499_999);
  });
});

describe("a reference path", () => {
  test.each(["$", "$.a.b", "$['a'][0]", "$[2].b"])("%s is one", (path) => {
    expect(compilePath(path).isReference).toBe(true);
  });

  test.each([
    "$.a[*]",
    "$..a",
    "$.a[-1]",
    "$.a[0,1]",
    "$['a','b']",
    "$.a[1:]",
    "$$.a",
    "$v.a",
    "$.a.length()",
  ])("%s is none", (path) => {
    expect(compilePath(path).isReference).toBe(false);
  });
});

describe("what is no path", () => {
  test.each([
    ["", 0],
    ["a", 0],
    ["$.", 2],
    ["$..", 3],
    ["$.a b", 3],
    ["$[", 2],
    ["$['a'", 5],
    ["$['a", 2],
    ["$[a]", 2],
    ["$.a[?]", 5],
    ["$.a[?(@.b ==)]", 12],
    ["$.a[?(@.b =~ /x/)]", 10],
    ["$.a[?('x')]", 9],
    ["$.a[(@.length-1)]", 4],
    ["$.a.eval()", 8],
    ["$.a[0]b", 6],
    ["$ .a", 1],
  ])("%s is refused at position %i", (path, position) => {
    const error = (() => {
      try {
        compilePath(path);
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(ExpressionSyntaxError);
    expect(error).toMatchObject({ position, expression: path });
  });

  test("and hostile ones are refused at once", () => {
    for (const path of [
      `$${"[?(@".repeat(50_000)}`,
      `$[?(${"(".repeat(100_000)}`,
      `$[?(${"!".repeat(100_000)}@)]`,
      `$[?(@ in ${"[".repeat(100_000)})]`,
    ]) {
      expect(() => compilePath(path)).toThrow(ExpressionSyntaxError);
    }
  });
});

test("a document of any depth and size is scanned", () => {
  let deep: JsonValue = { leaf: 1 };
  for (let level = 0; level < 100_000; level++) deep = { a: deep };
  expect(read("$..leaf", deep)).toEqual([1]);
  const wide = Array.from({ length: 300_000 }, (_, id) => ({ id }));
  expect(read("$[*].id", wide)).toHaveLength(300_000);
  expect(read("$..id", wide)).toHaveLength(300_000);
});
