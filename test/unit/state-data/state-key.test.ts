import { type } from "arktype";
import { checked, stateKey } from "sfn-task-tools";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isStateKey, schemaOf } from "../../../src/state-data/state-key.js";

describe("stateKey", () => {
  test.each([
    ["no schema", undefined],
    ["zod", z.string()],
    ["valibot", v.string()],
    ["arktype, whose schemas are functions", type("string")],
  ])("takes %s", (_, schema) => {
    const key = schema === undefined ? stateKey("name") : stateKey("name", schema);
    expect(key.key).toBe("name");
    expect(key.schema).toBe(schema);
    expect(isStateKey(key)).toBe(true);
  });

  test.each([[{}], [() => true], [{ "~standard": {} }], [{ parse: () => 1 }], ["string"], [null]])(
    "refuses the schema %o",
    (schema) => {
      expect(() => stateKey("name", schema as never)).toThrow(
        /Expected the schema of "name" to be a Standard Schema/,
      );
    },
  );

  test.each([[""], ["a:b"], ["a~b"], [1]])("refuses the key %j as a put would", (key) => {
    expect(() => stateKey(key as string)).toThrow(/Expected the key/);
  });

  test("cannot come with an event", () => {
    const key = stateKey("name", z.string());
    for (const forged of [JSON.parse(JSON.stringify(key)), { ...key, key: "other" }]) {
      expect(isStateKey(forged)).toBe(forged.key === "other"); // a copy in this process is as good
    }
  });
});

describe("checked", () => {
  const key = stateKey("name", z.string());
  const pointer = { table_name: "t", partition_key: "n:k", key: "k" };

  test("adds nothing to the pointer that JSON would carry", () => {
    const withKey = checked(pointer, key);
    expect(schemaOf(withKey)).toBe(key.schema);
    expect(JSON.parse(JSON.stringify(withKey))).toEqual(pointer);
    expect(schemaOf(pointer)).toBeUndefined();
  });
});
