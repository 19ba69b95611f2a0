import { ActivityGroup, defineActivity, Worker } from "sfn-task-tools/activity";
import { describe, expect, test } from "vitest";
import { Slots } from "../../../src/activity/slots.js";
import { taskInput } from "../../../src/activity/task-input.js";

const nothing = () => undefined;

describe("bad input", () => {
  test("a prefix that is empty", () => {
    expect(() => new ActivityGroup("")).toThrow(/at least one character, got an empty text/);
  });

  test.each([
    ["a b", /refuses.*got " "/],
    ["a/b", /refuses.*got "\/"/],
    ["a\u0007", /refuses/],
    ["x".repeat(80), /at most 80 characters, got 81/],
  ])("the name %j", (name, message) => {
    expect(() => new ActivityGroup("p").define(name, nothing)).toThrow(message);
  });

  test("a name that is taken, a function that is none, a heartbeat that is none", () => {
    const group = new ActivityGroup("p");
    group.define("x", nothing);
    expect(() => group.define("x", nothing)).toThrow(/two named "px"/);
    expect(() => defineActivity("y", "run" as never)).toThrow(/to be a function/);
    expect(() => defineActivity("y", nothing, { heartbeatSeconds: 0 })).toThrow(/heartbeatSeconds/);
  });

  test.each([
    [{ concurrency: 0 }, /"concurrency" option/],
    [{ drainSeconds: -1 }, /"drainSeconds" option/],
    [{ giveUpSeconds: Number.POSITIVE_INFINITY }, /"giveUpSeconds" option/],
    [{ name: "a b" }, /worker's name/],
  ])("the option %j", (options, message) => {
    expect(() => new Worker(defineActivity("x", nothing), options)).toThrow(message);
  });

  test("no activity, or one twice", () => {
    const activity = defineActivity("x", nothing);
    expect(() => new Worker([])).toThrow(/at least one activity.*got none/);
    expect(() => new Worker([activity, activity])).toThrow(/got x, x/);
  });
});

test("a worker's name tells the host, and is its own", () => {
  const activity = defineActivity("x", nothing);
  const [one, other] = [new Worker(activity), new Worker(activity)];
  expect(one.name).toMatch(/^.{1,71}-[0-9a-f]{8}$/);
  expect(one.name).not.toBe(other.name);
});

test("an envelope gets the task's token where it has none, and any other input stays as it is", () => {
  const Execution = { Id: "arn" };
  const text = (context: object) => JSON.stringify({ input: 1, context });
  expect(taskInput(text({ Execution }), "t")).toEqual({
    input: 1,
    context: { Execution, Task: { Token: "t" } },
  });
  expect(taskInput(text({ Execution, Task: { Token: "own" } }), "t")).toMatchObject({
    context: { Task: { Token: "own" } },
  });
  for (const input of [1, null, "text", [1], { context: { Execution: {} } }]) {
    expect(taskInput(JSON.stringify(input), "t")).toEqual(input);
  }
});

test("slots are given in the order of asking, and not to those who have left", async () => {
  const slots = new Slots(1);
  const [never, leaves] = [new AbortController(), new AbortController()];
  expect(await slots.take(never.signal)).toBe(true);
  const second = slots.take(leaves.signal);
  const third = slots.take(never.signal);
  leaves.abort();
  expect(await second).toBe(false);
  slots.release();
  expect(await third).toBe(true);
  slots.release();
  expect(await slots.take(leaves.signal)).toBe(false);
});
