import {
  fail,
  inOrder,
  lambdaResult,
  noAnswer,
  real,
  runMachine,
  startLocal,
} from "sfn-task-tools/local";
import {
  Choice,
  LambdaFunction,
  numericLessThan,
  StateMachine,
  Succeed,
  Task,
} from "sfn-task-tools/workflow";
import { describe, expect, onTestFinished, test } from "vitest";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";
const ORDER = {
  StartAt: "Price",
  States: {
    Price: { Type: "Task", Resource: `${FUNCTION}price`, Next: "Dear?" },
    "Dear?": {
      Type: "Choice",
      Choices: [{ Variable: "$.total", NumericGreaterThan: 100, Next: "Wait" }],
      Default: "Charge",
    },
    Wait: { Type: "Wait", Seconds: 86_400, Next: "Charge" },
    Charge: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "charge", "Payload.$": "$" },
      OutputPath: "$.Payload",
      Retry: [{ ErrorEquals: ["Lambda.TooManyRequestsException"], MaxAttempts: 2 }],
      Catch: [{ ErrorEquals: ["CardRefused"], ResultPath: "$.why", Next: "Sorry" }],
      End: true,
    },
    Sorry: { Type: "Fail", Error: "NotCharged", Cause: "The card was refused." },
  },
};
const price = ({ prices }: { prices: number[] }) => ({ total: prices.reduce((a, b) => a + b, 0) });
const charge = ({ total }: { total: number }) => ({ receipt: total });
const functions = { price, charge } as never;

describe("runMachine", () => {
  test("runs a definition to its end, over days, and tells each state's inputs and outputs", async () => {
    const run = await runMachine(ORDER, { functions, input: { prices: [100, 1] } });
    expect(run).toMatchObject({ status: "SUCCEEDED", output: { receipt: 101 }, error: undefined });
    expect(run.path).toEqual(["Price", "Dear?", "Wait", "Charge"]);
    expect(run.seconds).toBeGreaterThanOrEqual(86_400);
    expect(run.state("Charge")).toMatchObject({
      input: { total: 101 },
      output: { receipt: 101 },
      attempts: [
        {
          input: { FunctionName: "charge", Payload: { total: 101 } },
          output: { StatusCode: 200 },
        },
      ],
    });
    expect(run.visits[0]).toMatchObject({ state: "Price", type: "Task", next: "Dear?" });
    expect(run.state("Sorry")).toMatchObject({ visits: [], input: undefined, output: undefined });
    const [entered, exited] = [run.visits[2]?.enteredAt, run.visits[2]?.exitedAt];
    expect(Number(exited) - Number(entered)).toBeGreaterThanOrEqual(86_400_000);
  });

  test("the text of a definition will do, and nothing of the caller's is changed", async () => {
    const copy = structuredClone(ORDER);
    const run = await runMachine(JSON.stringify(ORDER), { functions, input: { prices: [1] } });
    expect(run.path).toEqual(["Price", "Dear?", "Charge"]);
    expect(ORDER).toEqual(copy);
  });

  test("a StateMachine of the workflow SDK brings its name, its type and its types", async () => {
    const add = new Task(
      "Add",
      new LambdaFunction<(n: number) => Promise<number>>("add", { envelope: false }),
    );
    const check = new Choice<number>("Check");
    const machine = new StateMachine("adder", add.next(check), { type: "EXPRESS" });
    check.when(numericLessThan("$", 10), add).otherwise(new Succeed("Done"));
    const run = await runMachine(machine, {
      functions: { add: (n: unknown) => Number(n) + 3 },
      input: 1,
    });
    expect([run.stateMachineName, run.output, run.state("Add").inputs]).toEqual([
      "adder",
      10,
      [1, 4, 7],
    ]);
    expect(run.executionArn).toContain(":express:adder:");
    expect(run.events.at(-1)?.type).toBe("ExecutionSucceeded");
  });

  test("a mocked execution is told as started, of the machine that the Task names", async () => {
    const StateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:child";
    const Resource = "arn:aws:states:::states:startExecution.sync:2";
    const States = {
      Nest: { Type: "Task", Resource, Parameters: { StateMachineArn, Name: "one" }, End: true },
    };
    const mocks = { Nest: { Output: { total: 1 } } };
    const run = await runMachine({ StartAt: "Nest", States }, { mocks });
    expect(run.output).toEqual({ Output: { total: 1 } });
    const submitted = run.events.find(({ type }) => type === "TaskSubmitted");
    expect(submitted?.taskSubmittedEventDetails?.output).toContain(
      '"ExecutionArn":"arn:aws:states:us-east-1:123456789012:execution:child:one"',
    );
  });

  test("a run that fails resolves, and explains itself by its history", async () => {
    const run = await runMachine(ORDER, {
      functions,
      mocks: { Charge: fail("CardRefused", "no money") },
      input: { prices: [1] },
    });
    expect(run).toMatchObject({
      status: "FAILED",
      error: "NotCharged",
      cause: "The card was refused.",
    });
    expect(run.caught).toEqual([
      { state: "Charge", error: "CardRefused", cause: "no money", next: "Sorry" },
    ]);
    const text = run.explain();
    expect(text).toMatch(/^machine FAILED after [\d.]+ s: NotCharged: The card was refused\.$/m);
    expect(text).toMatch(/0\.0\d\d {2}TaskFailed {2}lambda:invoke {2}CardRefused: no money$/m);
    expect(text).toContain('TaskStateEntered  Price  {"prices":[1]}');
  });

  test("a definition that Step Functions refuses is refused with its faults", async () => {
    const broken = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } };
    await expect(runMachine(broken)).rejects.toThrow("MISSING_TRANSITION_TARGET");
  });

  test("a state that nothing does the work of is an error when it is reached, and none before", async () => {
    await expect(runMachine(ORDER)).rejects.toThrow(
      /reached the state "Price", and nothing does its work: name it in the "mocks" option\. .*as "price"[\s\S]*ExecutionFailed/,
    );
    const queue = "arn:aws:states:::sqs:sendMessage";
    const caught = [{ ErrorEquals: ["States.ALL"], Next: "End" }];
    const machine = {
      StartAt: "First",
      States: {
        First: { Type: "Task", Resource: `${FUNCTION}none`, Catch: caught, Next: "Send" },
        Send: { Type: "Task", Resource: queue, Parameters: {}, Catch: caught, Next: "End" },
        End: { Type: "Succeed" },
      },
    };
    await expect(runMachine(machine, { mocks: { First: 1 } })).rejects.toThrow('the state "Send"');
    expect((await runMachine(machine, { mocks: { First: fail("E") } })).path).toEqual([
      "First",
      "End",
    ]);
  });

  test("what does not end is stopped and told, with the states in which it is", async () => {
    const activity = "arn:aws:states:us-east-1:123456789012:activity:nobody";
    const stuck = {
      StartAt: "Stuck",
      States: { Stuck: { Type: "Task", Resource: activity, End: true } },
    };
    const error = await runMachine(stuck, { timeout: 50 }).catch((error: unknown) => error);
    expect(error).toMatchObject({
      name: "MachineRunTimeoutError",
      message: expect.stringContaining('but it is in "Stuck"'),
      run: { status: "RUNNING", path: ["Stuck"] },
    });
  });

  test("on an engine that runs already, machines of one name do not meet", async () => {
    const local = await startLocal({ functions, clock: "skip" });
    onTestFinished(() => local.close());
    const mocked = await runMachine(ORDER, { local, mocks: { Price: { total: 7 } } });
    const plain = await runMachine(ORDER, { local, input: { prices: [1] } });
    expect([mocked.output, plain.output]).toEqual([{ receipt: 7 }, { receipt: 1 }]);
    expect(plain.stateMachineName).toBe("machine");
    await expect(runMachine(ORDER, { local, functions })).rejects.toThrow('no "functions" option');
    await expect(runMachine(ORDER, { local: {} as never })).rejects.toThrow("what startLocal gave");
  });
});

test("on an engine that goes on, what did not end in time is stopped", async () => {
  const local = await startLocal({ clock: "skip" });
  onTestFinished(() => local.close());
  const Resource = "arn:aws:states:us-east-1:123456789012:activity:nobody";
  const stuck = { StartAt: "Stuck", States: { Stuck: { Type: "Task", Resource, End: true } } };
  const late = await runMachine(stuck, { local, timeout: 50 }).catch((error: unknown) => error);
  const { executionArn } = (late as { run: { executionArn: string } }).run;
  const body = JSON.stringify({ executionArn });
  const headers = { "x-amz-target": "AWSStepFunctions.DescribeExecution" };
  const answer = await fetch(local.endpoint, { method: "POST", headers, body });
  expect(await answer.json()).toMatchObject({ status: "ABORTED" });
});

describe("mocks", () => {
  test("a name that is no state's is refused, and the near ones are told", async () => {
    await expect(runMachine(ORDER, { mocks: { Chagre: {} } })).rejects.toThrow(
      'got "Chagre": did you mean "Charge"?',
    );
    await expect(runMachine(ORDER, { mocks: { Wait: {} } })).rejects.toThrow(
      "which is a Wait state",
    );
    const run = await runMachine(ORDER, { functions, input: { prices: [1] } });
    expect(() => run.state("price")).toThrow('did you mean "Price"?');
  });

  test("a function has the task's input, and what it throws fails the state", async () => {
    const calls: unknown[] = [];
    const run = await runMachine(ORDER, {
      mocks: {
        Price: (input: unknown, { state, retryCount, invocation }) => {
          calls.push([input, state, retryCount, invocation]);
          return { total: 5 };
        },
        Charge: () => {
          throw Object.assign(new Error("no money"), { name: "CardRefused" });
        },
      },
      input: { prices: [] },
    });
    expect(calls).toEqual([[{ prices: [] }, "Price", 0, 0]]);
    expect(run.caught).toMatchObject([{ error: "CardRefused", cause: "no money" }]);
  });

  test("mocks in order fail chosen attempts, of real tasks too", async () => {
    const busy = fail("Lambda.TooManyRequestsException");
    const run = await runMachine(ORDER, {
      functions,
      mocks: { Charge: inOrder(busy, real, "never") },
      input: { prices: [3] },
    });
    expect(run.output).toEqual({ receipt: 3 });
    expect(run.retried).toEqual([{ state: "Charge", retries: 1 }]);
    expect(run.state("Charge").attempts).toMatchObject([
      { error: "Lambda.TooManyRequestsException" },
      { output: { StatusCode: 200 } },
    ]);
    const mocked = { Charge: inOrder(busy, busy, lambdaResult({ receipt: "mocked" })) };
    const again = await runMachine(ORDER, { functions, mocks: mocked, input: { prices: [3] } });
    expect(again.output).toEqual({ receipt: "mocked" });
    const busyAlways = { Charge: inOrder(busy) };
    const out = await runMachine(ORDER, { functions, mocks: busyAlways, input: { prices: [3] } });
    expect(out).toMatchObject({ status: "FAILED", error: "Lambda.TooManyRequestsException" });
    expect(out.state("Charge").attempts).toHaveLength(3);
  });

  test("activities, callbacks and jobs are mocked, and time out where nobody answers, in no time", async () => {
    const activity = "arn:aws:states:us-east-1:123456789012:activity:work";
    const task = (Resource: string, more: object) => ({ Type: "Task", Resource, ...more });
    const machine = {
      StartAt: "Work",
      States: {
        Work: task(activity, { Next: "Ask" }),
        Ask: task("arn:aws:states:::sqs:sendMessage.waitForTaskToken", {
          Parameters: { QueueUrl: "q", "MessageBody.$": "$$.Task.Token" },
          TimeoutSeconds: 3600,
          Next: "Job",
        }),
        Job: task("arn:aws:states:::glue:startJobRun.sync", {
          Parameters: { JobName: "j" },
          End: true,
        }),
      },
    };
    const mocks = { Work: 1, Ask: 2, Job: 3 };
    const run = await runMachine(machine, { mocks });
    expect([run.status, run.output]).toEqual(["SUCCEEDED", 3]);
    expect(run.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["ActivityStarted", "ActivitySucceeded", "TaskSubmitted"]),
    );
    const late = await runMachine(machine, { mocks: { ...mocks, Ask: noAnswer } });
    expect(late).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(late.seconds).toBeGreaterThanOrEqual(3_600);
  });

  test("a whole Map or Parallel is mocked, with its own result, errors and way on", async () => {
    const one = {
      StartAt: "One",
      States: { One: { Type: "Task", Resource: `${FUNCTION}one`, End: true } },
    };
    const machine = {
      StartAt: "Both",
      States: {
        Both: { Type: "Parallel", Branches: [one], ResultPath: "$.both", Next: "Each" },
        Each: {
          Type: "Map",
          ItemsPath: "$.none",
          Parameters: { "a.$": "$$.Map.Item.Value" },
          ItemProcessor: { StartAt: "Two", States: { Two: { Type: "Pass", End: true } } },
          Catch: [{ ErrorEquals: ["Bad"], ResultPath: "$.bad", Next: "End" }],
          End: true,
        },
        End: { Type: "Succeed" },
      },
    };
    const run = await runMachine(machine, {
      mocks: { Both: ["x"], Each: fail("Bad", "it is") },
      input: { a: 1 },
    });
    expect(run.output).toEqual({ a: 1, both: ["x"], bad: { Error: "Bad", Cause: "it is" } });
    const inner = await runMachine(machine, { mocks: { One: 1, Each: [] }, input: { a: 1 } });
    expect([inner.output, inner.path]).toEqual([[], ["Both", "One", "Each"]]);
  });
});

describe("what a run tells", () => {
  const each = (mode: object) => ({
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        ItemProcessor: {
          ...mode,
          StartAt: "Double",
          States: {
            Double: { Type: "Task", Resource: `${FUNCTION}double`, Next: "Both" },
            Both: {
              Type: "Parallel",
              Branches: [
                { StartAt: "Left", States: { Left: { Type: "Pass", End: true } } },
                {
                  StartAt: "Right",
                  States: {
                    Right: { Type: "Pass", Next: "Then" },
                    Then: { Type: "Pass", End: true },
                  },
                },
              ],
              End: true,
            },
          },
        },
        Next: "After",
      },
      After: { Type: "Pass", End: true },
    },
  });
  const double = (n: unknown) => Number(n) * 2;

  test.each([
    ["an inline Map", {}],
    ["a distributed Map", { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } }],
  ])("the iterations of %s, and what is within them", async (_, mode) => {
    const run = await runMachine(each(mode), { functions: { double }, input: [1, 2, 3] });
    const doubled = run.state("Double");
    expect([...doubled.inputs, ...doubled.outputs]).toEqual([1, 2, 3, 2, 4, 6]);
    expect(doubled.visits.map(({ iteration, next }) => [iteration, next])).toEqual([
      [0, "Both"],
      [1, "Both"],
      [2, "Both"],
    ]);
    expect(
      run
        .state("Then")
        .visits.map(({ iteration }) => iteration)
        .sort(),
    ).toEqual([0, 1, 2]);
    expect(run.state("Left").visits[0]).toMatchObject({ next: undefined, input: 2 });
    expect(run.state("Right").visits[0]).toMatchObject({ next: "Then" });
    expect(run.state("Each").visits).toMatchObject([{ next: "After", iteration: undefined }]);
    expect(run.state("Each").output).toEqual([
      [2, 2],
      [4, 4],
      [6, 6],
    ]);
    expect(run.state("After").input).toEqual([
      [2, 2],
      [4, 4],
      [6, 6],
    ]);
  });

  test("executions that it starts are runs of their own", async () => {
    const child = { StartAt: "Inner", States: { Inner: { Type: "Pass", Result: 1, End: true } } };
    const parent = {
      StartAt: "Start",
      States: {
        Start: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.sync:2",
          Parameters: {
            StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:child",
          },
          OutputPath: "$.Output",
          End: true,
        },
      },
    };
    const run = await runMachine(parent, { machines: { child } });
    expect(run.output).toBe(1);
    expect(run.nested.map(({ stateMachineName, path }) => [stateMachineName, path])).toEqual([
      ["child", ["Inner"]],
    ]);
    const mocked = await runMachine(parent, { mocks: { Start: { Output: 2 } } });
    expect([mocked.output, mocked.nested]).toEqual([2, []]);
  });

  test("an expression that fails is its state's failure", async () => {
    const machine = {
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: {
        A: { Type: "Pass", Output: "{% $states.input.n + 'a' %}", Next: "B" },
        B: { Type: "Pass", End: true },
      },
    };
    const run = await runMachine(machine, { input: { n: 1 } });
    expect(run).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
    expect(run.visits).toMatchObject([
      { state: "A", failure: { error: "States.QueryEvaluationError" }, next: undefined },
    ]);
  });
});
