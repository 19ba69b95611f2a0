import {
  type Context,
  type ListPointer,
  type MapIterationEvent,
  stateKey,
  task,
} from "sfn-task-tools";
import {
  type Chain,
  Choice,
  type ErrorOutput,
  Fail,
  LambdaFunction,
  Map as MapState,
  mapItems,
  NestedExecution,
  numericLessThan,
  Parallel,
  Pass,
  ServiceIntegration,
  StateMachine,
  Succeed,
  Task,
  Wait,
} from "sfn-task-tools/workflow";
import { describe, expectTypeOf, test } from "vitest";

interface Character {
  readonly name: string;
}

const key = stateKey<Character>("characters");
const collect = task(async (input: { show: string }, { stateData }: Context) => ({
  characters: await stateData.putItems(key, [{ name: input.show }]),
}));
const greet = task(async (event: MapIterationEvent<Character>, { stateData }) => {
  await stateData.getItemForMapIteration(event);
});
const gather = task(async (_: { characters: ListPointer<Character> }) => ({ count: 1 }));

const collecting = new Task("Collect", new LambdaFunction<typeof collect>("collect"));
const gathering = new Task("Gather", new LambdaFunction<typeof gather>("gather"));

describe("a Task", () => {
  test("has the input and output of the handler that it runs", () => {
    expectTypeOf(collecting).toEqualTypeOf<
      Task<{ show: string }, { characters: ListPointer<Character> }>
    >();
    const greeting = new Task("Greet", new LambdaFunction<typeof greet>("greet"));
    expectTypeOf(greeting).toEqualTypeOf<Task<MapIterationEvent<Character>, null>>();
  });

  test("has them of an activity's function, too", () => {
    const add = { kind: "activity", name: "add", run: (data: { a: number; b: number }) => data.a };
    const adding = new Task("Add", { ...add, kind: "activity" });
    expectTypeOf(adding).toEqualTypeOf<Task<{ a: number; b: number }, number>>();
  });

  test("knows nothing of what is named alone", () => {
    expectTypeOf(new Task("Any", "arn:aws:states:::sns:publish")).toEqualTypeOf<
      Task<unknown, unknown>
    >();
    expectTypeOf(new Task("Any", new LambdaFunction("any"))).toEqualTypeOf<
      Task<unknown, unknown>
    >();
    expectTypeOf(new Task("Any", new ServiceIntegration("sqs:sendMessage"))).toEqualTypeOf<
      Task<unknown, unknown>
    >();
    expectTypeOf(new Task("Any", { kind: "activity", name: "any" })).toEqualTypeOf<
      Task<unknown, unknown>
    >();
  });

  test("with paths or expressions is unknown, never any, until they are stated", () => {
    const run = new LambdaFunction<typeof collect>("collect");
    const at = new Task("Collect", run, { resultPath: "$.found" });
    expectTypeOf(at).toEqualTypeOf<Task<{ show: string }, unknown>>();
    const chosen = new Task("Collect", run, { resultSelector: { "a.$": "$.characters" } });
    expectTypeOf(chosen).toEqualTypeOf<Task<{ show: string }, unknown>>();
    const made = new Task("Collect", run, { parameters: { show: "Seinfeld" } });
    expectTypeOf(made).toEqualTypeOf<Task<unknown, { characters: ListPointer<Character> }>>();
    const stated = at.gives<{ found: { characters: ListPointer<Character> } }>();
    expectTypeOf(stated).toEqualTypeOf<
      Task<{ show: string }, { found: { characters: ListPointer<Character> } }>
    >();
  });

  test("keeps its types with options that change no data", () => {
    const run = new LambdaFunction<typeof collect>("collect");
    const timed = new Task("Collect", run, { timeoutSeconds: 5, comment: "text", resultPath: "$" });
    expectTypeOf(timed).toEqualTypeOf(collecting);
  });

  test("with a task token gives what comes with the token", () => {
    const ask = new LambdaFunction<typeof collect, "invoke.waitForTaskToken">("ask", {
      integration: "invoke.waitForTaskToken",
    });
    expectTypeOf(new Task("Ask", ask)).toEqualTypeOf<Task<{ show: string }, unknown>>();
  });

  test("on another machine has that machine's types", () => {
    const inner = new StateMachine("inner", collecting.end());
    expectTypeOf(inner).toEqualTypeOf<
      StateMachine<{ show: string }, { characters: ListPointer<Character> }>
    >();
    expectTypeOf(new Task("Inner", new NestedExecution(inner))).toEqualTypeOf(collecting);
  });
});

describe("next", () => {
  test("makes the chain of both, with the input of the first and the output of the last", () => {
    expectTypeOf(collecting.next(gathering)).toEqualTypeOf<
      Chain<{ show: string }, { count: number }>
    >();
  });

  test("goes through states that hand their input on", () => {
    const chain = collecting
      .next(new Wait("Wait", { seconds: 5 }))
      .next(new Pass("Pass"))
      .next(mapItems("Each", "$.characters", new LambdaFunction<typeof greet>("greet")))
      .next(gathering);
    expectTypeOf(chain).toEqualTypeOf<Chain<{ show: string }, { count: number }>>();
    const ended = collecting.next(new Succeed("End"));
    expectTypeOf(new StateMachine("m", ended)).toEqualTypeOf<
      StateMachine<{ show: string }, { characters: ListPointer<Character> }>
    >();
  });

  test("takes any state after an output that nobody stated", () => {
    new Task("Any", "arn:aws:states:::sns:publish").next(gathering);
    new Pass("Any", { parameters: { "a.$": "$.b" } }).next(gathering);
  });

  test("takes any state after a Map over items whose options say what comes out", () => {
    const each = mapItems("Each", "$.a", "arn:aws:states:::sns:publish", { resultPath: "$.b" });
    const chain = gathering.next(each);
    chain.next(collecting);
    expectTypeOf(chain).toEqualTypeOf<Chain<{ characters: ListPointer<Character> }, unknown>>();
    // @ts-expect-error: the pointer decides the items
    mapItems("Each", "$.a", "arn:aws:states:::sns:publish", { itemsPath: "$.b" });
  });

  test("a Pass gives its result", () => {
    const pass = new Pass("Pass", { result: { show: "Seinfeld" } });
    pass.next(collecting);
    expectTypeOf(pass).toEqualTypeOf<Pass<unknown, { readonly show: "Seinfeld" }>>();
  });
});

describe("what must not compile", () => {
  test("a state that cannot take what comes", () => {
    // @ts-expect-error: a count is no show
    gathering.next(collecting);
    // @ts-expect-error: nor at the end of a chain
    collecting.next(gathering).next(collecting);
    // @ts-expect-error: nor behind a state that hands its input on
    gathering.next(new Wait("Wait", { seconds: 5 })).next(collecting);
    // @ts-expect-error: nor behind a Map over items
    gathering.next(mapItems("Each", "$.a", "arn:aws:states:::sns:publish")).next(collecting);
    // @ts-expect-error: nor the result of a Pass
    new Pass("Pass", { result: { show: 5 } }).next(collecting);
    // @ts-expect-error: nor what was stated
    new Task("A", "arn:aws:states:::sns:publish").gives<{ show: 5 }>().next(collecting);
    // @ts-expect-error: a pointer to other items
    gathering.gives<{ characters: ListPointer<number> }>().next(gathering);
  });

  test("a state after a Choice, Succeed or Fail", () => {
    // @ts-expect-error: rules say what follows
    new Choice("Choice").next(collecting);
    // @ts-expect-error: the end
    new Succeed("End").next(collecting);
    // @ts-expect-error: the end
    new Fail("End").next(collecting);
  });

  test("a Choice that leads where its input does not fit", () => {
    const choice = new Choice<{ counter: number }>("Check");
    choice.when(numericLessThan("$.counter", 10), new Succeed("End"));
    // @ts-expect-error: no show in it
    choice.when(numericLessThan("$.counter", 10), collecting);
    // @ts-expect-error: here neither
    choice.otherwise(collecting);
    // @ts-expect-error: and what comes must fit the Choice
    collecting.next(choice);
  });

  test("a rule with an argument of another type", () => {
    // @ts-expect-error: a text is no number
    numericLessThan("$.counter", "10");
  });

  test("a catcher whose state does not take the error", () => {
    const apologise = new Task(
      "Apologise",
      new LambdaFunction<(error: ErrorOutput) => void>("apologise", { envelope: false }),
    );
    collecting.catch(["A"], apologise).catch(["B"], collecting, { resultPath: "$.error" });
    // @ts-expect-error: an error is no show
    collecting.catch(["C"], collecting);
  });

  test("an option that the state does not have", () => {
    // @ts-expect-error: resultPath
    new Task("A", "arn:aws:states:::sns:publish", { resultPth: "$" });
    // @ts-expect-error: a Wait has no result
    new Wait("A", { seconds: 1, resultPath: "$" });
    // @ts-expect-error: Result, as options are written
    new Pass("A", { Result: 1 });
    // @ts-expect-error: states are led to with methods
    new Task("A", "arn:aws:states:::sns:publish", { next: "B" });
  });

  test("a handler that is not of task(), without saying so", () => {
    // @ts-expect-error: it would get an envelope
    new LambdaFunction<(event: { a: number }) => void>("plain");
    new LambdaFunction<(event: { a: number }) => void>("plain", { envelope: false });
  });

  test("a Map over items whose handler takes no item", () => {
    // @ts-expect-error: a show
    mapItems("Each", "$.characters", new LambdaFunction<typeof collect>("collect"));
    // @ts-expect-error: as a state neither
    mapItems("Each", "$.characters", collecting);
  });

  test("a machine of another input", () => {
    // @ts-expect-error: it takes a show
    new StateMachine<{ name: string }>("m", collecting);
  });
});

describe("branches", () => {
  const double = new Task("Double", {
    kind: "activity",
    name: "double",
    run: (data: { a: number }) => String(data.a),
  });
  const show = new Task("Show", {
    kind: "activity",
    name: "show",
    run: (data: { b: string }) => data.b.length,
  });

  test("take one input, and give the list of what they end with", () => {
    const both = new Parallel("Both", [double.end(), show.end()]);
    expectTypeOf(both).toExtend<Parallel<{ a: number; b: string }, [string, number]>>();
    // @ts-expect-error: both get the input
    new Pass("In", { result: { a: 1 } }).next(both);
    new Pass("In", { result: { a: 1, b: "" } }).next(both);
  });

  test("that begin with a state end with what nobody knows", () => {
    const one = new Parallel("One", [double]);
    expectTypeOf(one).toExtend<Parallel<{ a: number }, [unknown]>>();
  });

  test("a Map takes the list of its processor's inputs", () => {
    const all = new MapState("All", double.end());
    expectTypeOf(all).toEqualTypeOf<MapState<readonly { a: number }[], string[]>>();
    const some = new MapState("All", double.end(), { itemsPath: "$.some" });
    expectTypeOf(some).toEqualTypeOf<MapState<unknown, string[]>>();
  });
});
