import {
  Choice,
  Fail,
  InvalidDefinitionError,
  LambdaFunction,
  Map as MapState,
  numericLessThan,
  Parallel,
  Pass,
  StateMachine,
  Succeed,
  Task,
  Wait,
} from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const place = { region: "eu-west-1", account: "123456789012" };
const increment = () =>
  new Task("increment", { kind: "activity", name: "increment" }, { resultPath: "$.counter" });

describe("a machine", () => {
  test("has the states that its first one leads to, loops and joins among them", () => {
    const initialise = new Pass("initialise", { result: 0, resultPath: "$.counter" });
    const counting = increment();
    const check = new Choice("check");
    initialise.next(counting).next(check);
    check.when(numericLessThan("$.counter", 10), counting);
    check.otherwise(new Succeed("end", { outputPath: "$.counter" }));
    const machine = new StateMachine("loop", initialise, {
      comment: "Counts.",
      timeoutSeconds: 60,
    });

    expect(machine.definition(place)).toEqual({
      Comment: "Counts.",
      TimeoutSeconds: 60,
      StartAt: "initialise",
      States: {
        initialise: { Type: "Pass", Result: 0, ResultPath: "$.counter", Next: "increment" },
        increment: {
          Type: "Task",
          Resource: "arn:aws:states:eu-west-1:123456789012:activity:increment",
          ResultPath: "$.counter",
          Next: "check",
        },
        check: {
          Type: "Choice",
          Choices: [{ Variable: "$.counter", NumericLessThan: 10, Next: "increment" }],
          Default: "end",
        },
        end: { Type: "Succeed", OutputPath: "$.counter" },
      },
    });
  });

  test("gives the same document each time, which nobody else holds", () => {
    const machine = new StateMachine("m", new Pass("A", { result: { list: [1] } }));
    const first = machine.definition() as { States: Record<string, { Result: unknown }> };
    (first.States.A as { Result: unknown }).Result = "changed";
    expect(machine.definition().States.A).toEqual({
      Type: "Pass",
      Result: { list: [1] },
      End: true,
    });
  });

  test("has branches and processors, each with states of its own", () => {
    const both = new Parallel("both", [
      new Wait("wait", { seconds: 1 }).next(new Pass("after")),
      new MapState("each", new Pass("one"), { mode: "distributed", executionType: "EXPRESS" }),
    ]);
    expect(new StateMachine("m", both).definition()).toEqual({
      StartAt: "both",
      States: {
        both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "wait",
              States: {
                wait: { Type: "Wait", Seconds: 1, Next: "after" },
                after: { Type: "Pass", End: true },
              },
            },
            {
              StartAt: "each",
              States: {
                each: {
                  Type: "Map",
                  ItemProcessor: {
                    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
                    StartAt: "one",
                    States: { one: { Type: "Pass", End: true } },
                  },
                  End: true,
                },
              },
            },
          ],
          End: true,
        },
      },
    });
  });

  test("is written as JSON and as YAML, too", async () => {
    const machine = new StateMachine("m", new Pass("yes", { result: "no" }));
    expect(JSON.parse(machine.toJson())).toEqual(machine.definition());
    expect(machine.toJson()).toMatch(/^\{\n {2}"StartAt": "yes"/);
    expect(parse(await machine.toYaml())).toEqual(machine.definition());
  });

  test("writes a moment as a timestamp", () => {
    const until = new Wait("until", { timestamp: new Date(0) });
    expect(new StateMachine("m", until).definition().States.until).toEqual({
      Type: "Wait",
      Timestamp: "1970-01-01T00:00:00.000Z",
      End: true,
    });
  });

  test("keeps states that were added, and tells that Step Functions would not", () => {
    const lost = new Pass("lost");
    const next = new Pass("next");
    lost.next(next);
    const machine = new StateMachine("m", new Pass("start")).add(lost);
    expect(Object.keys(machine.definition().States)).toEqual(["start", "lost", "next"]);
    expect(machine.states.map(({ name }) => name)).toEqual(["start", "lost", "next"]);
    expect(machine.validate().map(({ message }) => message)).toEqual([
      'State "lost" is not reachable.',
      'State "next" is not reachable.',
    ]);
  });
});

describe("wrong definitions", () => {
  test("two states of one name are named both", () => {
    const start = new Pass("start");
    start.next(new Wait("same", { seconds: 1 })).next(new Pass("same"));
    expect(() => new StateMachine("m", start).definition()).toThrow(
      'Expected each state of a machine to have a name of its own, got "same" for the Wait "same" in the state machine "m" and for another Pass in the state machine "m". Rename one of them.',
    );
  });

  test("also when they are in different scopes, reached by a catcher, a rule or a default", () => {
    const inner = new Parallel("both", [new Pass("A"), new Pass("A")]);
    expect(() => new StateMachine("m", inner).definition()).toThrow(
      /"A" for the Pass "A" in branch 0 of the Parallel "both" and for another Pass in branch 1/,
    );
    const task = new Task("B", "arn:aws:states:::sns:publish").catch(["X"], new Fail("B"));
    expect(() => new StateMachine("m", task).definition()).toThrow(/"B" for the Task "B"/);
    const choice = new Choice("C").otherwise(new Succeed("C"));
    expect(() => new StateMachine("m", choice).definition()).toThrow(/"C" for the Choice "C"/);
  });

  test("a state in two scopes is told", () => {
    const shared = new Pass("shared");
    const both = new Parallel("both", [shared]);
    both.next(shared);
    expect(() => new StateMachine("m", both).definition()).toThrow(
      'Expected the Pass "shared" to be in one scope, got it in',
    );
  });

  test("two states after one are told, unless the first is taken away", () => {
    const [a, b, c] = [new Pass("a"), new Pass("b"), new Pass("c")];
    a.next(b);
    a.next(b);
    expect(() => a.next(c)).toThrow(
      'Expected one state to follow the Pass "a", got the Pass "c" beside the Pass "b". Let a Choice decide between them, or call end() first to take the other away.',
    );
    a.end();
    a.next(c);
    expect(Object.keys(new StateMachine("m", a).definition().States)).toEqual(["a", "c"]);
    const choice = new Choice("d").otherwise(b);
    expect(() => choice.otherwise(c)).toThrow(/Expected one otherwise\(\) of the Choice "d"/);
  });

  test("a chain that goes on behind its back is told, for its type would not be true", () => {
    const a = new Pass("a");
    const b = new Pass("b");
    const chain = a.next(b);
    b.next(new Pass("c"));
    expect(() => new StateMachine("m", chain).definition()).toThrow(
      'Expected the chain from the Pass "a" to end at the Pass "b", which goes on to the Pass "c".',
    );
    expect(() => new StateMachine("m", new Parallel("p", [chain])).definition()).toThrow(
      "the chain",
    );
    expect(Object.keys(new StateMachine("m", a).definition().States)).toEqual(["a", "b", "c"]);
  });

  test("a chain does not go on after a Choice, Succeed or Fail", () => {
    const a = new Pass("a");
    expect(() => a.next(new Choice("b")).next(new Pass("c"))).toThrow(
      'Expected a state that can go on to the Pass "c", got the Choice "b". Its rules say what follows: use when() and otherwise().',
    );
    const d = new Pass("d");
    expect(() => d.next(new Succeed("e")).next(new Pass("c"))).toThrow("It ends its scope.");
  });

  test("what Step Functions would refuse names state, field and what was expected", () => {
    const task = new Task("call", "arn:aws:states:::sns:publish", { timeoutSeconds: 0 });
    task.next(new Wait("wait", { seconds: 1, secondsPath: "$.a" })).next(new Choice("check"));
    const machine = new StateMachine("m", task);
    let error: unknown;
    try {
      machine.definition();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InvalidDefinitionError);
    const { message, name, diagnostics } = error as InvalidDefinitionError;
    expect(name).toBe("InvalidDefinitionError");
    expect(diagnostics).toHaveLength(3);
    expect(message.split("\n")).toEqual([
      'Expected a definition of "m" that Step Functions takes, but found:',
      '- state "call", TimeoutSeconds: Numeric value must be between 1 and 99999999',
      '- state "wait": Exactly one of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]',
      '- state "check", Choices: Array must not be empty',
    ]);
  });

  test("a field that another query language has is told", () => {
    const pass = new Pass("a", { output: "{% 1 %}" });
    expect(() => new StateMachine("m", pass).definition()).toThrow(
      /state "a": The QueryLanguage is set to 'JSONPath'/,
    );
    expect(
      new StateMachine("m", pass, { queryLanguage: "JSONata" }).definition().QueryLanguage,
    ).toBe("JSONata");
  });

  test("an EXPRESS machine does not wait for others", () => {
    const task = new Task("a", "arn:aws:states:::sqs:sendMessage.waitForTaskToken");
    new StateMachine("m", task).definition();
    expect(() => new StateMachine("m", task, { type: "EXPRESS" }).definition()).toThrow(
      /Express state machine does not support '.waitForTaskToken'/,
    );
  });

  test("data that is no JSON is told with its path", () => {
    const pass = new Pass("a", { result: [1, Number.NaN] });
    expect(() => new StateMachine("m", pass).definition()).toThrow(
      /The definition of "m" cannot be written as JSON: expected a JSON value at \$\.States\.a\.Result\[1\], got NaN/,
    );
  });

  test("names that Step Functions refuses are told", () => {
    expect(() => new Pass("x".repeat(81))).toThrow(
      /Expected the name of a state to have 1 to 80 characters, got .* which has 81\./,
    );
    expect(() => new Pass("")).toThrow(/1 to 80 characters/);
    expect(() => new StateMachine("a b", new Pass("a"))).toThrow(/the state machine's name/);
    expect(() => new LambdaFunction("a b")).toThrow(/Expected the name of a Lambda function/);
  });
});
