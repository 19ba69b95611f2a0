import { ActivityGroup } from "sfn-task-tools/activity";
import { type AppParts, cli } from "sfn-task-tools/cli";
import { type Local, type LocalOptions, startLocal } from "sfn-task-tools/local";
import { Fail, LambdaFunction, Pass, StateMachine, Task, Wait } from "sfn-task-tools/workflow";
import { onTestFinished } from "vitest";
import { type FakeTerminalOptions, type Ran, run } from "./fake-terminal.js";

export const ROLE = "arn:aws:iam::123456789012:role/any";

export const greet = async ({ name }: { name: string }) => `Hello ${name}`;

/** One machine that greets. */
export function greeting(ending = "!"): StateMachine {
  const task = new Task("Greet", new LambdaFunction("greet", { envelope: false }), {
    resultPath: "$.greeting",
  });
  return new StateMachine("greeting", new Pass("Begin", { comment: ending }).next(task));
}

export function failing(): StateMachine {
  return new StateMachine("failing", new Fail("Nope", { error: "Refused", cause: "no way" }));
}

/** It waits for a day: long enough for any test. */
export function waiting(): StateMachine {
  return new StateMachine("waiting", new Wait("Sleep", { seconds: 86_400 }));
}

export function shouts(): ActivityGroup {
  const activities = new ActivityGroup("demo-");
  activities.define("shout", async (text: string) => text.toUpperCase());
  return activities;
}

export interface Stage {
  readonly local: Local;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command of the app against the engine. */
  sfn(argv: readonly string[], options?: FakeTerminalOptions): Promise<Ran>;
  /** The same, of another app. */
  sfnOf(parts: AppParts): Stage["sfn"];
}

/** An engine, and a command line over an app. */
export async function startStage(parts: AppParts, options: LocalOptions = {}): Promise<Stage> {
  const local = await startLocal({ functions: { greet }, ...options });
  onTestFinished(() => local.close());
  // Whatever stands for AWS on this machine needs no credentials.
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...env } = local.environment;
  const sfnOf =
    (others: AppParts): Stage["sfn"] =>
    (argv, terminal = {}) =>
      run(cli({ name: "app", ...others }), argv, { ...terminal, env: { ...env, ...terminal.env } });
  return {
    local,
    env,
    sfn: sfnOf(Object.keys(parts).length === 0 ? parts : { roleArn: ROLE, ...parts }),
    sfnOf,
  };
}
