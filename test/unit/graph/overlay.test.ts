import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { InvalidArgumentError } from "sfn-task-tools";
import {
  type GraphScope,
  graphOf,
  type HistoryEvent,
  type Overlay,
  overlayOf,
  type StateRun,
} from "sfn-task-tools/graph";
import { type LocalFunctions, startLocal } from "sfn-task-tools/local";
import { describe, expect, onTestFinished, test } from "vitest";
import { order } from "./machines.js";

interface Run {
  readonly functions?: LocalFunctions;
  readonly input?: unknown;
  /** What is done when it has an event of this type. */
  readonly stopAt?: string;
  /** How often it is redriven. */
  readonly redrives?: number;
}

/** The history of an execution by the engine, as the AWS SDK answers it. */
async function historyOf(
  definition: object,
  { functions = {}, input = {}, stopAt, redrives = 0 }: Run = {},
) {
  const local = await startLocal({ functions, clock: "skip" });
  onTestFinished(() => local.close());
  const sfn = new SFNClient(local.clientConfig());
  onTestFinished(() => sfn.destroy());
  const roleArn = "arn:aws:iam::123456789012:role/any";
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: "machine",
      definition: JSON.stringify(definition),
      roleArn,
    }),
  );
  const { executionArn } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  const read = async () =>
    (await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }))).events ??
    [];
  for (let redriven = 0; ; ) {
    if (stopAt !== undefined && (await read()).some(({ type }) => type === stopAt)) {
      await sfn.send(new StopExecutionCommand({ executionArn, error: "Enough" }));
    }
    const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== "RUNNING" && redriven === redrives) return read();
    if (status !== "RUNNING") {
      await sfn.send(new RedriveExecutionCommand({ executionArn }));
      redriven += 1;
    }
    await sleep(5);
  }
}

/** What is told of each state, by name, and the edges that were taken, as `A -> B`. */
function told(definition: object, history: readonly HistoryEvent[]) {
  const graph = graphOf(definition as { States: object });
  const overlay = overlayOf(graph, history);
  const states: Record<string, StateRun> = {};
  const edges: Record<string, number> = {};
  const visit = (scope: GraphScope): void => {
    const name = (id: string) => {
      const node = scope.nodes.find((each) => each.id === id);
      return node?.kind === "state" ? node.name : node?.kind;
    };
    for (const node of scope.nodes) {
      const run = overlay.states.get(node.id);
      if (run !== undefined) states[node.name] = run;
      if (node.kind === "state") node.scopes.forEach(visit);
    }
    for (const { id, from, to, kind } of scope.edges) {
      const taken = overlay.edges.get(id);
      const way = `${name(from)} ${kind === "catch" ? "caught" : "->"} ${name(to)}`;
      if (taken !== undefined) edges[way] = (edges[way] ?? 0) + taken;
    }
  };
  visit(graph.scope);
  return { overlay, states, edges };
}

const statuses = (states: Record<string, StateRun>) =>
  Object.fromEntries(Object.entries(states).map(([name, { status }]) => [name, status]));

const fails = (name: string) => () => {
  throw Object.assign(new Error("no"), { name });
};

const lambda = (name: string, more: object = {}) => ({
  Type: "Task",
  Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  ...more,
});

describe("what a history says of a machine", () => {
  test("is which states were visited, and which edges were taken, how often", async () => {
    const definition = {
      StartAt: "Count",
      States: {
        Count: {
          Type: "Pass",
          Parameters: { "n.$": "States.MathAdd($.n, 1)" },
          Next: "Wait",
        },
        Wait: { Type: "Wait", Seconds: 60, Next: "Enough?" },
        "Enough?": {
          Type: "Choice",
          Choices: [{ Variable: "$.n", NumericLessThan: 5, Next: "Count" }],
          Default: "Done",
        },
        Done: { Type: "Succeed" },
        Never: { Type: "Pass", Next: "Done" },
      },
    };
    const { Never: _, ...States } = definition.States;
    const history = await historyOf({ ...definition, States }, { input: { n: 0 } });
    const { overlay, states, edges } = told(definition, history);
    expect(overlay).toMatchObject({ status: "SUCCEEDED", redrives: 0, unknownStates: [] });
    expect(overlay.milliseconds).toBeGreaterThanOrEqual(300_000);
    expect(states.Wait).toMatchObject({ status: "succeeded", visits: 5, retries: 0 });
    expect(states.Wait?.milliseconds).toBeGreaterThanOrEqual(300_000);
    expect(states.Wait?.milliseconds).toBeLessThan(400_000);
    expect(states).not.toHaveProperty("Never");
    expect(edges).toEqual({
      "start -> Count": 1,
      "Count -> Wait": 5,
      "Wait -> Enough?": 5,
      "Enough? -> Count": 4,
      "Enough? -> Done": 1,
      "Done -> end": 1,
    });
  });

  test("is what was retried, what was caught, and where it went from there", async () => {
    const definition = {
      StartAt: "Work",
      States: {
        Work: lambda("work", {
          Retry: [{ ErrorEquals: ["Flaky"], MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ["Flaky"], Next: "Repair" }],
          Next: "Repair",
        }),
        Repair: { Type: "Pass", End: true },
      },
    };
    const history = await historyOf(definition, { functions: { work: fails("Flaky") } });
    const { overlay, states, edges } = told(definition, history);
    expect(overlay.status).toBe("SUCCEEDED");
    expect(states.Work).toMatchObject({ status: "caught", visits: 1, retries: 2, error: "Flaky" });
    expect(edges).toEqual({ "start -> Work": 1, "Work caught Repair": 1, "Repair -> end": 1 });
  });

  test("is a success after retries", async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      if (calls < 3) fails("Flaky")();
      return {};
    };
    const definition = {
      StartAt: "Work",
      States: { Work: lambda("work", { Retry: [{ ErrorEquals: ["States.ALL"] }], End: true }) },
    };
    const { states } = told(definition, await historyOf(definition, { functions: { work } }));
    expect(states.Work).toMatchObject({ status: "succeeded", retries: 2, error: "Flaky" });
  });

  test("is how many iterations of a Map went well", async () => {
    const definition = {
      StartAt: "All",
      States: {
        All: {
          Type: "Map",
          MaxConcurrency: 1,
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Sorry" }],
          ItemProcessor: {
            StartAt: "Three?",
            States: {
              "Three?": {
                Type: "Choice",
                Choices: [{ Variable: "$", NumericEquals: 3, Next: "Bad" }],
                Default: "Good",
              },
              Good: { Type: "Pass", End: true },
              Bad: { Type: "Fail", Error: "Three" },
            },
          },
          End: true,
        },
        Sorry: { Type: "Pass", End: true },
      },
    };
    const { states, edges } = told(
      definition,
      await historyOf(definition, { input: [1, 2, 3, 4] }),
    );
    expect(states.All).toMatchObject({
      status: "caught",
      iterations: { total: 4, succeeded: 2, failed: 1, aborted: 0 },
    });
    expect(states["Three?"]).toMatchObject({ status: "succeeded", visits: 3 });
    expect(states.Good).toMatchObject({ status: "succeeded", visits: 2 });
    expect(states.Bad).toMatchObject({ status: "failed", visits: 1 });
    expect(edges).toMatchObject({
      "start -> Three?": 3,
      "Three? -> Good": 2,
      "Three? -> Bad": 1,
      "Good -> end": 2,
      "All caught Sorry": 1,
    });
  });

  test("keeps iterations apart that run side by side", async () => {
    const definition = {
      StartAt: "All",
      States: {
        All: {
          Type: "Map",
          ItemProcessor: {
            StartAt: "Wait",
            States: {
              Wait: { Type: "Wait", SecondsPath: "$", Next: "After" },
              After: { Type: "Pass", End: true },
            },
          },
          End: true,
        },
      },
    };
    const { states } = told(definition, await historyOf(definition, { input: [30, 10, 20] }));
    expect(states.All?.iterations).toEqual({ total: 3, succeeded: 3, failed: 0, aborted: 0 });
    // 60 seconds in all; mixed up they would be others.
    expect(Math.round((states.Wait?.milliseconds ?? 0) / 1_000)).toBe(60);
  });

  test("keeps apart the iterations of a Map that is in several iterations of another", async () => {
    const inner = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 9, End: true } } };
    const outer = {
      StartAt: "Inner",
      States: { Inner: { Type: "Map", ItemProcessor: inner, End: true } },
    };
    const definition = {
      StartAt: "Outer",
      States: { Outer: { Type: "Map", ItemProcessor: outer, End: true } },
    };
    const input = [
      [1, 2],
      [3, 4, 5],
    ];
    const { states } = told(definition, await historyOf(definition, { input }));
    expect(states.Inner).toMatchObject({
      visits: 2,
      iterations: { total: 5, succeeded: 5, failed: 0, aborted: 0 },
    });
  });

  test("is what failed in a Parallel, and what was stopped because of it", async () => {
    const definition = {
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "Breaks",
              States: { Breaks: lambda("breaks", { End: true }) },
            },
            { StartAt: "Waits", States: { Waits: { Type: "Wait", Seconds: 900, End: true } } },
          ],
          End: true,
        },
      },
    };
    const history = await historyOf(definition, { functions: { breaks: fails("Broken") } });
    const { overlay, states } = told(definition, history);
    expect(overlay).toMatchObject({ status: "FAILED", error: "Broken" });
    expect(statuses(states)).toEqual({ Both: "failed", Breaks: "failed", Waits: "aborted" });
    expect(states.Both).toMatchObject({ error: "Broken" });
  });

  test("is how a Parallel was tried again", async () => {
    const definition = {
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [{ StartAt: "Bad", States: { Bad: { Type: "Fail", Error: "Bad" } } }],
          Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 2 }],
          End: true,
        },
      },
    };
    const history = await historyOf(definition);
    const { states } = told(definition, history);
    expect(states.Both).toMatchObject({ status: "failed", visits: 1, retries: 2 });
    expect(states.Bad).toMatchObject({ status: "failed", visits: 3 });
    const again = history.findLastIndex(({ type }) => type === "ParallelStateStarted");
    expect(statuses(told(definition, history.slice(0, again + 1)).states)).toEqual({
      Both: "running",
      Bad: "failed",
    });
  });

  test("is what was stopped by hand", async () => {
    const definition = {
      StartAt: "Work",
      States: { Work: lambda("work", { End: true }) },
    };
    const functions = { work: () => sleep(60_000, undefined, { ref: false }) };
    const history = await historyOf(definition, { functions, stopAt: "LambdaFunctionStarted" });
    const { overlay, states } = told(definition, history);
    expect(overlay).toMatchObject({ status: "ABORTED", error: "Enough" });
    expect(statuses(states)).toEqual({ Work: "aborted" });
  });

  test("is an error that no event tells of but the execution's end", async () => {
    const definition = {
      StartAt: "Look",
      States: { Look: { Type: "Pass", InputPath: "$.nothing", End: true } },
    };
    const { overlay, states } = told(definition, await historyOf(definition));
    expect(overlay.status).toBe("FAILED");
    expect(states.Look).toMatchObject({ status: "failed", error: overlay.error });
  });

  test("is running while it runs, and all that a history tells that was cut anywhere", async () => {
    const functions = {
      validate: () => ({ status: "PAID", items: [{ stock: 1 }, { stock: 9 }] }),
      pack: (input: object) => input,
      ship: (input: object) => input,
      reorder: (input: object) => input,
      "order-boxes": fails("None"),
      "check-payment": fails("None"),
      mail: fails("None"),
    };
    const { Notify: _, Alert: __, Failed: ___, ...rest } = order.States;
    const definition = {
      ...order,
      States: {
        ...rest,
        Alert: { Type: "Fail" },
        Notify: { Type: "Pass", Next: "Done" },
      },
    };
    const history = await historyOf(definition, { functions });
    expect(told(definition, history).overlay.status).toBe("SUCCEEDED");
    for (let length = 0; length < history.length; length++) {
      const { overlay, states } = told(definition, history.slice(0, length));
      expect(overlay.status).toBe(length === 0 ? undefined : "RUNNING");
      const last = history[length - 1]?.stateEnteredEventDetails?.name;
      if (last !== undefined) expect(states[last]?.status).toBe("running");
      // Without its beginning, it is still read.
      expect(told(definition, history.slice(length)).overlay.status).toBe("SUCCEEDED");
    }
  });

  test("is nothing when it is empty, as that of an EXPRESS execution", () => {
    const { overlay, states } = told(order, []);
    expect(overlay).toEqual({
      redrives: 0,
      states: new Map(),
      edges: new Map(),
      unknownStates: [],
    } satisfies Overlay);
    expect(states).toEqual({});
  });

  test("names the states that another version of the machine had", async () => {
    const before = {
      StartAt: "Old",
      States: { Old: { Type: "Pass", Next: "Kept" }, Kept: { Type: "Pass", End: true } },
    };
    const after = { StartAt: "Kept", States: { Kept: { Type: "Pass", End: true } } };
    const { overlay, states } = told(after, await historyOf(before));
    expect(overlay.unknownStates).toEqual(["Old"]);
    expect(statuses(states)).toEqual({ Kept: "succeeded" });
  });

  test("is refused when it is no list", () => {
    expect(() => overlayOf(graphOf(order), { events: [] } as never)).toThrow(InvalidArgumentError);
  });

  test("leaves out what is no event", () => {
    const odd = [null, 7, "x", {}, { type: 7, id: "x" }, { type: "StateEntered" }] as never;
    expect(overlayOf(graphOf(order), odd).states.size).toBe(0);
  });
});

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, seconds));

/** A task that failed, and was taken up again, as AWS documents it: its work is scheduled again. */
const REDRIVEN = [
  { id: 1, previousEventId: 0, type: "ExecutionStarted", timestamp: at(0) },
  {
    id: 2,
    previousEventId: 0,
    type: "TaskStateEntered",
    timestamp: at(1),
    stateEnteredEventDetails: { name: "Work" },
  },
  { id: 3, previousEventId: 2, type: "LambdaFunctionScheduled", timestamp: at(2) },
  { id: 4, previousEventId: 3, type: "LambdaFunctionStarted", timestamp: at(3) },
  {
    id: 5,
    previousEventId: 4,
    type: "LambdaFunctionFailed",
    timestamp: at(4),
    lambdaFunctionFailedEventDetails: { error: "Broken" },
  },
  {
    id: 6,
    previousEventId: 5,
    type: "ExecutionFailed",
    timestamp: at(5),
    executionFailedEventDetails: { error: "Broken" },
  },
  {
    id: 7,
    previousEventId: 6,
    type: "ExecutionRedriven",
    timestamp: at(10),
    executionRedrivenEventDetails: { redriveCount: 1 },
  },
  { id: 8, previousEventId: 7, type: "LambdaFunctionScheduled", timestamp: at(11) },
  { id: 9, previousEventId: 8, type: "LambdaFunctionStarted", timestamp: at(12) },
  { id: 10, previousEventId: 9, type: "LambdaFunctionSucceeded", timestamp: at(13) },
  {
    id: 11,
    previousEventId: 10,
    type: "TaskStateExited",
    timestamp: at(14),
    stateExitedEventDetails: { name: "Work" },
  },
  { id: 12, previousEventId: 11, type: "ExecutionSucceeded", timestamp: at(15) },
];

describe("the history of a redriven execution", () => {
  const definition = { StartAt: "Work", States: { Work: lambda("work", { End: true }) } };

  test("says how it stands now", () => {
    const { overlay, states, edges } = told(definition, REDRIVEN);
    expect(overlay).toMatchObject({ status: "SUCCEEDED", redrives: 1, milliseconds: 15_000 });
    expect(overlay).not.toHaveProperty("error");
    expect(states.Work).toMatchObject({ status: "succeeded", visits: 1, retries: 1 });
    expect(states.Work?.milliseconds).toBe(13_000);
    expect(edges).toEqual({ "start -> Work": 1, "Work -> end": 1 });
  });

  test("takes up what failed and what was aborted inside of a Parallel and a Map", async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      if (calls === 2) fails("Broken")();
      return {};
    };
    const nested = {
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "Each",
              States: {
                Each: {
                  Type: "Map",
                  MaxConcurrency: 1,
                  ItemProcessor: {
                    StartAt: "Item",
                    States: { Item: lambda("work", { End: true }) },
                  },
                  End: true,
                },
              },
            },
            { StartAt: "Hold", States: { Hold: { Type: "Wait", Seconds: 900, End: true } } },
          ],
          End: true,
        },
      },
    };
    const options = { functions: { work }, input: [1, 2, 3], redrives: 1 };
    const history = await historyOf(nested, options);
    const { overlay, states } = told(nested, history);
    expect(overlay).toMatchObject({ status: "SUCCEEDED", redrives: 1 });
    expect(states).toMatchObject({
      Both: { status: "succeeded", visits: 1 },
      Each: { status: "succeeded", iterations: { total: 3, succeeded: 3, failed: 0, aborted: 0 } },
      Item: { status: "succeeded", visits: 3, retries: 1, error: "Broken" },
      Hold: { status: "succeeded", visits: 1 },
    });
    const redriven = history.findIndex(({ type }) => type === "ExecutionRedriven");
    expect(statuses(told(nested, history.slice(0, redriven)).states)).toEqual({
      Both: "failed",
      Each: "failed",
      Item: "failed",
      Hold: "aborted",
    });
    expect(statuses(told(nested, history.slice(0, redriven + 1)).states)).toEqual({
      Both: "running",
      Each: "running",
      Item: "running",
      Hold: "running",
    });
  });

  test("fails again in a Fail state", async () => {
    const failing = { StartAt: "Stop", States: { Stop: { Type: "Fail", Error: "Stopped" } } };
    const { overlay, states } = told(failing, await historyOf(failing, { redrives: 2 }));
    expect(overlay).toMatchObject({ status: "FAILED", redrives: 2, error: "Stopped" });
    expect(states.Stop).toMatchObject({ status: "failed", visits: 1 });
  });

  test("is running again from where it failed", () => {
    expect(told(definition, REDRIVEN.slice(0, 6)).states.Work?.status).toBe("failed");
    expect(told(definition, REDRIVEN.slice(0, 8)).states.Work?.status).toBe("running");
  });

  test("may enter the state again", () => {
    const [entered] = REDRIVEN.slice(1, 2);
    const history = [...REDRIVEN.slice(0, 7), { ...entered, id: 8, previousEventId: 7 }];
    expect(told(definition, history).states.Work).toMatchObject({ status: "running", visits: 1 });
  });
});

describe("events", () => {
  const definition = { StartAt: "Work", States: { Work: lambda("work", { End: true }) } };

  test("are read as sfn-task-tools/execution gives them, and as they are saved", () => {
    const wanted = told(definition, REDRIVEN);
    const parsed = REDRIVEN.map(({ id, previousEventId, type, timestamp, ...details }) => ({
      id,
      previousEventId,
      type,
      timestamp,
      details: Object.values(details)[0] ?? {},
    }));
    expect(told(definition, parsed)).toEqual(wanted);
    expect(told(definition, JSON.parse(JSON.stringify(REDRIVEN)))).toEqual(wanted);
    const onTheWire = REDRIVEN.map((event) => ({
      ...event,
      timestamp: event.timestamp.getTime() / 1_000,
    }));
    expect(told(definition, onTheWire)).toEqual(wanted);
  });

  test("without ids are told apart by names", () => {
    const without = REDRIVEN.map(({ id: _, previousEventId: __, ...event }) => event);
    expect(told(definition, without).states.Work).toMatchObject({ status: "succeeded", visits: 1 });
  });

  test("without times have no durations", () => {
    const without = REDRIVEN.map(({ timestamp: _, ...event }) => event);
    const { overlay, states } = told(definition, without);
    expect(overlay).not.toHaveProperty("milliseconds");
    expect(states.Work).not.toHaveProperty("milliseconds");
  });
});
