import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import {
  type AwsClient,
  Context,
  type ItemPointer,
  type ListPointer,
  type MapIterationEvent,
  type StateDataClient,
} from "sfn-task-tools";
import { describe, expectTypeOf, test } from "vitest";

interface Character {
  readonly name: string;
}

declare const client: StateDataClient;
declare const item: ItemPointer<Character>;
declare const list: ListPointer<Character>;

describe("pointers carry the type of the data", () => {
  test("from what was put", () => {
    expectTypeOf(client.putItem("one", { name: "jerry" })).resolves.toEqualTypeOf<
      ItemPointer<{ name: string }>
    >();
    expectTypeOf(client.putItems("all", [1, 2])).resolves.toEqualTypeOf<ListPointer<number>>();
    async function* numbers() {
      yield 1;
    }
    expectTypeOf(client.putItems("all", numbers())).resolves.toEqualTypeOf<ListPointer<number>>();
  });

  test("to what is got", () => {
    expectTypeOf(client.getItem(item)).resolves.toEqualTypeOf<Character>();
    expectTypeOf(client.getItem(list, { index: 1 })).resolves.toEqualTypeOf<Character>();
    expectTypeOf(client.getItems(list)).resolves.toEqualTypeOf<Character[]>();
    expectTypeOf(
      client.getItemForMapIteration({} as MapIterationEvent<Character>),
    ).resolves.toEqualTypeOf<Character>();
    expectTypeOf(client.iterateItems(list)).toEqualTypeOf<
      AsyncGenerator<Character, void, undefined>
    >();
  });

  test("where gaps are allowed, an item may be undefined", () => {
    expectTypeOf(client.getItems(list, { allowMissing: true })).resolves.toEqualTypeOf<
      (Character | undefined)[]
    >();
    expectTypeOf(client.getMapOutputs<number>(list, "results")).resolves.toEqualTypeOf<number[]>();
  });

  test("by name nothing is known of it", () => {
    expectTypeOf(client.getItem("one")).resolves.toBeUnknown();
    expectTypeOf(client.getItems("all")).resolves.toEqualTypeOf<unknown[]>();
  });
});

describe("what must not compile", () => {
  test("data of another type than the pointer's", () => {
    // @ts-expect-error: a number is no Character
    client.putItem(item, 5);
  });

  test("a pointer to an item where a list is needed", () => {
    // @ts-expect-error: a Map ran over a list
    client.getMapOutputs(item, "results");
  });
});

test("the SDK's own clients fit, and so does anything that sends", () => {
  expectTypeOf<DynamoDBClient>().toExtend<AwsClient>();
  expectTypeOf<S3Client>().toExtend<AwsClient>();
  expectTypeOf<SFNClient>().toExtend<AwsClient>();
  const clients = { dynamodb: new DynamoDBClient(), s3: new S3Client(), sfn: new SFNClient() };
  expectTypeOf(new Context({ clients })).toEqualTypeOf<Context>();
});
