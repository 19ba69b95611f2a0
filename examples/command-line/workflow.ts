// #region app
import { task } from "sfn-task-tools";
import { ActivityGroup } from "sfn-task-tools/activity";
import { defineApp } from "sfn-task-tools/cli";
import { LambdaFunction, StateMachine, Task } from "sfn-task-tools/workflow";

const greet = task(async ({ name }: { name: string }) => `Hello ${name}`);

const activities = new ActivityGroup("greetings-");
const shout = activities.define("shout", async (text: string) => text.toUpperCase());

const greeting = new StateMachine(
  "greeting",
  new Task("Greet", new LambdaFunction<typeof greet>("greet")).next(new Task("Shout", shout)),
);

export default defineApp({
  stateMachines: [
    { machine: greeting, tracing: true, logging: { level: "OFF" } }, // or greeting alone
  ],
  activities,
  functions: { greet },
  roleArn: "arn:aws:iam::123456789012:role/greeting",
});
// #endregion app
