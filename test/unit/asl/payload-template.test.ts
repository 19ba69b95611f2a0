import { describe, expect, test } from "vitest";
import {
  compilePathOrIntrinsic,
  compileTemplate,
  ExpressionSyntaxError,
  StatesError,
} from "../../../src/asl/index.js";
import type { JsonValue } from "../../../src/shared/json.js";

const scope = {
  input: { name: "Ada", list: [1, 2] },
  context: { State: { Name: "A" } },
  variables: { total: 3 },
};

describe("a template", () => {
  test("replaces the fields that end in .$ and no other, at any depth", () => {
    const template = {
      "name.$": "$.name",
      text: "$.name",
      nested: { "total.$": "$total", list: [{ "state.$": "$$.State.Name" }, "$.name", ["$.name"]] },
      "call.$": "States.Array($.list[0], $total)",
      "odd.$.": "$.name",
    };
    expect(compileTemplate(template).evaluate(scope)).toEqual({
      name: "Ada",
      text: "$.name",
      nested: { total: 3, list: [{ state: "A" }, "$.name", ["$.name"]] },
      call: [1, 3],
      "odd.$.": "$.name",
    });
  });

  test.each([null, 1, "$.name", true, [], {}])(
    "that holds none is the value itself: %j",
    (value) => {
      expect(compileTemplate(value).evaluate(scope)).toEqual(value);
    },
  );

  test("gives a new value each time, and leaves the input alone", () => {
    const template = compileTemplate({ constant: { a: 1 }, "list.$": "$.list" });
    expect(template.evaluate(scope)).not.toBe(template.evaluate(scope));
    expect(scope.input).toEqual({ name: "Ada", list: [1, 2] });
  });

  test("takes __proto__ for a field like all others", () => {
    const template: JsonValue = JSON.parse('{"__proto__": {"a": 1}, "__proto__.$": "$.name"}');
    const value = compileTemplate(template).evaluate(scope);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(JSON.stringify(value)).toBe('{"__proto__":"Ada"}');
  });

  test("names the field and the input when a path leads nowhere", () => {
    const template = compileTemplate({ outer: { "inner.$": "$.missing" } });
    const cause =
      "The JSONPath '$.missing' specified for the field 'inner.$' could not be found in the input";
    expect(() => template.evaluate({ ...scope, input: {} })).toThrow(StatesError);
    expect(() => template.evaluate({ ...scope, input: {} })).toThrow(
      `States.Runtime: ${cause} '{}'`,
    );
    expect(() => template.evaluate({ ...scope, input: {}, inputText: "{ }" })).toThrow(
      `${cause} '{ }'`,
    );
  });

  test("has nothing to read from null", () => {
    const ofNull = { ...scope, input: null };
    expect(() => compileTemplate({ "a.$": "$" }).evaluate(ofNull)).toThrow(
      "States.Runtime: Unable to apply Path transformation to null or empty input.",
    );
    expect(compileTemplate({ "a.$": "$total", b: 1 }).evaluate(ofNull)).toEqual({ a: 3, b: 1 });
  });

  test("names its paths", () => {
    const { paths } = compileTemplate({ "a.$": "$.x", b: [{ "c.$": "States.Array($$.y, $z)" }] });
    expect(paths.map(({ text }) => text)).toEqual(["$.x", "$$.y", "$z"]);
  });
});

describe("what is no template", () => {
  test.each([
    [{ a: [{ "b.$": 1 }] }, ["a", 0, "b.$"]],
    [{ "b.$": "name" }, ["b.$"]],
    [{ "b.$": "States.Nope()" }, ["b.$"]],
    [{ "b.$": { a: 1 } }, ["b.$"]],
  ])("%j is refused, with the fields that lead to it", (template, at) => {
    const compile = () => compileTemplate(template);
    expect(compile).toThrow(ExpressionSyntaxError);
    expect(compile).toThrow(expect.objectContaining({ at }));
  });

  test("nor is one of endless levels", () => {
    let template: JsonValue = 1;
    for (let level = 0; level < 100_000; level++) template = [template];
    expect(() => compileTemplate(template)).toThrow(/at most 1000 levels/);
  });
});

test("a field may hold a path or an intrinsic function", () => {
  expect(compilePathOrIntrinsic("$.name").evaluate(scope)).toBe("Ada");
  expect(compilePathOrIntrinsic("States.Format('{}', $total)").evaluate(scope)).toBe("3");
  expect(() => compilePathOrIntrinsic("$.nope.at").evaluate(scope)).toThrow(
    /Invalid path '\$\.nope\.at'/,
  );
});
