import { registerActivities } from "sfn-task-tools/activity";
import { stateProgress } from "sfn-task-tools/execution";
import { expect, test } from "vitest";
import { collect, only, pass, ROLE, startService, TRANSPORTS } from "./service-fixture.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";

test.each(TRANSPORTS)("an execution is followed to its end, each event once (%s)", async (by) => {
  let end = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const hold = async () => {
    await held;
    return 1;
  };
  const { stepFunctions } = await startService({ functions: { hold } }, by);
  const task = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:123456789012:function:hold" };
  await stepFunctions.register(only(task), { roleArn: ROLE });
  const execution = await stepFunctions.start("only");

  const seen: number[] = [];
  for await (const { id, type } of execution.follow()) {
    seen.push(id);
    if (type === "LambdaFunctionStarted") end();
  }
  const all = (await collect(execution.history())).map(({ id }) => id);
  expect(seen).toEqual(all);
});

test("following ends with its signal, and leaves the execution as it is", async () => {
  const { stepFunctions } = await startService();
  await stepFunctions.register(only({ Type: "Wait", Seconds: 86_400 }), { roleArn: ROLE });
  const execution = await stepFunctions.start("only");
  const controller = new AbortController();
  const reason = new Error("enough");
  const follow = async () => {
    for await (const { type } of execution.follow({ signal: controller.signal })) {
      if (type === "WaitStateEntered") controller.abort(reason);
    }
  };
  await expect(follow()).rejects.toBe(reason);
  expect((await execution.describe()).status).toBe("RUNNING");
});

test("a history longer than a page is followed without a gap", async () => {
  const { stepFunctions } = await startService({ clock: "skip" });
  const map = {
    Type: "Map",
    Items: Array.from({ length: 300 }, (_, index) => index),
    ItemProcessor: { StartAt: "P", States: { P: { Type: "Wait", Seconds: 1, End: true } } },
  };
  const definition = { ...only(map).definition, QueryLanguage: "JSONata" };
  await stepFunctions.register({ name: "many", definition }, { roleArn: ROLE });
  const execution = await stepFunctions.start("many");
  const ids = (await collect(execution.follow())).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(1_000);
  expect(ids).toEqual(ids.map((_, index) => index + 1));
});

test("the progress of states tells attempts, items, and what failed or was aborted", async () => {
  let tries = 0;
  const flaky = () => {
    tries += 1;
    if (tries < 3) throw Object.assign(new Error("no"), { name: "NotYet" });
    return "yes";
  };
  const broken = () => Promise.reject(new TypeError("no"));
  const lambda = { Type: "Task", Resource: `${FUNCTION}flaky` };
  const branch = (name: string, state: object) => ({
    StartAt: name,
    States: { [name]: { ...state } },
  });
  const definition = {
    StartAt: "Try",
    States: {
      Try: { ...lambda, Retry: [{ ErrorEquals: ["NotYet"] }], ResultPath: null, Next: "Each" },
      Each: {
        Type: "Map",
        ItemProcessor: branch("Item", { Type: "Pass", End: true }),
        Next: "Both",
      },
      Both: {
        Type: "Parallel",
        Branches: [
          branch("Long", { Type: "Wait", Seconds: 60, End: true }),
          {
            StartAt: "Short",
            States: {
              Short: { Type: "Wait", Seconds: 1, Next: "Nope" },
              Nope: { ...lambda, Resource: `${FUNCTION}broken`, End: true },
            },
          },
        ],
        End: true,
      },
    },
  };
  const { stepFunctions } = await startService({ functions: { flaky, broken }, clock: "skip" });
  await stepFunctions.register({ name: "all", definition }, { roleArn: ROLE });
  const execution = await stepFunctions.start("all", [1, 2, 3]);
  const events = await collect(execution.follow());
  const told = stateProgress(events).map(({ name, depth, status, attempts, items }) => [
    name,
    depth,
    status,
    attempts,
    items?.done,
  ]);
  expect(told).toEqual([
    ["Try", 0, "succeeded", 3, undefined],
    ["Each", 0, "succeeded", 1, 3],
    ["Both", 0, "failed", 1, undefined],
    ["Long", 1, "aborted", 0, undefined],
    ["Short", 1, "succeeded", 0, undefined],
    ["Nope", 1, "failed", 1, undefined],
  ]);
  const failed = events.find(({ type }) => type === "LambdaFunctionFailed");
  const between = stateProgress(events.slice(0, failed?.id));
  expect(between).toMatchObject([{ name: "Try", status: "running", error: "NotYet", attempts: 1 }]);
});

test("an execution is found by its name, and that of a machine; definitions are looked at", async () => {
  const { stepFunctions } = await startService();
  await stepFunctions.register(pass(1, "passing"), { roleArn: ROLE });
  const { arn } = await stepFunctions.start("passing", {}, { name: "one" });
  const found = await stepFunctions.executionNamed("passing", "one");
  expect(found.arn).toBe(arn);
  expect((await found.wait()).output).toBe(1);
  const { versionArn } = await stepFunctions.register(pass(2, "passing"), {
    update: true,
    publish: true,
  });
  expect((await stepFunctions.executionNamed(versionArn ?? "", "one")).arn).toBe(arn);
  await expect(stepFunctions.executionNamed("nobody", "one")).rejects.toThrow("nobody");
  await expect(stepFunctions.executionNamed("passing", "a b")).rejects.toThrow("execution's name");

  await stepFunctions.validate(pass(1));
  const wrong = { name: "wrong", definition: { StartAt: "No", States: {} } };
  await expect(stepFunctions.validate(wrong)).rejects.toThrow('definition of "wrong" to be valid');
});

test("activities are registered without a group", async () => {
  const { client } = await startService();
  const arns = await registerActivities([{ name: "alone" }], { client });
  expect([...arns.keys()]).toEqual(["alone"]);
});
