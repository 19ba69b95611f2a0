import { type } from "arktype";
import { checked, type StateDataSchemaError, type StateKey, stateKey } from "sfn-task-tools";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { iterationEvent, uniqueNamespace, useStores } from "./fixture.js";

const stores = useStores();

interface Character {
  readonly name: string;
  readonly lines: readonly string[];
}

const JERRY: Character = { name: "Jerry", lines: ["What's the deal?"] };
const BROKEN = { name: "Kramer", lines: ["Giddy-up", 7] } as unknown as Character;

async function errorOf(promise: Promise<unknown>): Promise<StateDataSchemaError> {
  return promise.then(
    (result) => expect.fail(`It resolved to ${JSON.stringify(result)}.`),
    (error: StateDataSchemaError) => error,
  );
}

describe.each<[string, StateKey<Character>]>([
  ["zod", stateKey("cast", z.object({ name: z.string(), lines: z.array(z.string()) }))],
  ["valibot", stateKey("cast", v.object({ name: v.string(), lines: v.array(v.string()) }))],
  ["arktype", stateKey("cast", type({ name: "string", lines: "string[]" }))],
])("a key with a schema of %s", (_, cast) => {
  test("puts and gets what fits", async () => {
    const client = stores.client();
    const pointer = await client.putItem(cast, JERRY);
    expect(await client.getItem(cast)).toEqual(JERRY);
    expect(await client.getItem(checked(pointer, cast))).toEqual(JERRY);
    const list = await client.putItems(cast, [JERRY, JERRY]);
    expect(await client.getItems(list)).toEqual([JERRY, JERRY]);
  });

  test("refuses what does not fit before it is put, and says where", async () => {
    const client = stores.client();
    const error = await errorOf(client.putItem(cast, BROKEN));
    expect(error).toMatchObject({
      name: "StateDataSchemaError",
      place: { table: stores.table, partitionKey: `${client.namespace}:cast`, index: 0 },
      issues: [{ path: "$.lines[1]", message: expect.any(String) }],
    });
    expect(error.message).toContain("The data to put at index 0 of");
    expect(error.message).toContain("$.lines[1]: ");
    expect(await stores.rows(`${client.namespace}:cast`)).toEqual([]);
  });

  test("refuses a list with one item that does not fit: the name keeps its list", async () => {
    const client = stores.client();
    await client.putItems(cast, [JERRY]);
    const error = await errorOf(client.putItems(cast, [JERRY, BROKEN, JERRY]));
    expect(error.place.index).toBe(1);
    expect(await client.getItems(cast)).toEqual([JERRY]);
  });

  test("refuses what others have put, wherever it is got", async () => {
    const client = stores.client();
    const list = await client.putItems("cast", [JERRY, BROKEN]);
    expect(await client.getItems(list)).toEqual([JERRY, BROKEN]); // nobody asked
    const event = iterationEvent(list, 1);
    const all = async () => {
      for await (const item of client.iterateItems(cast)) expect(item).toEqual(JERRY);
    };
    for (const getting of [
      () => client.getItem(cast, { index: 1 }),
      () => client.getItem(checked(list, cast), { index: 1 }),
      () => client.getItems(cast),
      () => client.getItems(checked(list, cast)),
      () => client.getGlobalItems(checked(list, cast)),
      () => client.getItemForMapIteration(checked(event, cast)),
      () => client.getGlobalItemForMapIteration(checked(event, cast)),
      all,
    ]) {
      const error = await errorOf(getting());
      expect(error).toMatchObject({ name: "StateDataSchemaError", place: { index: 1 } });
      expect(error.message).toContain("The data got at index 1 of");
    }
  });

  test("checks the outputs of a Map on both sides, and the pointer's data when it is put", async () => {
    const client = stores.client();
    const list = await client.putItems("input", [1, 2]);
    const event = iterationEvent(list, 0);
    const options = { key: cast };
    expect((await errorOf(client.putItemForMapIteration(event, BROKEN, options))).name).toBe(
      "StateDataSchemaError",
    );
    await client.putItemForMapIteration(event, JERRY, options);
    expect(await client.getMapOutputs(list, cast, { allowMissing: true })).toEqual([
      JERRY,
      undefined,
    ]);
    await client.putItemForMapIteration(iterationEvent(list, 1), BROKEN, { key: "cast" });
    expect((await errorOf(client.getMapOutputs(list, cast))).place.index).toBe(1);
    expect((await errorOf(client.putItem(checked(list, cast), BROKEN))).name).toBe(
      "StateDataSchemaError",
    );
    expect((await client.deleteMapOutputs(list, cast)).rows).toBe(2);
  });
});

describe("a schema that changes the value", () => {
  const settings = stateKey(
    "settings",
    z.object({ title: z.string().trim(), pages: z.number().default(1) }),
  );

  test("stores what it makes, where that comes back as it is", async () => {
    const client = stores.client();
    const pointer = await client.putItem(settings, { title: "  Cast " });
    expect(await client.getItem(pointer)).toEqual({ title: "Cast", pages: 1 });
    expect(await client.getItem(settings)).toEqual({ title: "Cast", pages: 1 });
  });

  test("fills in what an older version did not put", async () => {
    const client = stores.client();
    await client.putItem("settings", { title: "old" });
    expect(await client.getItem(settings)).toEqual({ title: "old", pages: 1 });
  });

  test.each([
    ["a text into a number", z.object({ a: z.string().transform(Number) }), { a: "7" }],
    ["a text into a Date", z.object({ a: z.coerce.date() }), { a: "2026-01-01T00:00:00.000Z" }],
    [
      "a number into another each time",
      z.object({ a: z.number().transform((n) => n + 1) }),
      { a: 1 },
    ],
  ])("is refused when it makes %s", async (_, schema, data) => {
    const client = stores.client();
    const error = await errorOf(client.putItem(stateKey("a", schema as never), data));
    expect(error.name).toBe("StateDataSchemaError");
    expect(error.message).toContain("$.a what it does not take back from the store unchanged");
    expect(await stores.rows(`${client.namespace}:a`)).toEqual([]);
  });

  test("is refused when it makes what JSON cannot carry", async () => {
    const schema = v.pipe(
      v.number(),
      v.transform(() => Number.NaN),
    );
    await expect(stores.client().putItem(stateKey("a", schema), 1)).rejects.toThrow(
      "cannot be written as JSON",
    );
  });
});

describe("a schema that fails by itself", () => {
  const standard = (validate: (value: unknown) => unknown) =>
    ({ "~standard": { version: 1, vendor: "test", validate } }) as never;

  test("by throwing is a StateDataSchemaError with its cause", async () => {
    const cause = new TypeError("not a function");
    const broken = stateKey(
      "a",
      standard(() => {
        throw cause;
      }),
    );
    const error = await errorOf(stores.client().putItem(broken, 1));
    expect(error).toMatchObject({ name: "StateDataSchemaError", issues: [], cause });
    expect(error.message).toContain("threw instead of telling what is wrong: TypeError: not a");
  });

  test("by rejecting, too", async () => {
    const broken = stateKey(
      "a",
      standard(() => Promise.reject("down")),
    );
    const error = await errorOf(stores.client().putItem(broken, 1));
    expect(error).toMatchObject({ name: "StateDataSchemaError", cause: "down" });
  });

  test("by never answering ends with the call", async () => {
    const hanging = stateKey(
      "a",
      standard(() => new Promise(() => undefined)),
    );
    const client = stores.client({ timeout: 50 });
    const error = await errorOf(client.putItem(hanging, 1));
    expect(error.name).toBe("StateDataUnavailableError");
  });

  test("with issues of any form is told as well as can be", async () => {
    const odd = stateKey(
      "a",
      standard(() => ({
        issues: [
          { message: 7, path: ["a", { key: "b c" }, 0, Symbol("s")] },
          { message: "m".repeat(500) },
          { message: "third" },
          { message: "fourth" },
        ],
      })),
    );
    const { message, issues } = await errorOf(stores.client().putItem(odd, 1));
    expect(message).toContain('$.a["b c"][0]["Symbol(s)"]: 7; $: mmm');
    expect(message).toContain("; and 1 more.");
    expect(message.length).toBeLessThan(600);
    expect(issues).toHaveLength(4);
  });

  test("asynchronously is waited for", async () => {
    const later = stateKey(
      "a",
      z.string().refine(async (text) => text !== "taken", "is taken"),
    );
    const client = stores.client();
    await client.putItems(later, ["free", "as well"]);
    expect(await client.getItems(later)).toEqual(["free", "as well"]);
    const error = await errorOf(client.putItems(later, ["free", "taken"]));
    expect(error.issues).toEqual([{ path: "$", message: "is taken" }]);
  });
});

test("a key of another copy of this library is a key", async () => {
  const copy = { ...stateKey("copied") };
  const client = stores.client({ namespace: uniqueNamespace() });
  await client.putItem(copy, 1);
  expect(await client.getItem("copied")).toBe(1);
  expect((await client.deleteItems(copy)).rows).toBe(1);
});
