import {
  type HistoryEvent,
  NotRegisteredError,
  summarizeHistory,
  WaitTimeLimitError,
} from "sfn-task-tools/execution";
import { expect, test } from "vitest";
import { collect, pass, ROLE, startService, TRANSPORTS } from "./service-fixture.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";

/** Retries, a Parallel with a Map in a branch, and one that fails and is caught. */
const ORDERS = {
  name: "orders",
  definition: {
    StartAt: "Try",
    States: {
      Try: {
        Type: "Task",
        Resource: `${FUNCTION}flaky`,
        Retry: [{ ErrorEquals: ["NotYet"], IntervalSeconds: 60 }],
        ResultPath: "$.tries",
        Next: "Both",
      },
      Both: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "Rest",
            States: {
              Rest: { Type: "Wait", Seconds: 3, Next: "Say" },
              Say: { Type: "Pass", End: true },
            },
          },
          {
            StartAt: "Each",
            States: {
              Each: {
                Type: "Map",
                ItemsPath: "$.items",
                ItemProcessor: {
                  StartAt: "Square",
                  States: { Square: { Type: "Task", Resource: `${FUNCTION}square`, End: true } },
                },
                End: true,
              },
            },
          },
        ],
        ResultPath: null,
        Next: "Fails",
      },
      Fails: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "Oops",
            States: { Oops: { Type: "Fail", Error: "Broken", Cause: "it\nbroke" } },
          },
          { StartAt: "Slow", States: { Slow: { Type: "Wait", Seconds: 1_000, End: true } } },
        ],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught", ResultPath: null }],
        Next: "Caught",
      },
      Caught: { Type: "Pass", End: true },
    },
  },
};

async function runOrders() {
  let tries = 0;
  const { stepFunctions } = await startService({
    clock: "skip",
    functions: {
      flaky() {
        tries += 1;
        if (tries < 3) throw Object.assign(new Error("not yet"), { name: "NotYet" });
        return tries;
      },
      square: (item) => (item as number) ** 2,
    },
  });
  await stepFunctions.register(ORDERS, { roleArn: ROLE });
  const execution = await stepFunctions.start("orders", { items: [1, 2] });
  await execution.wait();
  return execution;
}

test("a history reads as what happened in what, for how long, and how often", async () => {
  const execution = await runOrders();
  const text = await execution.formatHistory();
  // Milliseconds that the machine under the test takes are not of the history's making.
  const stable = text.replace(/\.\d{3}\b/g, ".xxx");
  expect(`\n${stable}\n`).toMatchInlineSnapshot(`
    "
      0.xxx   [1]  ExecutionStarted  input {"items":[1,2]}
      0.xxx   [2]  TaskStateEntered  Try
      0.xxx   [3]    LambdaFunctionScheduled  function:flaky
      0.xxx   [4]    LambdaFunctionStarted
      0.xxx   [5]    LambdaFunctionFailed  0.xxx s, error NotYet, cause not yet
     60.xxx   [6]    LambdaFunctionScheduled  function:flaky  attempt 2 after 1 min 0 s
     60.xxx   [7]    LambdaFunctionStarted
     60.xxx   [8]    LambdaFunctionFailed  0.xxx s, error NotYet, cause not yet
    180.xxx   [9]    LambdaFunctionScheduled  function:flaky  attempt 3 after 2 min 0 s
    180.xxx  [10]    LambdaFunctionStarted
    180.xxx  [11]    LambdaFunctionSucceeded  0.xxx s
    180.xxx  [12]  TaskStateExited  Try  3 min 0 s, 3 attempts
    180.xxx  [13]  ParallelStateEntered  Both
    180.xxx  [14]    ParallelStateStarted
                     branch 1, from Rest
    180.xxx  [15]      WaitStateEntered  Rest
    183.xxx  [34]      WaitStateExited  Rest  3.xxx s
    183.xxx  [35]      PassStateEntered  Say
    183.xxx  [36]      PassStateExited  Say  0.xxx s
                     branch 2, from Each
    180.xxx  [16]      MapStateEntered  Each
    180.xxx  [17]        MapStateStarted  2 items
    180.xxx  [18]        MapIterationStarted  Each[0]
    180.xxx  [20]          TaskStateEntered  Square
    180.xxx  [22]            LambdaFunctionScheduled  function:square
    180.xxx  [23]            LambdaFunctionStarted
    180.xxx  [26]            LambdaFunctionSucceeded  0.xxx s
    180.xxx  [28]          TaskStateExited  Square  0.xxx s
    180.xxx  [29]        MapIterationSucceeded  Each[0]  0.xxx s
    180.xxx  [19]        MapIterationStarted  Each[1]
    180.xxx  [21]          TaskStateEntered  Square
    180.xxx  [24]            LambdaFunctionScheduled  function:square
    180.xxx  [25]            LambdaFunctionStarted
    180.xxx  [27]            LambdaFunctionSucceeded  0.xxx s
    180.xxx  [30]          TaskStateExited  Square  0.xxx s
    180.xxx  [31]        MapIterationSucceeded  Each[1]  0.xxx s
    180.xxx  [32]        MapStateSucceeded  0.xxx s
    180.xxx  [33]      MapStateExited  Each  0.xxx s
    183.xxx  [37]    ParallelStateSucceeded  3.xxx s
    183.xxx  [38]  ParallelStateExited  Both  3.xxx s
    183.xxx  [39]  ParallelStateEntered  Fails
    183.xxx  [40]    ParallelStateStarted
                     branch 1, from Oops
    183.xxx  [41]      FailStateEntered  Oops
                     branch 2, from Slow
    183.xxx  [42]      WaitStateEntered  Slow
    183.xxx  [43]        WaitStateAborted
    183.xxx  [44]    ParallelStateFailed  0.xxx s
    183.xxx  [45]  ParallelStateExited  Fails  0.xxx s
    183.xxx  [46]  PassStateEntered  Caught
    183.xxx  [47]  PassStateExited  Caught  0.xxx s
    183.xxx  [48]  ExecutionSucceeded  3 min 3 s, output {"items":[1,2],"tries":3}
    "
  `);
});

test("with data, states and tasks tell theirs, cut to a width", async () => {
  const execution = await runOrders();
  const text = await execution.formatHistory({ data: true, width: 12 });
  expect(text).toMatch(/TaskStateEntered {2}Try {2}input \{"items":\[1,…$/m);
  expect(text).toMatch(/LambdaFunctionSucceeded {2}\d\.\d{3} s, output 3$/m);
});

test("an event's type tells the type of its details, whose JSON is read", async () => {
  const execution = await runOrders();
  const inputs: unknown[] = [];
  for await (const event of execution.history()) {
    if (event.type === "ExecutionStarted") inputs.push(event.details.input, event.details.roleArn);
    if (event.type === "MapStateStarted") inputs.push(event.details.length);
    if (event.type === "LambdaFunctionSucceeded") inputs.push(event.details.output);
  }
  expect(inputs).toEqual([{ items: [1, 2] }, ROLE, 3, 2, 1, 4]);
});

test("pages follow one another in both directions, with and without data", async () => {
  const execution = await runOrders();
  const ids = (events: readonly HistoryEvent[]) => events.map(({ id }) => id);
  const forward = await collect(execution.history({ pageSize: 7 }));
  expect(ids(forward)).toEqual(Array.from(forward, (_, index) => index + 1));
  expect(ids(await collect(execution.history({ reverse: true, pageSize: 10 })))).toEqual(
    ids(forward).reverse(),
  );
  const [started] = await collect(execution.history({ includeData: false }));
  expect(started?.details).not.toHaveProperty("input");
});

test("a page is asked for when the one before is used up, and a signal ends it", async () => {
  const { stepFunctions } = await startService();
  await stepFunctions.register(pass(1, "one"), { roleArn: ROLE });
  const execution = await stepFunctions.start("one");
  await execution.wait();
  const abort = new AbortController();
  const events = execution.history({ pageSize: 1, signal: abort.signal });
  expect((await events.next()).value).toMatchObject({ id: 1, type: "ExecutionStarted" });
  abort.abort(new Error("enough"));
  await expect(events.next()).rejects.toThrow("enough");
});

test("a summary tells of each state its visits, attempts, time and bytes, in the order of their coming", async () => {
  const events = await collect((await runOrders()).history({ reverse: true }));
  const summary = summarizeHistory(events);
  expect(summary.map(({ name, type, visits, attempts }) => [name, type, visits, attempts])).toEqual(
    [
      ["Try", "Task", 1, 3],
      ["Both", "Parallel", 1, 1],
      ["Rest", "Wait", 1, 0],
      ["Say", "Pass", 1, 0],
      ["Each", "Map", 1, 1],
      ["Square", "Task", 2, 2],
      ["Fails", "Parallel", 1, 1],
      ["Oops", "Fail", 1, 0],
      ["Slow", "Wait", 1, 0],
      ["Caught", "Pass", 1, 0],
    ],
  );
  const of = (name: string) => summary.find((state) => state.name === name);
  const bytes = (name: string) => [of(name)?.inputBytes, of(name)?.outputBytes];
  const [given, tried] = ['{"items":[1,2]}', '{"items":[1,2],"tries":3}'].map(
    (text) => text.length,
  );
  expect(bytes("Try")).toEqual([given, tried]);
  expect(of("Try")?.largestBytes).toBe(tried);
  expect(bytes("Square")).toEqual([2, 2]); // 1 and 2, which give 1 and 4
  expect(of("Square")?.largestBytes).toBe(1);
  expect(bytes("Slow")).toEqual([tried, 0]); // it was aborted
  const seconds = (name: string) => Math.round((of(name)?.milliseconds ?? 0) / 1_000);
  expect(["Try", "Both", "Rest", "Fails"].map(seconds)).toEqual([180, 3, 3, 0]);
});

test("a summary of a history without data has no bytes", async () => {
  const execution = await runOrders();
  const summary = summarizeHistory(await collect(execution.history({ includeData: false })));
  expect(summary).toHaveLength(10);
  for (const { inputBytes, outputBytes, largestBytes } of summary) {
    expect([inputBytes, outputBytes, largestBytes]).toEqual([0, 0, 0]);
  }
});

/** A machine whose two tasks go on when the test says so. */
async function startGated(transport = TRANSPORTS[0]) {
  const open: (() => void)[] = [];
  const gate = () => new Promise<void>((resolve) => void open.push(resolve));
  const service = await startService({ functions: { gate } }, transport);
  const state = { Type: "Task", Resource: `${FUNCTION}gate` };
  const definition = {
    StartAt: "First",
    States: { First: { ...state, Next: "Second" }, Second: { ...state, End: true } },
  };
  await service.stepFunctions.register({ name: "gated", definition }, { roleArn: ROLE });
  const execution = await service.stepFunctions.start("gated");
  const pass = async () => {
    while (open.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    open.shift()?.();
  };
  return { ...service, execution, pass };
}

test.each(TRANSPORTS)("a run is followed while it goes on, %s", async (transport) => {
  const { execution, pass } = await startGated(transport);
  const seen: HistoryEvent[] = [];
  for await (const event of execution.follow()) {
    seen.push(event);
    // Each gate is opened because its task was seen to wait: nothing is told at the end only.
    if (event.type === "LambdaFunctionStarted") await pass();
  }
  expect(seen).toEqual(await collect(execution.history()));
  expect(seen.at(-1)?.type).toBe("ExecutionSucceeded");
});

test("a run that is over is told from its first event on, page after page, without data on request", async () => {
  const { stepFunctions } = await startService();
  const definition = {
    StartAt: "Many",
    States: {
      Many: {
        Type: "Map",
        ItemProcessor: { StartAt: "One", States: { One: { Type: "Pass", End: true } } },
        End: true,
      },
    },
  };
  await stepFunctions.register({ name: "many", definition }, { roleArn: ROLE });
  const execution = await stepFunctions.start("many", Array(120).fill(1));
  await execution.wait();
  const followed = await collect(execution.follow({ includeData: false }));
  expect(followed).toEqual(await collect(execution.history({ includeData: false })));
  expect(followed.length).toBeGreaterThan(2 * 200);
});

test("following ends with an error when its time is over, its signal aborts, or there is nothing to follow", async () => {
  const { stepFunctions, execution } = await startGated();
  const late = collect(execution.follow({ timeLimit: 120 }));
  await expect(late).rejects.toThrow(WaitTimeLimitError);
  await expect(late).rejects.toMatchObject({ lastSeen: { status: "RUNNING" }, timeLimit: 120 });
  const abort = new AbortController();
  const aborted = collect(execution.follow({ signal: abort.signal }));
  abort.abort(new Error("enough"));
  await expect(aborted).rejects.toThrow("enough");
  await expect(collect(execution.follow({ timeLimit: Number.NaN }))).rejects.toThrow(
    'Expected the "timeLimit" option to be a number of milliseconds, got NaN',
  );
  const nobody = stepFunctions.execution(execution.arn.replace(/[^:]+$/, "nobody"));
  await expect(collect(nobody.follow())).rejects.toThrow(NotRegisteredError);
  await expect(collect(nobody.follow())).rejects.toThrow("Look at its name and its state machine");
  await execution.stop();
});
