import { setTimeout as sleep } from "node:timers/promises";
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, test } from "vitest";
import { type KilledLocal, killedLocal } from "./killed-local.js";
import { ACTIVITY, child, input, output, workflow } from "./workflow.js";

const roleArn = "arn:aws:iam::123456789012:role/any";
const KILLS = 14;
const RUNS = 3;

test(`an engine that is killed ${KILLS} times loses nothing and tells nothing twice`, {
  timeout: 90_000,
}, async () => {
  const local = await killedLocal();
  const random = randomOf(20_261_126);
  await local.start();
  await local.client().send(new CreateActivityCommand({ name: "by-hand" }));
  for (const [name, definition] of Object.entries({ child, workflow })) {
    const machine = { name, roleArn, definition: JSON.stringify(definition) };
    await local.client().send(new CreateStateMachineCommand(machine));
  }
  const stateMachineArn = "arn:aws:states:us-east-1:123456789012:stateMachine:workflow";
  const started: string[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = { stateMachineArn, name: `run-${run}`, input: JSON.stringify(input) };
    const { executionArn = "" } = await local.client().send(new StartExecutionCommand(start));
    started.push(executionArn);
  }

  const stop = new AbortController();
  const people = [work(local, stop.signal), answer(local, stop.signal)];
  for (let kill = 0; kill < KILLS; kill += 1) {
    await sleep(random() * 500);
    await local.kill();
    await local.start();
  }
  const ended = await Promise.all(started.map((arn) => endedOf(local, arn)));
  stop.abort();
  await Promise.all(people);

  for (const [index, { status, result, events }] of ended.entries()) {
    expect([status, result]).toEqual(["SUCCEEDED", output]);
    expectWhole(events);
    const effects = local.effects().filter(({ run }) => run === `run-${index}`);
    const order = [...new Set(effects.map(({ did }) => did))];
    expect(new Set(order)).toEqual(
      new Set(["first", "flaky", ...input.items, "nested", "asked", "last"]),
    );
    expect([order[0], ...order.slice(-3)]).toEqual(["first", "nested", "asked", "last"]);
  }
});

/** A worker that takes what it is given, whatever becomes of the engine. */
async function work(local: KilledLocal, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(1_000)]);
    const poll = new GetActivityTaskCommand({ activityArn: ACTIVITY });
    const task = await local
      .client()
      .send(poll, { abortSignal: patience })
      .catch(() => undefined);
    if (task?.taskToken === undefined) await sleep(20);
    else await untilTaken(local, task.taskToken, '{"did":"by hand"}');
  }
}

/** Somebody who answers each token that was handed out. */
async function answer(local: KilledLocal, signal: AbortSignal): Promise<void> {
  const answered = new Set<string>();
  while (!signal.aborted) {
    for (const { token } of local.effects()) {
      if (token === undefined || answered.has(token)) continue;
      answered.add(token);
      await untilTaken(local, token, '"yes"');
    }
    await sleep(20);
  }
}

/** Sends a result until the engine has it; one that died with its answer has it already. */
async function untilTaken(local: KilledLocal, taskToken: string, output: string): Promise<void> {
  for (;;) {
    const sent = await local
      .client()
      .send(new SendTaskSuccessCommand({ taskToken, output }))
      .then(
        () => true,
        ({ name }: Error) => name === "TaskTimedOut",
      );
    if (sent) return;
    await sleep(20);
  }
}

async function endedOf(local: KilledLocal, executionArn: string) {
  const sfn = local.client();
  for (;;) {
    const { status, output } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === "RUNNING") {
      await sleep(50);
      continue;
    }
    const page = { executionArn, maxResults: 1000 };
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand(page));
    return { status, events, result: output === undefined ? undefined : JSON.parse(output) };
  }
}

/** Ids without a gap, links to what was before, and of each task one end. */
function expectWhole(events: readonly HistoryEvent[]): void {
  expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
  const followed = new Map<string, number>();
  const times = events.map(({ timestamp }) => timestamp?.getTime() ?? 0);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  for (const { id = 0, previousEventId = 0, type = "" } of events) {
    expect(previousEventId).toBeLessThan(id);
    const link = `${previousEventId} ${type}`;
    followed.set(link, (followed.get(link) ?? 0) + 1);
  }
  // Branches and iterations may begin at one event; nothing else follows the same event twice.
  const twice = [...followed].filter(
    ([link, times]) => times > 1 && !/StateEntered$|MapIterationStarted$/.test(link),
  );
  expect(twice).toEqual([]);
}

/** Numbers from 0 up to 1, the same each time: https://en.wikipedia.org/wiki/Linear_congruential_generator. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
