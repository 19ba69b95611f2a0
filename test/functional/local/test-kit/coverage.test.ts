import {
  Coverage,
  checkCoverage,
  coverageOf,
  coverageText,
  fail,
  runMachine,
} from "sfn-task-tools/local";
import { expect, test } from "vitest";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";
const MACHINE = {
  StartAt: "Which?",
  States: {
    "Which?": {
      Type: "Choice",
      Choices: [
        { Variable: "$.n", NumericEquals: 1, Next: "Work" },
        { Variable: "$.n", NumericEquals: 2, Next: "Work" },
      ],
      Default: "Each",
    },
    Work: {
      Type: "Task",
      Resource: `${FUNCTION}work`,
      Retry: [{ ErrorEquals: ["Busy"], MaxAttempts: 1 }, { ErrorEquals: ["Slow"] }],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Sorry" }],
      Next: "Done",
    },
    Each: {
      Type: "Map",
      ItemsPath: "$.items",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "One",
        States: { One: { Type: "Pass", End: true } },
      },
      Next: "Done",
    },
    Sorry: { Type: "Fail", Error: "Sorry" },
    Done: { Type: "Succeed" },
  },
};
const run = (input: object, work: unknown = 1) =>
  runMachine(MACHINE, { name: "m", input, mocks: { Work: work as object } });

test("a report tells what was missed: each rule, retrier and catcher of its own", async () => {
  const report = coverageOf(await run({ n: 2 }));
  expect(report.machines).toMatchObject([
    {
      stateMachineName: "m",
      runs: 1,
      states: { covered: 3, total: 6 },
      transitions: { covered: 2, total: 9 },
      missedStates: ["Each", "One", "Sorry"],
    },
  ]);
  expect(report.machines[0]?.missedTransitions.map(({ state, way }) => state + way)).toEqual([
    "Which?/Choices/0",
    "Which?/Default",
    "Work/Retry/0",
    "Work/Retry/1",
    "Work/Catch/0",
    "Each/Next",
    "One/End",
  ]);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test("runs of one machine are taken together, also what a distributed Map's children reach", async () => {
  const coverage = new Coverage();
  for (const n of [1, 2])
    await runMachine(MACHINE, { name: "m", input: { n }, mocks: { Work: 1 }, coverage });
  await runMachine(MACHINE, {
    name: "m",
    input: { n: 3, items: [1] },
    coverage,
    functions: { work: () => 1 },
  });
  for (const error of ["Busy", "Slow"]) {
    await runMachine(MACHINE, {
      name: "m",
      input: { n: 1 },
      mocks: { Work: fail(error) },
      coverage,
    });
  }
  expect(coverage.report()).toMatchObject({
    machines: [{ runs: 5, missedStates: [], missedTransitions: [] }],
    states: { percentage: 100 },
    transitions: { covered: 9, total: 9, percentage: 100 },
  });
  expect(coverage.toText()).toBe("m: 6/6 (100 %) states, 9/9 (100 %) transitions in 5 runs");
  coverage.check({ states: 100, transitions: 100 });
});

test("a threshold that is not reached is an error with the report", async () => {
  const report = coverageOf(await run({ n: 1 }));
  checkCoverage(report, { states: 50 });
  checkCoverage(report, {});
  const check = () => checkCoverage(report, { states: 51, transitions: 90 });
  expect(check).toThrow(
    expect.objectContaining({
      name: "CoverageError",
      message: expect.stringContaining(
        "m: 50.0 % of its states, expected 51 %\nm: 22.2 % of its transitions, expected 90 %\n\nm: 3/6",
      ),
    }),
  );
  expect(coverageText(report)).toContain('\n  state "Which?" never took Choices[1] to "Work"');
  expect(coverageText(report)).toContain(
    '\n  state "Work" never took Catch[0] of States.ALL to "Sorry"',
  );
  expect(coverageText(report)).toContain('\n  state "Each" was never entered');
  expect(coverageText(report)).not.toContain('"Each" never took');
});

test("nothing run is not everything reached", () => {
  expect(() => new Coverage().check({ states: 0 })).toThrow("no state machine was run");
});

test("machines of another definition or name count by themselves, and nested ones count", async () => {
  const child = { StartAt: "Inner", States: { Inner: { Type: "Pass", End: true } } };
  const parent = {
    StartAt: "Start",
    States: {
      Start: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Parameters: { StateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:child" },
        End: true,
      },
    },
  };
  const nested = await runMachine(parent, { name: "parent", machines: { child } });
  const report = coverageOf(nested, await runMachine(child, { name: "other" }));
  expect(report.machines.map(({ stateMachineName, runs }) => [stateMachineName, runs])).toEqual([
    ["parent", 1],
    ["child", 1],
    ["other", 1],
  ]);
  expect(report.states.percentage).toBe(100);
});
