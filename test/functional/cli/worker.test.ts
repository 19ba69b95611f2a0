import { ActivityGroup } from "sfn-task-tools/activity";
import { cli } from "sfn-task-tools/cli";
import { StateMachine, Task } from "sfn-task-tools/workflow";
import { expect, onTestFinished, test, vi } from "vitest";
import { ROLE, shouts, startStage } from "./app-fixture.js";
import { fakeTerminal } from "./fake-terminal.js";

/** A group whose task goes on until the test lets it end. */
function held() {
  const activities = new ActivityGroup("demo-");
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  onTestFinished(release);
  const work = activities.define("hold", async () => {
    await held;
    return "done";
  });
  return { activities, release, machine: new StateMachine("holding", new Task("Hold", work)) };
}

async function startWorker(argv: readonly string[], parts = shoutingParts()) {
  const stage = await startStage(parts);
  await stage.sfn(["register"]);
  const terminal = fakeTerminal({ env: stage.env });
  const working = cli({ name: "app", roleArn: ROLE, ...parts }).run(["worker", ...argv], terminal);
  onTestFinished(async () => {
    terminal.press("SIGTERM");
    await working;
  });
  await vi.waitFor(() => expect(terminal.out).toMatch(/works on|worker-started/), 5_000);
  return { ...stage, terminal, working };
}

function shoutingParts() {
  const activities = shouts();
  const [shout] = activities.activities;
  if (shout === undefined) throw new Error("Expected an activity");
  return { activities, stateMachines: new StateMachine("shouting", new Task("Shout", shout)) };
}

test("a worker does tasks, tells of them, and ends at Ctrl-C", async () => {
  const { sfn, terminal, working } = await startWorker(["shout", "--worker-name", "me"]);
  const { out } = await sfn(["start", '"hello"', "--wait"]);
  expect(JSON.parse(out)).toBe("HELLO");
  terminal.press("SIGINT");
  expect(await working).toBe(0);
  const lines = terminal.out.split("\n").map((line) => line.slice(10).replace(/[\d.]+ s$/, "0 s"));
  expect(lines).toEqual([
    "me works on demo-shout",
    "demo-shout  started",
    "demo-shout  succeeded after 0 s",
    "me has stopped",
    "",
  ]);
});

test("what runs at Ctrl-C is drained before it ends", async () => {
  const { activities, release, machine } = held();
  const parts = { activities, stateMachines: machine };
  const { sfn, terminal, working } = await startWorker(["--json"], parts);
  const started = sfn(["start", "--wait"]);
  await vi.waitFor(() => expect(terminal.out).toContain("task-started"), 5_000);
  terminal.press("SIGTERM");
  await vi.waitFor(() => expect(terminal.err).toContain("Draining 1 running"), 5_000);
  expect(terminal.out).not.toContain("worker-stopped");
  release();
  expect(await working).toBe(0);
  expect((await started).out).toBe('"done"\n');
  const types = terminal.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).type);
  expect(types).toEqual(["worker-started", "task-started", "task-succeeded", "worker-stopped"]);
});

test("a task that fails is told with its error, on one line", async () => {
  const activities = new ActivityGroup("demo-");
  const fail = activities.define("fail", () => {
    throw new TypeError("first line\nsecond \u001b[2Jline");
  });
  const parts = { activities, stateMachines: new StateMachine("failing", new Task("Fail", fail)) };
  const { sfn, terminal } = await startWorker([], parts);
  expect((await sfn(["start", "-w"])).code).toBe(3);
  expect(terminal.out).toMatch(
    /demo-fail {2}failed after [\d.]+ s: TypeError: first line second \\u001b\[2Jline\n/,
  );
});

test.each([
  [["nobody"], 2, 'one of demo-shout, got "nobody"'],
  [["shout"], 4, "these are not: demo-shout"],
  [["shout", "--concurrency", "many"], 2, "Expected a number"],
])("worker %j is refused", async (argv, code, message) => {
  const { sfn } = await startStage(shoutingParts());
  const ran = await sfn(["worker", ...argv]);
  expect([ran.code, ran.err]).toEqual([code, expect.stringContaining(message)]);
});

test("without activities, it says what is missing", async () => {
  const { sfnOf } = await startStage({ functions: {} });
  const { code, err } = await sfnOf({ functions: {} })(["worker"]);
  expect([code, err]).toEqual([2, expect.stringContaining("defineApp({ activities })")]);
  const none = await sfnOf({})(["worker"]);
  expect([none.code, none.err]).toEqual([2, expect.stringContaining("Give --app <module>")]);
});
