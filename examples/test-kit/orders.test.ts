// #region setup
import {
  Coverage,
  fail,
  inOrder,
  noAnswer,
  real,
  runMachine,
  type StateMachineMatchers,
  stateMachineMatchers,
} from "sfn-task-tools/local";
import { afterAll, expect, test } from "vitest";
import { charge, machine, price } from "../workflow/order.js";

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: as Vitest declares it
  interface Matchers<T = any> extends StateMachineMatchers<T> {}
}
expect.extend(stateMachineMatchers);
// #endregion setup

// #region coverage
const coverage = new Coverage();
afterAll(() => {
  coverage.check({ states: 100, transitions: 80 }); // throws, with the report, when less was reached
});
// #endregion coverage

// #region test
const input = { id: "a1", prices: [900, 101] };

test("an order that is expensive waits for a day", async () => {
  const run = await runMachine(machine, { functions: { price, charge }, input, coverage });

  expect(run).toHaveSucceededWith({ receipt: "a1: 1001" });
  expect(run).toHaveVisited(["Wait a day", "Charge"]);
  expect(run.seconds).toBeGreaterThanOrEqual(86_400); // on its own clock: the test took milliseconds
});
// #endregion test

// #region mocks
test("a card that is refused is told", async () => {
  const mocks = {
    Price: { id: "a1", total: 5 }, // a result
    Charge: fail("CardRefused", "no money"), // an error, as Retry and Catch match it
  };
  const run = await runMachine(machine, { mocks, input, coverage });

  expect(run).toHaveFailedWith("NotCharged");
  expect(run).toHaveCaught("CardRefused");
  expect(run.state("Sorry").input).toMatchObject({ failure: { Error: "CardRefused" } });
});

test("a busy Lambda is tried again", async () => {
  const busy = fail("Lambda.TooManyRequestsException");
  const run = await runMachine(machine, {
    functions: { price, charge },
    mocks: { Charge: inOrder(busy, busy, real) }, // the third time the function itself
    input: { id: "a1", prices: [5] },
    coverage,
  });

  expect(run).toHaveRetried("Charge", 2);
  expect(run.state("Charge").attempts.map(({ error }) => error ?? "well")).toEqual([
    "Lambda.TooManyRequestsException",
    "Lambda.TooManyRequestsException",
    "well",
  ]);
});

test("a price that nobody answers times out", async () => {
  const run = await runMachine(machine, { mocks: { Price: noAnswer }, input, coverage });
  expect(run).toHaveFailedWith("States.Timeout");
});
// #endregion mocks

// #region functions
test("a mock may look at the event, and at how often it was asked", async () => {
  const run = await runMachine(machine, {
    functions: { charge },
    mocks: {
      Price: ({ input }: { input: { id: string } }, { invocation }) => ({
        id: input.id,
        total: invocation,
      }),
    },
    input,
  });
  expect(run).toHaveStateOutput("Price", { id: "a1", total: 0 });
});
// #endregion functions
