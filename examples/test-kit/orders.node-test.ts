import assert from "node:assert/strict";
import { test } from "node:test";
import { assertSucceeded, assertVisited, runMachine } from "sfn-task-tools/local";
import { charge, machine, price } from "../workflow/order.js";

test("an order that is expensive waits for a day", async () => {
  const input = { id: "a1", prices: [900, 101] };
  const run = await runMachine(machine, { functions: { price, charge }, input });
  assertVisited(run, ["Wait a day", "Charge"]);
  assert.deepEqual(assertSucceeded(run), { receipt: "a1: 1001" });
});
