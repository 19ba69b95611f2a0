import { setTimeout as sleep } from "node:timers/promises";
import { defineActivity, Worker } from "sfn-task-tools/activity";
import { afterEach, expect, test, vi } from "vitest";
import { exception, stubClient } from "../execution/stub.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const listed = { activities: [{ name: "work", activityArn: "arn:work" }] };

/** One task, and then polls that stay open until they are aborted. */
function clientOf(answers: Parameters<typeof stubClient>[0]) {
  let given = false;
  const stub = stubClient({ ListActivities: listed, ...answers });
  const send = stub.client.send;
  const client = {
    async send(command: object, options?: { abortSignal?: AbortSignal }) {
      if (
        command.constructor.name === "GetActivityTaskCommand" &&
        !("GetActivityTask" in answers)
      ) {
        if (given) return sleep(60_000, {}, { signal: options?.abortSignal });
        given = true;
        return { taskToken: "token", input: "1" };
      }
      return send(command);
    },
  };
  return { client, sent: stub.sent };
}

test("heartbeats follow one another, however slow, and end with the task", async () => {
  let [open, most, beats] = [0, 0, 0];
  const { client, sent } = clientOf({
    SendTaskHeartbeat: async () => {
      beats += 1;
      open += 1;
      most = Math.max(most, open);
      await sleep(500);
      open -= 1;
      return {};
    },
    SendTaskSuccess: {},
  });
  const activity = defineActivity("work", () => sleep(1_500), { heartbeatSeconds: 1 });
  const worker = new Worker(activity, { client });
  await worker.start();
  await vi.waitFor(() => expect(sent.at(-1)?.[0]).toBe("SendTaskSuccess"), 4_000);
  const atEnd = beats;
  await sleep(700);
  expect({ most, beats }).toEqual({ most: 1, beats: atEnd });
  expect(beats).toBe(2); // at 0.33 and 1.17 s
  await worker.stop();
});

test("a failed heartbeat is left to the next, and does not end the task", async () => {
  const { client, sent } = clientOf({
    SendTaskHeartbeat: () => {
      throw exception("ThrottlingException");
    },
    SendTaskSuccess: {},
  });
  const activity = defineActivity("work", () => sleep(800, "done"), { heartbeatSeconds: 1 });
  const worker = new Worker(activity, { client });
  await worker.start();
  await vi.waitFor(() => expect(sent.at(-1)?.[0]).toBe("SendTaskSuccess"), 4_000);
  expect(sent.filter(([operation]) => operation === "SendTaskHeartbeat")).toHaveLength(2);
  await worker.stop();
});

test("an output that the service refuses is reported as a failure", async () => {
  const { client, sent } = clientOf({
    SendTaskSuccess: () => {
      throw exception("InvalidOutput");
    },
    SendTaskFailure: {},
  });
  const worker = new Worker(
    defineActivity("work", () => 1),
    { client },
  );
  await worker.start();
  await vi.waitFor(() => expect(sent.at(-1)?.[0]).toBe("SendTaskFailure"));
  expect(sent.at(-1)?.[1]).toMatchObject({ taskToken: "token", error: "InvalidOutput" });
  await worker.stop();
});

test("polls that fail come less and less often, and are given up in the end", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const polls: number[] = [];
  const { client } = clientOf({
    GetActivityTask: () => {
      polls.push(Date.now());
      throw exception("ThrottlingException");
    },
  });
  const worker = new Worker(
    defineActivity("work", () => 1),
    { client, giveUpSeconds: 1 },
  );
  await expect(worker.run()).rejects.toMatchObject({ name: "StepFunctionsUnavailableError" });
  const pauses = polls.slice(1).map((at, index) => at - (polls[index] ?? 0));
  expect(pauses.length).toBeLessThan(6);
  expect(pauses.at(-1)).toBeGreaterThan(300); // 100, 200, 400, 800 ms
});

test("empty answers that come at once are no long polls, and are not asked for without end", async () => {
  let polls = 0;
  const { client } = clientOf({
    GetActivityTask: () => {
      polls += 1;
      return {};
    },
  });
  const worker = new Worker(
    defineActivity("work", () => 1),
    { client },
  );
  await worker.start();
  await sleep(500);
  await worker.stop();
  expect(polls).toBeLessThan(15);
});

test("what onEvent throws does not end the worker", async () => {
  const { client, sent } = clientOf({ SendTaskSuccess: {} });
  const worker = new Worker(
    defineActivity("work", () => 1),
    {
      client,
      onEvent: () => {
        throw new Error("full disk");
      },
    },
  );
  await worker.start();
  await vi.waitFor(() => expect(sent.at(-1)?.[0]).toBe("SendTaskSuccess"));
  await worker.stop();
});
