import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateActivityCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { MockFile } from "sfn-task-tools/local";
import { describe, expect, test, vi } from "vitest";
import { type Engine, only, refusal, startEngine } from "./engine-fixture.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";

/** The example of AWS's page on mock files, in short. */
const FILE: MockFile = {
  StateMachines: {
    LambdaSQSIntegration: {
      TestCases: {
        HappyPath: { LambdaState: "MockedLambdaSuccess", SQSState: "MockedSQSSuccess" },
        RetryPath: { LambdaState: "MockedLambdaRetry", SQSState: "MockedSQSSuccess" },
        HybridPath: { LambdaState: "MockedLambdaSuccess" },
        Stale: { LambdaStat: "MockedLambdaSuccess" },
        NoTask: { After: "MockedLambdaSuccess" },
      },
    },
    Loop: { TestCases: { Twice: { Poll: "Polled" }, Once: { Poll: "MockedSQSSuccess" } } },
    Worked: { TestCases: { Done: { Work: "Answer" }, Failed: { Work: "Refused" } } },
    Items: { TestCases: { Each: { Do: "PerItem" } } },
    Nesting: { TestCases: { Ended: { Nest: "Answer" }, Failed: { Nest: "Refused" } } },
    Called: { TestCases: { Back: { Ask: "Answer" }, Refused: { Ask: "Refused" } } },
    Direct: { TestCases: { Whole: { Only: "MockedLambdaSuccess" }, Plain: { Only: "Answer" } } },
    Outer: { TestCases: {} },
  },
  MockedResponses: {
    MockedLambdaSuccess: { "0": { Return: { StatusCode: 200, Payload: { body: "hello" } } } },
    MockedSQSSuccess: { "0": { Return: { MD5OfMessageBody: "md5", MessageId: "id" } } },
    MockedLambdaRetry: {
      "0": { Throw: { Error: "Lambda.ResourceNotReadyException", Cause: "not ready" } },
      "1-2": { Throw: { Error: "Lambda.TimeoutException", Cause: "timed out" } },
      "3": { Return: { StatusCode: 200, Payload: { body: "at last" } } },
    },
    Polled: { "0": { Return: { state: "PENDING" } }, "1": { Return: { state: "DONE" } } },
    Answer: { "0": { Return: { answer: 42 } } },
    Refused: { "0": { Throw: { Error: "Refused", Cause: "no" } } },
    PerItem: {
      "0": { Throw: { Error: "Boom" } },
      "1": { Return: "one" },
      "2": { Return: "two" },
    },
  },
};

const LAMBDA_SQS = {
  StartAt: "LambdaState",
  States: {
    LambdaState: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "HelloWorldFunction", "Payload.$": "$" },
      OutputPath: "$.Payload",
      Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 3 }],
      Next: "SQSState",
    },
    SQSState: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { QueueUrl: "q", "MessageBody.$": "$" },
      ResultPath: "$.sent",
      Next: "After",
    },
    After: { Type: "Pass", End: true },
  },
};

async function startMocked(mocks: MockFile | string = FILE) {
  const engine = await startEngine({
    mocks,
    clock: "skip",
    functions: { HelloWorldFunction: () => "real" },
  });
  return { ...engine, run: (arn: string, input: unknown = {}) => run(engine, arn, input) };
}

async function run({ sfn, ended }: Engine, stateMachineArn: string, input: unknown) {
  const { executionArn = "" } = await sfn.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
  );
  return { executionArn, ...(await ended(executionArn)) };
}

describe("a mock file", () => {
  test("a test case behind a # mocks the states that it names", async () => {
    const { create, run, told } = await startMocked();
    const arn = await create(LAMBDA_SQS, { name: "LambdaSQSIntegration" });
    const happy = await run(`${arn}#HappyPath`);
    expect(happy.output).toEqual({
      body: "hello",
      sent: { MD5OfMessageBody: "md5", MessageId: "id" },
    });
    const types = (await told(happy.executionArn, "ExecutionSucceeded")).map(({ type }) => type);
    expect(types.slice(1, 6)).toEqual([
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSucceeded",
      "TaskStateExited",
    ]);
  });

  test("responses are numbered by invocation, and ranges stand for several", async () => {
    const { create, run, told } = await startMocked();
    const arn = await create(LAMBDA_SQS, { name: "LambdaSQSIntegration" });
    const { executionArn, output } = await run(`${arn}#RetryPath`);
    expect(output).toMatchObject({ body: "at last" });
    const events = await told(executionArn, "ExecutionSucceeded");
    expect(events.flatMap(({ taskFailedEventDetails: told }) => told?.error ?? [])).toEqual([
      "Lambda.ResourceNotReadyException",
      "Lambda.TimeoutException",
      "Lambda.TimeoutException",
    ]);
  });

  test("a state that is not mocked is done by its resource, which fails where there is none", async () => {
    const { create, run } = await startMocked();
    const arn = await create(LAMBDA_SQS, { name: "LambdaSQSIntegration" });
    for (const started of [arn, `${arn}#HybridPath`]) {
      expect(await run(started)).toMatchObject({
        status: "FAILED",
        error: "States.Runtime",
        cause: 'No resource of the local engine handles "arn:aws:states:::sqs:sendMessage"',
      });
    }
  });

  test("a loop takes the next response each time, and one too many fails with the numbers that there are", async () => {
    const { create, run } = await startMocked();
    const arn = await create(
      {
        StartAt: "Poll",
        States: {
          Poll: { Type: "Task", Resource: `${FUNCTION}poll`, Next: "Done?" },
          "Done?": {
            Type: "Choice",
            Choices: [{ Variable: "$.state", StringEquals: "DONE", Next: "End" }],
            Default: "Poll",
          },
          End: { Type: "Succeed" },
        },
      },
      { name: "Loop" },
    );
    expect((await run(`${arn}#Twice`)).output).toEqual({ state: "DONE" });
    expect((await run(`${arn}#Twice`)).output).toEqual({ state: "DONE" }); // counts anew
  });

  test.each([{}, { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" } }])(
    "iterations and their retries share one count, as in Step Functions Local: %j",
    async (mode) => {
      const { create, run } = await startMocked();
      const doing = {
        Type: "Task",
        Resource: `${FUNCTION}do`,
        Retry: [{ ErrorEquals: ["Boom"] }],
        End: true,
      };
      const processor = { ...mode, StartAt: "Do", States: { Do: doing } };
      const arn = await create(only({ Type: "Map", MaxConcurrency: 1, ItemProcessor: processor }), {
        name: "Items",
      });
      expect((await run(`${arn}#Each`, ["a", "b"])).output).toEqual(["one", "two"]);
      expect(await run(`${arn}#Each`, ["a", "b", "c"])).toMatchObject({ status: "FAILED" });
    },
  );

  test("activities are mocked, too", async () => {
    const { sfn, create, run, told } = await startMocked();
    const { activityArn: Resource } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const work = { StartAt: "Work", States: { Work: { Type: "Task", Resource, End: true } } };
    const arn = await create(work, { name: "Worked" });
    const { executionArn, output } = await run(`${arn}#Done`);
    expect(output).toEqual({ answer: 42 });
    const types = (await told(executionArn, "ExecutionSucceeded")).map(({ type }) => type);
    expect(types.slice(2, 5)).toEqual([
      "ActivityScheduled",
      "ActivityStarted",
      "ActivitySucceeded",
    ]);
    expect(await run(`${arn}#Failed`)).toMatchObject({ error: "Refused", cause: "no" });
  });

  test("a callback is submitted, and goes on with the mocked result", async () => {
    const { create, run, told } = await startMocked();
    const ask = {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: "q", "MessageBody.$": "$$.Task.Token" },
      End: true,
    };
    const arn = await create({ StartAt: "Ask", States: { Ask: ask } }, { name: "Called" });
    const { executionArn, output } = await run(`${arn}#Back`);
    expect(output).toEqual({ answer: 42 });
    const types = (await told(executionArn, "ExecutionSucceeded")).map(({ type }) => type);
    expect(types.slice(2, 6)).toEqual([
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
    ]);
    expect(await run(`${arn}#Refused`)).toMatchObject({ status: "FAILED", error: "Refused" });
  });

  test.each([".sync", ".sync:2"])(
    "an execution that is waited for by %s is told as it was started, however it ends",
    async (pattern) => {
      const { create, run, told } = await startMocked();
      const nest = {
        Type: "Task",
        Resource: `arn:aws:states:::states:startExecution${pattern}`,
        Parameters: {
          StateMachineArn: "arn:aws:states:eu-west-1:210987654321:stateMachine:Child:live",
          "Name.$": "$.name",
        },
        End: true,
      };
      const arn = await create({ StartAt: "Nest", States: { Nest: nest } }, { name: "Nesting" });
      for (const [testCase, status] of [
        ["Ended", "SUCCEEDED"],
        ["Failed", "FAILED"],
      ]) {
        const { executionArn, ...end } = await run(`${arn}#${testCase}`, { name: "first" });
        expect(end.status).toBe(status);
        const events = await told(executionArn, "TaskSubmitted");
        const submitted = events.find(({ type }) => type === "TaskSubmitted");
        expect(JSON.parse(submitted?.taskSubmittedEventDetails?.output ?? "")).toEqual({
          ExecutionArn: "arn:aws:states:eu-west-1:210987654321:execution:Child:first",
          StartDate: expect.any(Number),
          SdkHttpMetadata: expect.any(Object),
          SdkResponseMetadata: expect.any(Object),
        });
      }
    },
  );

  test("of a function's ARN the result is the payload, written alone or within Lambda's answer", async () => {
    const { create, run } = await startMocked();
    const direct = only({ Type: "Task", Resource: `${FUNCTION}none` });
    const arn = await create(direct, { name: "Direct" });
    expect((await run(`${arn}#Whole`)).output).toEqual({ body: "hello" });
    expect((await run(`${arn}#Plain`)).output).toEqual({ answer: 42 });
  });

  test("StartSyncExecution and nested executions choose test cases, too", async () => {
    const { sfn, create, run } = await startMocked();
    const direct = only({ Type: "Task", Resource: `${FUNCTION}none` });
    const inner = await create(direct, { name: "Direct", type: "EXPRESS" });
    const { output } = await sfn.send(
      new StartSyncExecutionCommand({ stateMachineArn: `${inner}#Plain` }),
    );
    expect(output).toBe('{"answer":42}');
    const outer = await create(
      only({
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sfn:startSyncExecution",
        Parameters: { StateMachineArn: `${inner}#Whole` },
      }),
      { name: "Outer" },
    );
    expect((await run(outer)).output).toMatchObject({ Output: '{"body":"hello"}' });
  });

  test("a test case that is not there, or is for other states, is refused with the near ones", async () => {
    const { sfn, create } = await startMocked();
    const arn = await create(LAMBDA_SQS, { name: "LambdaSQSIntegration" });
    const other = await create(only({ Type: "Pass" }), { name: "Lop" });
    const start = (stateMachineArn: string) =>
      refusal(sfn.send(new StartExecutionCommand({ stateMachineArn })));
    expect(await start(`${arn}#HapyPath`)).toEqual({
      name: "ValidationException",
      message:
        'The mock file has no test case "HapyPath" of the state machine "LambdaSQSIntegration": did you mean "HappyPath"?',
    });
    expect((await start(`${arn}#Stale`)).message).toContain(
      'mocks the state "LambdaStat" of the state machine "LambdaSQSIntegration", which it does not have: only Task states can be mocked; did you mean "LambdaState"?',
    );
    expect((await start(`${arn}#NoTask`)).message).toContain("a Pass state: only Task states");
    expect((await start(`${other}#Once`)).message).toContain('did you mean "Loop"?');
  });

  test("a Task that is mocked in no test case is refused when the machine is created", async () => {
    const { create } = await startMocked();
    const message = (await refusal(create(LAMBDA_SQS, { name: "Another" }))).message;
    expect(message).toContain('give a handler for "sqs:sendMessage"');
  });

  test("the file is read from its path, or from where SFN_MOCK_CONFIG says", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "mocks-")), "MockConfigFile.json");
    await writeFile(path, JSON.stringify(FILE));
    vi.stubEnv("SFN_MOCK_CONFIG", path);
    const named = await startEngine();
    vi.unstubAllEnvs();
    const given = await startMocked(path);
    for (const engine of [named, given]) {
      const direct = only({ Type: "Task", Resource: `${FUNCTION}none` });
      const arn = await engine.create(direct, { name: "Direct" });
      expect((await run(engine, `${arn}#Plain`, {})).output).toEqual({ answer: 42 });
    }
  });
});
