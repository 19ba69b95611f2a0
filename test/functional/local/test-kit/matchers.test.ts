import {
  assertFailedWith,
  assertSucceeded,
  assertVisited,
  fail,
  inOrder,
  type MachineRun,
  runMachine,
  type StateMachineMatchers,
  stateMachineMatchers,
} from "sfn-task-tools/local";
import { beforeAll, describe, expect, test } from "vitest";

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the runner's own declaration
  interface Matchers<T = any> extends StateMachineMatchers<T> {}
}

expect.extend(stateMachineMatchers);

const MACHINE = {
  StartAt: "Work",
  States: {
    Work: {
      Type: "Task",
      Resource: "arn:aws:lambda:us-east-1:123456789012:function:work",
      Retry: [{ ErrorEquals: ["Busy"] }],
      Catch: [{ ErrorEquals: ["Wrong"], Next: "Mend" }],
      Next: "Done",
    },
    Mend: { Type: "Pass", Result: "mended", Next: "Done" },
    Done: { Type: "Succeed" },
  },
};

let well: MachineRun;
let mended: MachineRun;
let failed: MachineRun;

beforeAll(async () => {
  const input = { n: 1 };
  const busyOnce = inOrder(fail("Busy"), { done: true });
  well = await runMachine(MACHINE, { name: "well", mocks: { Work: busyOnce }, input });
  mended = await runMachine(MACHINE, {
    name: "mended",
    mocks: { Work: fail("Wrong", "it was") },
    input,
  });
  failed = await runMachine(MACHINE, {
    name: "failed",
    mocks: { Work: fail("Lost", "for good") },
    input,
  });
});

/** What a matcher says when it does not hold. */
function saying(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("Expected the matcher not to hold");
}

describe("matchers that hold", () => {
  test("hold, and their negations do not", () => {
    expect(well).toHaveSucceeded();
    expect(well).toHaveSucceededWith({ done: true });
    expect(well).toHaveSucceededWith(expect.objectContaining({ done: expect.any(Boolean) }));
    expect(well).toHaveVisited("Done");
    expect(mended).toHaveVisited(["Work", "Done"]);
    expect(mended).toHaveTakenPath(["Work", "Mend", "Done"]);
    expect(mended).toHaveCaught("Wrong");
    expect(well).toHaveRetried("Work");
    expect(well).toHaveRetried("Work", 1);
    expect(mended).toHaveRetried("Work", 0);
    expect(well).toHaveStateInput("Work", { n: 1 });
    expect(mended).toHaveStateOutput("Mend", "mended");
    expect(failed).toHaveFailedWith("Lost");
    expect(failed).toHaveFailedWith("Lost", expect.stringContaining("good"));
    expect(failed).not.toHaveSucceeded();
    expect(failed).not.toHaveVisited(["Mend", "Done"]);
    expect(well).not.toHaveSucceededWith({ done: false });
    expect(well).not.toHaveFailedWith("Lost");
    expect(well).not.toHaveCaught("Busy");
    expect(mended).not.toHaveRetried("Work");
  });
});

describe("matchers that do not hold", () => {
  test.each<[string, () => unknown, string]>([
    ["toHaveSucceeded", () => expect(failed).toHaveSucceeded(), 'to succeed\nGot: "FAILED"'],
    [
      "toHaveSucceededWith",
      () => expect(failed).toHaveSucceededWith(1),
      'to succeed with 1\nGot: {"status":"FAILED","error":"Lost","cause":"for good"}',
    ],
    [
      "an output",
      () => expect(well).toHaveSucceededWith(1),
      'to succeed with 1\nGot: {"done":true}',
    ],
    [
      "an order",
      () => expect(mended).toHaveVisited(["Mend", "Work"]),
      'to visit, in this order, "Mend" → "Work"\nGot: ["Work","Mend","Done"]',
    ],
    ["one of several", () => expect(well).not.toHaveVisited(["Mend", "Done"]), "to visit none of"],
    ["a path", () => expect(well).toHaveTakenPath(["Work"]), 'to take the path "Work"'],
    ["an error", () => expect(failed).toHaveFailedWith("Found"), 'to fail with {"error":"Found"}'],
    ["a cause", () => expect(failed).toHaveFailedWith("Lost", "b"), '"cause":"for good"'],
    ["a run that is well", () => expect(well).toHaveFailedWith("Lost"), '"status":"SUCCEEDED"'],
    ["a catch", () => expect(well).toHaveCaught("Wrong"), 'to catch "Wrong"\nGot: []'],
    ["retries", () => expect(well).toHaveRetried("Work", 2), 'to retry "Work" 2 times\nGot: 1'],
    ["no retries", () => expect(well).not.toHaveRetried("Work"), 'not to retry "Work"\nGot: 1'],
    [
      "an input",
      () => expect(well).toHaveStateInput("Work", 2),
      'to give "Work" the input 2\nGot: {"n":1}',
    ],
    [
      "a state's output",
      () => expect(well).toHaveStateOutput("Mend", 2),
      'to get from "Mend" the output 2\nGot: []',
    ],
  ])("%s says what was expected and what came, with the history", (_, check, message) => {
    const said = saying(check);
    expect(said).toContain(message);
    expect(said).toMatch(/ExecutionStarted {2}\{"n":1\}/);
  });

  test("a state that is not there is no state that was not visited", () => {
    expect(saying(() => expect(well).not.toHaveVisited("Mned"))).toContain('did you mean "Mend"?');
    expect(saying(() => expect(well).not.toHaveRetried("Wrk"))).toContain('did you mean "Work"?');
  });

  test("what is no run is a mistake, whatever was expected", () => {
    const promise = runMachine(MACHINE, { mocks: { Work: 1 } });
    for (const check of [
      () => expect(promise).toHaveSucceeded(),
      () => expect(promise).not.toHaveSucceeded(),
    ]) {
      expect(saying(check)).toContain("await it first");
    }
    return promise;
  });
});

describe("assertions for any test runner", () => {
  test("hold, or throw an AssertionError with the history", () => {
    expect(assertSucceeded(well)).toEqual({ done: true });
    assertFailedWith(failed, "Lost");
    assertFailedWith(failed, "Lost", "for good");
    assertVisited(mended, ["Work", "Mend"]);
    for (const check of [
      () => assertSucceeded(failed),
      () => assertFailedWith(well, "Lost"),
      () => assertFailedWith(failed, "Lost", "otherwise"),
      () => assertVisited(well, "Mend"),
    ]) {
      expect(check).toThrow(
        expect.objectContaining({
          code: "ERR_ASSERTION",
          message: expect.stringContaining("ExecutionStarted"),
        }),
      );
    }
  });
});
