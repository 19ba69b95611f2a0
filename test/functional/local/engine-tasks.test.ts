import { setTimeout as sleep } from "node:timers/promises";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateActivityCommand,
  DeleteActivityCommand,
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { only, refusal, startEngine } from "./engine-fixture.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";
const invoke = (name: string, more: object = {}) =>
  only({ Type: "Task", Resource: FUNCTION + name, ...more });

describe("activities", () => {
  test("a worker that waits gets the task at once", async () => {
    const { sfn, start, ended, told } = await startEngine();
    const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const polled = sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "bee" }));
    await sleep(50);
    const since = Date.now();
    const executionArn = await start(only({ Type: "Task", Resource: activityArn }), { n: 1 });
    const { taskToken, input } = await polled;
    expect(Date.now() - since).toBeLessThan(1_000);
    expect(input).toBe('{"n":1}');
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"n":2}' }));
    expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: { n: 2 } });
    const events = await told(executionArn, "ActivityStarted");
    const started = events.find(({ type }) => type === "ActivityStarted");
    expect(started?.activityStartedEventDetails).toEqual({ workerName: "bee" });
    expect(
      await refusal(sfn.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }))),
    ).toMatchObject({
      name: "TaskTimedOut",
    });
  });

  test("a task goes to one worker, in the order of waiting", async () => {
    const { sfn, start } = await startEngine();
    const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const controller = new AbortController();
    const gone = sfn.send(new GetActivityTaskCommand({ activityArn }), {
      abortSignal: controller.signal,
    });
    const first = sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "first" }));
    const second = sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "second" }));
    await sleep(20);
    controller.abort();
    await refusal(gone);
    for (const n of [1, 2]) await start(only({ Type: "Task", Resource: activityArn }), n);
    expect([(await first).input, (await second).input]).toEqual(["1", "2"]);
  });

  test("a task that has timed out is given to nobody, and a forged token is nobody's", async () => {
    const { sfn, start, ended } = await startEngine();
    const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const task = { Type: "Task", Resource: activityArn };
    const late = await start(only({ ...task, TimeoutSeconds: 1 }), "late");
    expect(await ended(late)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    const executionArn = await start(only(task), "in time");
    const { taskToken = "", input } = await sfn.send(new GetActivityTaskCommand({ activityArn }));
    expect(input).toBe('"in time"');
    const parts = JSON.parse(Buffer.from(taskToken, "base64").toString()) as unknown[];
    const forged = Buffer.from(JSON.stringify([...parts.slice(0, -1), "guess"])).toString("base64");
    const answer = (taskToken: string) =>
      sfn.send(new SendTaskSuccessCommand({ taskToken, output: '"done"' }));
    expect(await refusal(answer(forged))).toMatchObject({ name: "TaskTimedOut" });
    await answer(taskToken);
    expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "done" });
  });

  test("a worker of a deleted activity comes away with nothing", async () => {
    const { sfn } = await startEngine();
    const { activityArn } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const polled = sfn.send(new GetActivityTaskCommand({ activityArn }));
    await sleep(20);
    await sfn.send(new DeleteActivityCommand({ activityArn }));
    expect((await polled).taskToken).toBeUndefined();
  });

  test("heartbeats keep a task alive, and their absence ends it", async () => {
    const { sfn, start, ended, told } = await startEngine();
    const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const machine = {
      StartAt: "Work",
      States: {
        Work: {
          Type: "Task",
          Resource: activityArn,
          HeartbeatSeconds: 1,
          TimeoutSeconds: 60,
          Catch: [{ ErrorEquals: ["States.HeartbeatTimeout"], Next: "Silent" }],
          End: true,
        },
        Silent: { Type: "Pass", Result: "silent", End: true },
      },
    };
    const arn = await start(machine);
    const { taskToken } = await sfn.send(new GetActivityTaskCommand({ activityArn }));
    for (let beat = 0; beat < 3; beat += 1) {
      await sleep(600);
      await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    }
    expect(await ended(arn)).toMatchObject({ status: "SUCCEEDED", output: "silent" });
    const events = await told(arn, "ActivityTimedOut");
    const [entered, timedOut] = ["TaskStateEntered", "ActivityTimedOut"].map(
      (type) => events.find((event) => event.type === type)?.timestamp?.getTime() ?? 0,
    );
    expect((timedOut ?? 0) - (entered ?? 0)).toBeGreaterThan(2_500);
  });
});

describe("task tokens", () => {
  test("a function hands its token on, and whoever has it goes on with the execution", async () => {
    const tokens: string[] = [];
    const { sfn, start, ended, told } = await startEngine({
      functions: { hand: (event) => void tokens.push((event as { token: string }).token) },
    });
    const executionArn = await start(
      only({
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Parameters: { FunctionName: "hand", Payload: { "token.$": "$$.Task.Token" } },
      }),
    );
    await told(executionArn, "TaskSubmitted");
    const [taskToken] = tokens;
    await sfn.send(new SendTaskFailureCommand({ taskToken, error: "No", cause: "because" }));
    expect(await ended(executionArn)).toMatchObject({
      status: "FAILED",
      error: "No",
      cause: "because",
    });
  });

  test("on a clock that skips, a token that nobody sends back times out soon", async () => {
    const { start, ended } = await startEngine({ clock: "skip", functions: { hand: () => null } });
    const since = Date.now();
    const executionArn = await start(
      only({
        Type: "Task",
        TimeoutSeconds: 86_400,
        Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
        Parameters: { FunctionName: "hand", Payload: { "token.$": "$$.Task.Token" } },
      }),
    );
    expect(await ended(executionArn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
    expect(Date.now() - since).toBeLessThan(10_000);
  });

  test("whichever comes first, the answer or the timeout, counts alone", async () => {
    const { sfn, start, ended } = await startEngine();
    const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const race = only({ Type: "Task", Resource: activityArn, TimeoutSeconds: 1 });
    const runs = await Promise.all(Array.from({ length: 10 }, () => start(race)));
    const answers = await Promise.all(
      runs.map(async (_run, at) => {
        const { taskToken } = await sfn.send(new GetActivityTaskCommand({ activityArn }));
        await sleep(960 + at * 8);
        return sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" })).then(
          () => "taken",
          (error: Error) => error.name,
        );
      }),
    );
    const statuses = await Promise.all(runs.map(async (run) => (await ended(run)).status));
    const count = (list: unknown[], value: string) => list.filter((one) => one === value).length;
    expect(count(answers, "taken")).toBe(count(statuses, "SUCCEEDED"));
    expect(count(answers, "TaskTimedOut")).toBe(count(statuses, "FAILED"));
  });
});

describe("functions", () => {
  test("a clock that skips leaves a function the time that it takes", async () => {
    const { start, ended } = await startEngine({
      clock: "skip",
      functions: { slow: () => sleep(300, "done") },
    });
    const executionArn = await start(invoke("slow", { TimeoutSeconds: 3_600 }));
    expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "done" });
  });

  test("the event and the context come as on Lambda, and what comes back is a copy", async () => {
    const seen: unknown[] = [];
    const { start, ended } = await startEngine({
      functions: {
        look(event, context) {
          seen.push(context.functionName, context.invokedFunctionArn, context.awsRequestId.length);
          return Object.assign(event as object, { changed: true });
        },
      },
    });
    const executionArn = await start(invoke("look", { ResultPath: "$.result" }), { a: 1 });
    expect((await ended(executionArn)).output).toEqual({ a: 1, result: { a: 1, changed: true } });
    expect(seen).toEqual(["look", `${FUNCTION}look`, 36]);
  });

  test("a function behind HTTP is POSTed the event", async () => {
    const { createServer } = await import("node:http");
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        if (body.includes("bad")) response.setHeader("x-amz-function-error", "Unhandled");
        response.end(
          body.includes("bad") ? '{"errorType":"Oops","errorMessage":"m"}' : `{"got":${body}}`,
        );
      });
    }).listen(0, "127.0.0.1");
    const { port } = await new Promise<{ port: number }>((resolve) =>
      server.on("listening", () => resolve(server.address() as { port: number })),
    );
    const { start, ended } = await startEngine({ functions: { far: `http://127.0.0.1:${port}` } });
    expect((await ended(await start(invoke("far"), 1))).output).toEqual({ got: 1 });
    expect(await ended(await start(invoke("far"), "bad"))).toMatchObject({
      status: "FAILED",
      error: "Oops",
    });
    server.close();
  });
});

describe("integrations", () => {
  test("dynamodb:* reaches the store beside", async () => {
    const { local, start, ended } = await startEngine();
    const dynamodb = new DynamoDBClient(local.clientConfig("dynamodb"));
    await dynamodb.send(
      new CreateTableCommand({
        TableName: "things",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    const put = only({
      Type: "Task",
      Resource: "arn:aws:states:::dynamodb:putItem",
      Parameters: { TableName: "things", Item: { id: { "S.$": "$.id" } } },
      ResultPath: null,
    });
    expect(await ended(await start(put, { id: "one" }))).toMatchObject({ status: "SUCCEEDED" });
    const { Item } = await dynamodb.send(
      new GetItemCommand({ TableName: "things", Key: { id: { S: "one" } } }),
    );
    expect(Item).toEqual({ id: { S: "one" } });
    const nowhere = only({
      Type: "Task",
      Resource: "arn:aws:states:::dynamodb:getItem",
      Parameters: { TableName: "nowhere", Key: { id: { S: "one" } } },
    });
    expect((await ended(await start(nowhere))).error).toBe("DynamoDB.ResourceNotFoundException");
    dynamodb.destroy();
  });

  test.each([
    ["startExecution", "an execution's ARN"],
    ["startExecution.sync", "the output as text"],
    ["startExecution.sync:2", "the output as JSON"],
  ])("states:%s gives %s", async (form) => {
    const { create, start, ended } = await startEngine({ clock: "skip" });
    const inner = await create({
      StartAt: "Wait",
      States: {
        Wait: { Type: "Wait", Seconds: 3_600, Next: "Done" },
        Done: { Type: "Pass", Result: { n: 1 }, End: true },
      },
    });
    const outer = only({
      Type: "Task",
      Resource: `arn:aws:states:::states:${form}`,
      Parameters: { StateMachineArn: inner, Input: { "from.$": "$$.Execution.Id" } },
    });
    const { output } = await ended(await start(outer));
    const { ExecutionArn, Output } = output as { ExecutionArn: string; Output: unknown };
    expect(ExecutionArn).toContain(":execution:");
    const expected = { startExecution: undefined, "startExecution.sync": '{"n":1}' }[form];
    expect(Output).toEqual(form.endsWith(":2") ? { n: 1 } : expected);
  });

  test("what the caller handles is done by the caller, and fails by its errors' names", async () => {
    const { start, ended } = await startEngine({
      handlers: {
        "sqs:sendMessage": (parameters) => ({ MessageId: "1", sent: parameters }),
        "aws-sdk:kms:*": () => {
          throw Object.assign(new Error("no key"), { name: "Kms.NotFoundException" });
        },
      },
    });
    const send = only({
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { "MessageBody.$": "$" },
    });
    expect((await ended(await start(send, { a: 1 }))).output).toEqual({
      MessageId: "1",
      sent: { MessageBody: { a: 1 } },
    });
    const sign = only({
      Type: "Task",
      Resource: "arn:aws:states:::aws-sdk:kms:sign",
      Parameters: {},
    });
    expect(await ended(await start(sign))).toMatchObject({
      error: "Kms.NotFoundException",
      cause: "no key",
    });
  });
});
