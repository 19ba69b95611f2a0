import { ActivityGroup } from "sfn-task-tools/activity";
import { cli, defineApp } from "sfn-task-tools/cli";
import { Pass, StateMachine } from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";

const machine = new StateMachine("echo", new Pass("Echo"));

describe("an app", () => {
  test("has its parts as lists, and is one again", () => {
    const activities = new ActivityGroup("a-");
    const work = activities.define("work", () => 1);
    const app = defineApp({ stateMachines: machine, activities: [activities], roleArn: "arn:r" });
    expect(app).toEqual({
      stateMachines: [{ machine }],
      activities: [work],
      functions: {},
      roleArn: "arn:r",
    });
    expect(defineApp(app)).toEqual(app);
  });

  test.each([
    [undefined, "got undefined"],
    [{}, "got an empty object"],
    [machine, "got a StateMachine"],
    [{ stateMachines: ["echo"] }, '"stateMachines" of defineApp() to be state machines'],
    [{ stateMachines: [machine, { machine }] }, 'two named "echo"'],
    [{ activities: { activities: [{}] } }, '"activities" of defineApp()'],
    [{ functions: [] }, '"functions" of defineApp()'],
    [{ functions: {}, name: "x" }, "got name"],
  ])("%# is refused", (parts, message) => {
    expect(() => defineApp(parts as never)).toThrow(message);
  });

  test("of a program is looked at when it is made", () => {
    expect(() => cli({ stateMachines: [7] } as never)).toThrow('"stateMachines" of cli()');
    expect(cli()).toHaveProperty("run");
  });
});
