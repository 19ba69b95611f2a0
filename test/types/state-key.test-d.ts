import { type } from "arktype";
import {
  checked,
  type ItemPointer,
  type ListPointer,
  type MapIterationEvent,
  type StateDataClient,
  type StateKey,
  stateKey,
} from "sfn-task-tools";
import * as v from "valibot";
import { describe, expectTypeOf, test } from "vitest";
import { z } from "zod";

interface Character {
  readonly name: string;
}

declare const client: StateDataClient;
declare const event: MapIterationEvent;
declare const list: ListPointer;
declare const item: ItemPointer;

const cast = stateKey<Character>("cast");
const trimmed = stateKey("trimmed", z.object({ name: z.string(), age: z.number().default(0) }));

describe("a key carries the type of what stands under it", () => {
  test("as it is stated, or as the schema of any library has it", () => {
    expectTypeOf(cast).toEqualTypeOf<StateKey<Character>>();
    expectTypeOf(stateKey("z", z.object({ name: z.string() }))).toEqualTypeOf<
      StateKey<{ name: string }>
    >();
    expectTypeOf(stateKey("v", v.object({ name: v.string() }))).toEqualTypeOf<
      StateKey<{ name: string }>
    >();
    expectTypeOf(stateKey("a", type({ name: "string" }))).toEqualTypeOf<
      StateKey<{ name: string }>
    >();
    expectTypeOf(stateKey("nothing stated")).toEqualTypeOf<StateKey<unknown>>();
  });

  test("to the pointer of what is put", () => {
    expectTypeOf(client.putItem(cast, { name: "jerry" })).resolves.toEqualTypeOf<
      ItemPointer<Character>
    >();
    expectTypeOf(client.putItems(cast, [{ name: "jerry" }])).resolves.toEqualTypeOf<
      ListPointer<Character>
    >();
    const made = client.putItem(trimmed, { name: "jerry" });
    expectTypeOf(made).resolves.toEqualTypeOf<ItemPointer<{ name: string; age: number }>>();
  });

  test("to what is got", () => {
    expectTypeOf(client.getItem(cast)).resolves.toEqualTypeOf<Character>();
    expectTypeOf(client.getItems(cast)).resolves.toEqualTypeOf<Character[]>();
    expectTypeOf(client.getItems(cast, { allowMissing: true })).resolves.toEqualTypeOf<
      (Character | undefined)[]
    >();
    expectTypeOf(client.iterateItems(trimmed)).toEqualTypeOf<
      AsyncGenerator<{ name: string; age: number }, void, undefined>
    >();
    expectTypeOf(client.getMapOutputs(list, cast)).resolves.toEqualTypeOf<Character[]>();
  });

  test("to pointers and events that came without one", () => {
    expectTypeOf(checked(item, cast)).toEqualTypeOf<ItemPointer<Character>>();
    expectTypeOf(checked(list, cast)).toEqualTypeOf<ListPointer<Character>>();
    expectTypeOf(checked(event, cast)).toEqualTypeOf<MapIterationEvent<Character>>();
    expectTypeOf(client.getItemForMapIteration(checked(event, trimmed))).resolves.toEqualTypeOf<{
      name: string;
      age: number;
    }>();
  });
});

describe("what must not compile", () => {
  test("data of another type than the key's", () => {
    // @ts-expect-error: a number is no Character
    client.putItem(cast, 5);
    // @ts-expect-error: nor is one in a list
    client.putItems(cast, [5]);
    // @ts-expect-error: the schema has no default for the name
    client.putItem(trimmed, { age: 1 });
    // @ts-expect-error: the outputs of this Map are Characters
    client.putItemForMapIteration(event, 5, { key: cast });
  });

  test("one item where its list is meant", () => {
    // @ts-expect-error: a Character is not iterable
    client.putItems(cast, { name: "jerry" });
  });

  test("what is got as another type", () => {
    // @ts-expect-error: it is a Character
    client.getItem(cast).then((got: { age: number }) => got);
  });

  test("a schema that is none of Standard Schema", () => {
    // @ts-expect-error: no "~standard"
    stateKey("name", { parse: (value: unknown) => value });
  });
});
