import middy from "@middy/core";
import {
  type Context,
  type ItemPointer,
  type ListPointer,
  type MapIterationEvent,
  type Offloaded,
  type TaskHandler,
  task,
} from "sfn-task-tools";
import { describe, expectTypeOf, test } from "vitest";

interface Character {
  readonly name: string;
}

const collect = task((input: { show: string }, { stateData }: Context) =>
  stateData.putItems<Character>("cast", [{ name: input.show }]),
);
const greet = task(async (event: MapIterationEvent<Character>, { stateData }) => {
  const { name } = await stateData.getItemForMapIteration(event);
  return `Hello ${name}`;
});

describe("a task", () => {
  test("has the input and result of its function", () => {
    expectTypeOf(collect).toEqualTypeOf<TaskHandler<{ show: string }, ListPointer<Character>>>();
    expectTypeOf(greet).toEqualTypeOf<TaskHandler<MapIterationEvent<Character>, string>>();
    expectTypeOf(task(() => undefined)).toEqualTypeOf<TaskHandler<unknown, undefined>>();
  });

  test("takes its input in an envelope or alone", () => {
    collect({ show: "Seinfeld" });
    collect({ input: { show: "Seinfeld" }, context: { Execution: {} } });
  });

  test("knows its Context without being told", () => {
    task((_, context) => {
      expectTypeOf(context).toEqualTypeOf<Context>();
    });
  });

  test("that stops its execution has the type of its other results", () => {
    const stops = task(async (input: number, context) => {
      if (input === 0) return context.stopExecution();
      return input;
    });
    expectTypeOf(stops).toEqualTypeOf<TaskHandler<number, number>>();
  });

  test("that may offload says so of all of its result, or of the properties named", () => {
    const whole = task(() => ({ a: 1 }), { offload: true });
    expectTypeOf(whole({})).resolves.toEqualTypeOf<{ a: number } | Offloaded<{ a: number }>>();
    const parts = task(() => ({ a: 1, b: "" }), { offload: ["b"] });
    expectTypeOf(parts({})).resolves.toEqualTypeOf<{ a: number; b: string | Offloaded<string> }>();
    const pointer = {} as Offloaded<Character>;
    expectTypeOf(pointer.$state_data).toExtend<ItemPointer<Character>>();
  });

  test("is a handler to middy", () => {
    expectTypeOf(middy(greet)).toExtend<(...args: never[]) => unknown>();
  });
});

describe("what must not compile", () => {
  test("an event of another input", () => {
    // @ts-expect-error: a show is a text
    collect({ show: 5 });
    // @ts-expect-error: in an envelope, too
    collect({ input: { show: 5 }, context: {} });
  });

  test("a result taken for another", () => {
    // @ts-expect-error: it is a pointer to Characters, not to numbers
    const numbers: Promise<ListPointer<number>> = collect({ show: "Seinfeld" });
    numbers.catch(() => undefined);
  });

  test("an offloaded result used as if it were whole", async () => {
    const whole = await task(() => ({ a: 1 }), { offload: true })({});
    // @ts-expect-error: it may only stand for it
    whole.a.toFixed();
  });

  test("options of the call among those of the task", () => {
    // @ts-expect-error: Lambda's context comes with each call
    task(() => 1, { lambda: { getRemainingTimeInMillis: () => 1 } });
  });
});
