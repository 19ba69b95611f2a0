import { setTimeout as sleep } from "node:timers/promises";
import { SFNClient } from "@aws-sdk/client-sfn";
import { task } from "sfn-task-tools";
import {
  ActivityGroup,
  defineActivity,
  type TaskInfo,
  Worker,
  type WorkerEvent,
  type WorkerOptions,
} from "sfn-task-tools/activity";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ROLE, type Service, startService, TRANSPORTS } from "../execution/service-fixture.js";

const ARN = "arn:aws:states:us-east-1:123456789012:activity:";

/** A machine whose only state is a task of an activity. */
async function machineOn(
  { stepFunctions }: Service,
  activity: { name: string },
  fields: object = {},
) {
  const Only = { Type: "Task", Resource: ARN + activity.name, End: true, ...fields };
  const machine = {
    name: `on-${activity.name}`,
    definition: { StartAt: "Only", States: { Only } },
  };
  await stepFunctions.register(machine, { roleArn: ROLE, update: true });
  return machine.name;
}

/** A worker on what a group has, which is stopped with the test. */
async function working(service: Service, group: ActivityGroup, options: WorkerOptions = {}) {
  await group.register();
  const events: WorkerEvent[] = [];
  const worker = new Worker(group, {
    client: service.client,
    onEvent: (event) => void events.push(event),
    ...options,
  });
  await worker.start();
  onTestFinished(() => worker.stop({ drainSeconds: 0 }).catch(() => undefined));
  return { worker, events, types: () => events.map(({ type }) => type) };
}

const run = async ({ stepFunctions }: Service, machine: string, input: unknown = {}) =>
  (await stepFunctions.start(machine, input)).wait({ throwOnFailure: false, timeLimit: 15_000 });

describe.each(TRANSPORTS)("%s", (transport) => {
  test("a plain function does an activity's tasks", async () => {
    const service = await startService({}, transport);
    const group = new ActivityGroup("test", { client: service.client });
    const add = group.define("Add", ({ a, b }: { a: number; b: number }) => a + b);
    const { worker, types } = await working(service, group, { name: "bee" });
    const machine = await machineOn(service, add);
    const execution = await service.stepFunctions.start(machine, { a: 3, b: 42 });
    expect(await execution.wait()).toMatchObject({ output: 45 });
    expect(await execution.formatHistory()).toContain("ActivityStarted  worker bee");
    await worker.stop();
    expect(types()).toEqual(["task-started", "task-succeeded"]);
  });

  test("a task() handler does, with its Context", async () => {
    const service = await startService({}, transport);
    const group = new ActivityGroup("test", { client: service.client });
    const seen: unknown[] = [];
    const greet = group.define(
      "Greet",
      task(async (input: { who: string }, context) => {
        seen.push(
          context.execution?.name,
          context.execution?.taskToken?.length,
          context.signal.aborted,
        );
        return `Hello ${input.who}`;
      }),
      { envelope: true },
    );
    await working(service, group);
    const machine = await machineOn(service, greet, {
      Parameters: { "input.$": "$", context: { Execution: { "Id.$": "$$.Execution.Id" } } },
    });
    const execution = await service.stepFunctions.start(machine, { who: "Jerry" });
    expect(await execution.wait()).toMatchObject({ output: "Hello Jerry" });
    expect(seen).toEqual([execution.name, expect.any(Number), false]);
  });

  test("stop() ends the long polls at once", async () => {
    const service = await startService({}, transport);
    const group = new ActivityGroup("test", { client: service.client });
    group.define("Idle", () => 1);
    const { worker } = await working(service, group, { concurrency: 3 });
    await sleep(100);
    const since = Date.now();
    await worker.stop();
    expect(Date.now() - since).toBeLessThan(500);
  });
});

test("as many tasks at a time as `concurrency` says, and no more", async () => {
  const service = await startService();
  const group = new ActivityGroup("test", { client: service.client });
  let now = 0;
  let most = 0;
  const busy = group.define("Busy", async () => {
    now += 1;
    most = Math.max(most, now);
    await sleep(30);
    now -= 1;
  });
  await working(service, group, { concurrency: 4 });
  const machine = await machineOn(service, busy);
  const ended = await Promise.all(Array.from({ length: 12 }, () => run(service, machine)));
  expect(ended.every(({ status, output }) => status === "SUCCEEDED" && output === null)).toBe(true);
  expect(most).toBe(4);
});

describe("failures are always reported", () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  class NotYet extends Error {
    override readonly name = "NotYet";
  }
  test.each<[string, () => unknown, { error: string; cause: unknown }]>([
    [
      "an error",
      () => {
        throw new NotYet("come back", { cause: new Error("too early") });
      },
      {
        error: "NotYet",
        cause: expect.stringMatching(/come back\n {4}at [\s\S]*Caused by: Error: too early/),
      },
    ],
    [
      "a text that is thrown",
      () => Promise.reject("no"),
      { error: "ThrownValueError", cause: expect.stringContaining("The task threw no (string)") },
    ],
    [
      "undefined that is thrown",
      () => Promise.reject(undefined),
      { error: "ThrownValueError", cause: expect.stringContaining("undefined") },
    ],
    [
      "a result that is no JSON",
      () => cycle,
      { error: "TaskResultError", cause: expect.stringContaining("a cycle") },
    ],
    [
      "a result that throws when it is read",
      () => ({
        toJSON() {
          throw new Error("unreadable");
        },
      }),
      { error: "TaskResultError", cause: expect.stringContaining("unreadable") },
    ],
    [
      "a result that is too large",
      () => "x".repeat(262_143),
      {
        error: "TaskResultError",
        cause: expect.stringContaining("at most 262144 bytes of JSON text, got 262145"),
      },
    ],
    [
      "a cause that is too long",
      () => Promise.reject(Object.assign(new Error("c".repeat(50_000)), { name: "E".repeat(300) })),
      { error: `${"E".repeat(255)}…`, cause: expect.stringMatching(/^.{32767}…$/s) },
    ],
    [
      "an error that cannot be told",
      () =>
        Promise.reject(
          Object.defineProperty(new Error(), "name", {
            get() {
              throw new Error("no name");
            },
          }),
        ),
      { error: "Error", cause: "The task threw what cannot be told." },
    ],
  ])("%s", async (_what, fails, expected) => {
    const service = await startService();
    const group = new ActivityGroup("test", { client: service.client });
    const { types } = await working(service, group.define("Fails", fails) && group);
    const machine = await machineOn(service, { name: "testFails" });
    expect(await run(service, machine)).toMatchObject({ status: "FAILED", ...expected });
    expect(types()).toContain("task-failed");
  });
});

describe("a task that nobody waits for any more", () => {
  test("is told by its signal at the next heartbeat, and not reported", async () => {
    const service = await startService();
    const group = new ActivityGroup("test", { client: service.client });
    const reasons: unknown[] = [];
    const slow = group.define(
      "Slow",
      (_input: unknown, { signal }: TaskInfo) =>
        new Promise((resolve) => {
          signal.addEventListener("abort", () => {
            reasons.push(signal.reason.name);
            resolve("late");
          });
        }),
      { heartbeatSeconds: 1 },
    );
    const { events, worker } = await working(service, group);
    const machine = await machineOn(service, slow, { TimeoutSeconds: 1 });
    expect(await run(service, machine)).toMatchObject({ error: "States.Timeout" });
    await vi.waitFor(() => expect(reasons).toEqual(["TaskLostError"]), 3_000);
    await worker.stop();
    expect(events.at(-1)).toMatchObject({ type: "task-lost", error: { name: "TaskLostError" } });
  });

  test("heartbeats keep a long task alive", async () => {
    const service = await startService();
    const group = new ActivityGroup("test", { client: service.client });
    const long = group.define("Long", () => sleep(2_300, "done"), { heartbeatSeconds: 1 });
    await working(service, group);
    const machine = await machineOn(service, long, { HeartbeatSeconds: 1 });
    expect(await run(service, machine)).toMatchObject({ status: "SUCCEEDED", output: "done" });
  });

  test("a task() handler's Context has the signal, too", async () => {
    const service = await startService();
    const group = new ActivityGroup("test", { client: service.client });
    let reason: unknown;
    const slow = group.define(
      "Slow",
      task(async (_input: unknown, { signal }) => {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        reason = signal.reason.name;
      }),
      { heartbeatSeconds: 1 },
    );
    await working(service, group);
    await run(service, await machineOn(service, slow, { TimeoutSeconds: 1 }));
    await vi.waitFor(() => expect(reason).toBe("TaskLostError"), 3_000);
  });
});

describe("draining", () => {
  async function busyWorker(work: (input: unknown, task: TaskInfo) => unknown) {
    const service = await startService();
    const group = new ActivityGroup("test", { client: service.client });
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const busy = group.define("Busy", (input: unknown, info: TaskInfo) => {
      begun();
      return work(input, info);
    });
    const started = await working(service, group, { drainOn: ["SIGUSR2"] });
    const machine = await machineOn(service, busy);
    const execution = await service.stepFunctions.start(machine);
    await hasBegun;
    return { ...started, execution };
  }

  test("stop() waits for the running task, whose result is reported", async () => {
    const { worker, execution } = await busyWorker(() => sleep(300, "whole"));
    await worker.stop();
    expect(await execution.describe()).toMatchObject({ status: "SUCCEEDED", output: "whole" });
  });

  test("a task that does not end in time is told, and fails by its own signal", async () => {
    const { worker, execution } = await busyWorker((_input, { signal }) =>
      sleep(60_000, undefined, { signal }).catch(() => signal.throwIfAborted()),
    );
    const since = Date.now();
    await worker.stop({ drainSeconds: 0.1 });
    expect(Date.now() - since).toBeLessThan(2_000);
    expect(await execution.describe()).toMatchObject({
      status: "FAILED",
      error: "WorkerStoppedError",
    });
  });

  test("a task that does not listen is reported as failed all the same", async () => {
    const { worker, execution } = await busyWorker(() => new Promise(() => undefined));
    await worker.stop({ drainSeconds: 0 });
    expect(await execution.describe()).toMatchObject({ error: "WorkerStoppedError" });
  }, 15_000);

  test("a signal of the process drains, and leaves no listener behind", async () => {
    const { execution, types } = await busyWorker(() => sleep(200, "drained"));
    expect(process.listenerCount("SIGUSR2")).toBe(1);
    process.kill(process.pid, "SIGUSR2");
    expect(await execution.wait()).toMatchObject({ output: "drained" });
    await vi.waitFor(() => expect(process.listenerCount("SIGUSR2")).toBe(0));
    expect(types()).toEqual(["task-started", "task-succeeded"]);
  });

  test("run() works until its signal aborts, and a worker is used once", async () => {
    const service = await startService();
    const activity = defineActivity("alone", () => 1);
    const group = new ActivityGroup("al", { client: service.client });
    group.define("one", () => 1);
    await group.register();
    const stop = new AbortController();
    const worker = new Worker({ ...activity, name: "alone" }, { client: service.client });
    const running = worker.run({ signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await running;
    await expect(worker.start()).rejects.toThrow(/started once/);
  });
});

test("a connection that drops in the middle of a task costs nothing but time", async () => {
  const service = await startService();
  const dropped: string[] = [];
  const client = {
    send(command: object, options?: object) {
      const { name } = command.constructor;
      if (["SendTaskSuccessCommand", "GetActivityTaskCommand"].includes(name)) {
        if (dropped.filter((one) => one === name).length < 2) {
          dropped.push(name);
          const error = Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
          return Promise.reject(error);
        }
      }
      return service.client.send(command as never, options) as Promise<object>;
    },
  };
  const group = new ActivityGroup("test", { client: service.client });
  const add = group.define("Add", () => 1);
  const { types } = await working(service, group, { client });
  expect(await run(service, await machineOn(service, add))).toMatchObject({ output: 1 });
  expect(dropped).toHaveLength(4);
  expect(types().filter((type) => type === "poll-failed")).toHaveLength(2);
});

describe("bad input", () => {
  test("an activity that is not registered is told by name, at the start", async () => {
    const { client } = await startService();
    const group = new ActivityGroup("test", { client });
    group.define("One", () => 1);
    await group.register();
    group.define("Two", () => 2);
    await expect(new Worker(group, { client }).start()).rejects.toMatchObject({
      name: "NotRegisteredError",
      resource: "testTwo",
      message: expect.stringContaining("these are not: testTwo. Call register()"),
    });
  });

  test("an activity that is deleted under a worker ends it, with the reason", async () => {
    const service = await startService();
    const group = new ActivityGroup("test", { client: service.client });
    group.define("Gone", () => 1);
    const { worker } = await working(service, group);
    await group.deregister();
    await sleep(1_000); // some polls later
    await expect(worker.stop()).rejects.toMatchObject({ name: "NotRegisteredError" });
  });

  test("no credentials, no endpoint", async () => {
    const activity = defineActivity("any", () => 1);
    const client = new SFNClient({
      region: "us-east-1",
      credentials: () =>
        Promise.reject(Object.assign(new Error("none"), { name: "CredentialsProviderError" })),
    });
    await expect(new Worker(activity, { client }).start()).rejects.toMatchObject({
      name: "StepFunctionsAccessError",
    });
    const nowhere = {
      send: () => Promise.reject(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })),
    };
    await expect(new Worker(activity, { client: nowhere }).start()).rejects.toMatchObject({
      name: "StepFunctionsUnavailableError",
    });
  });
});
