import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { only, ROLE, refusal, startEngine } from "./engine-fixture.js";

const PASS = only({ Type: "Pass" });
const LONG = only({ Type: "Wait", Seconds: 600 });
const ACCOUNT = "arn:aws:states:us-east-1:123456789012";

describe("state machines", () => {
  test("a deleted machine is DELETING while an execution runs, and gone after", async () => {
    const { sfn, create } = await startEngine();
    const stateMachineArn = await create(LONG, { name: "leaving" });
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    expect((await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }))).status).toBe(
      "DELETING",
    );
    expect(await refusal(sfn.send(new StartExecutionCommand({ stateMachineArn })))).toMatchObject({
      name: "StateMachineDeleting",
    });
    await sfn.send(new StopExecutionCommand({ executionArn }));
    expect(await refusal(sfn.send(new DescribeStateMachineCommand({ stateMachineArn })))).toEqual({
      name: "StateMachineDoesNotExist",
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
  });

  test("an execution goes on with the definition that it started with", async () => {
    const { sfn, create, ended } = await startEngine({ clock: "skip" });
    const machine = (result: string) => ({
      StartAt: "Wait",
      States: {
        Wait: { Type: "Wait", Seconds: 1, Next: "End" },
        End: { Type: "Pass", Result: result, End: true },
      },
    });
    const stateMachineArn = await create(machine("first"));
    const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    const definition = JSON.stringify(machine("second"));
    const { revisionId } = await sfn.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition }),
    );
    expect(revisionId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await ended(executionArn)).output).toBe("first");
    const kept = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(kept.definition).toBe(JSON.stringify(machine("first")));
  });

  test.each([
    ["a name with a space", { name: "my machine" }, "InvalidName"],
    ["a name of 81 characters", { name: "x".repeat(81) }, "InvalidName"],
    ["no name", { name: undefined }, "ValidationException"],
    ["a definition that is no JSON", { definition: "{" }, "InvalidDefinition"],
    [
      "a state that leads nowhere",
      { definition: JSON.stringify(only({ Type: "Pass", End: false, Next: "Nowhere" })) },
      "InvalidDefinition",
    ],
    ["a type that is none", { type: "SLOW" as "STANDARD" }, "ValidationException"],
  ])("%s is refused", async (_what, wrong, name) => {
    const { sfn } = await startEngine();
    const input = { name: "machine", definition: JSON.stringify(PASS), roleArn: ROLE, ...wrong };
    expect(await refusal(sfn.send(new CreateStateMachineCommand(input)))).toMatchObject({ name });
  });

  test("what the engine cannot run is refused at once, with the state and the way out", async () => {
    const { create } = await startEngine();
    const { name, message } = await refusal(
      create(only({ Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage" })),
    );
    expect(name).toBe("InvalidDefinition");
    expect(message).toContain("/States/Only/Resource");
    expect(message).toContain('"handlers" option');
    const unnamed = only({
      Type: "Task",
      Resource: "arn:aws:lambda:us-east-1:123456789012:function:nobody",
    });
    expect((await refusal(create(unnamed))).message).toContain('"functions" option');
  });

  test("tags are kept, and a version has none", async () => {
    const { sfn, create } = await startEngine();
    const resourceArn = await create(PASS);
    await sfn.send(
      new TagResourceCommand({
        resourceArn,
        tags: [
          { key: "a", value: "1" },
          { key: "b", value: "2" },
        ],
      }),
    );
    await sfn.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
    expect((await sfn.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual([
      { key: "b", value: "2" },
    ]);
    const version = new TagResourceCommand({ resourceArn: `${resourceArn}:1`, tags: [] });
    expect(await refusal(sfn.send(version))).toMatchObject({ name: "ResourceNotFound" });
  });

  test("lists are cut into pages", async () => {
    const { sfn, create } = await startEngine();
    for (const name of ["c", "a", "b"]) await create(PASS, { name });
    const first = await sfn.send(new ListStateMachinesCommand({ maxResults: 2 }));
    const { nextToken } = first;
    const second = await sfn.send(new ListStateMachinesCommand({ maxResults: 2, nextToken }));
    const names = [...(first.stateMachines ?? []), ...(second.stateMachines ?? [])].map(
      ({ name }) => name,
    );
    expect([names, second.nextToken]).toEqual([["a", "b", "c"], undefined]);
    const forged = new ListStateMachinesCommand({ nextToken: "forged" });
    expect(await refusal(sfn.send(forged))).toMatchObject({ name: "InvalidToken" });
  });
});

describe("executions", () => {
  test("the same name with the same input is the same execution while it runs", async () => {
    const { sfn, create } = await startEngine();
    const stateMachineArn = await create(LONG);
    const start = (input: string) =>
      sfn.send(new StartExecutionCommand({ stateMachineArn, name: "one", input }));
    const first = await start('{"a":1}');
    expect(await start('{"a":1}')).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    const other = await refusal(start('{"a":2}'));
    expect(other).toEqual({
      name: "ExecutionAlreadyExists",
      message: `Execution Already Exists: '${first.executionArn}'`,
    });
    await sfn.send(new StopExecutionCommand({ executionArn: first.executionArn }));
    expect(await refusal(start('{"a":1}'))).toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  test("a stopped execution is ABORTED with what the caller says, and stays so", async () => {
    const { sfn, start, ended, told } = await startEngine();
    const executionArn = await start(LONG);
    await told(executionArn, "WaitStateEntered");
    await sfn.send(new StopExecutionCommand({ executionArn, error: "Manual", cause: "enough" }));
    await sfn.send(new StopExecutionCommand({ executionArn, error: "Again" }));
    expect(await ended(executionArn)).toMatchObject({
      status: "ABORTED",
      error: "Manual",
      cause: "enough",
    });
    const events = await told(executionArn, "ExecutionAborted");
    expect(events.at(-1)?.executionAbortedEventDetails).toEqual({
      error: "Manual",
      cause: "enough",
    });
  });

  test("a history comes in pages, in either order, with or without data", async () => {
    const { sfn, start, ended } = await startEngine();
    const executionArn = await start(PASS, { secret: true });
    await ended(executionArn);
    const ask = (more: object) =>
      sfn.send(new GetExecutionHistoryCommand({ executionArn, ...more }));
    const first = await ask({ maxResults: 3, reverseOrder: true });
    const rest = await ask({ maxResults: 3, reverseOrder: true, nextToken: first.nextToken });
    const ids = [...(first.events ?? []), ...(rest.events ?? [])].map(({ id }) => id);
    expect(ids).toEqual([4, 3, 2, 1]);
    const bare = await ask({ includeExecutionData: false });
    expect(JSON.stringify(bare.events)).not.toContain("secret");
  });

  test("inputs are JSON of at most 256 KiB", async () => {
    const { sfn, create } = await startEngine();
    const stateMachineArn = await create(PASS);
    const start = (input: string) =>
      refusal(sfn.send(new StartExecutionCommand({ stateMachineArn, input })));
    expect(await start("not json")).toMatchObject({ name: "InvalidExecutionInput" });
    expect(await start(JSON.stringify("x".repeat(262_143)))).toMatchObject({
      name: "ValidationException",
    });
    expect(await start("[".repeat(5_000) + "]".repeat(5_000))).toMatchObject({
      name: "InvalidExecutionInput",
    });
  });

  test("an EXPRESS execution answers when it has ended, and is not described", async () => {
    const { sfn, create, local } = await startEngine();
    const stateMachineArn = await create(
      only({ Type: "Fail", End: undefined, Error: "E", Cause: "c" }),
      { type: "EXPRESS" },
    );
    const answer = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: "{}" }));
    expect(answer).toMatchObject({ status: "FAILED", error: "E", cause: "c", input: "{}" });
    const { executionArn } = answer;
    expect(await refusal(sfn.send(new DescribeExecutionCommand({ executionArn })))).toEqual({
      name: "InvalidArn",
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    expect(local.account).toBe("123456789012");
  });

  test("a STANDARD machine is not run synchronously", async () => {
    const { sfn, create } = await startEngine();
    const stateMachineArn = await create(PASS);
    expect(
      await refusal(sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))),
    ).toMatchObject({
      name: "StateMachineTypeNotSupported",
    });
  });

  test("executions are listed the newest first, by status", async () => {
    const { sfn, create, ended } = await startEngine();
    const stateMachineArn = await create(PASS);
    for (const name of ["one", "two"]) {
      const { executionArn = "" } = await sfn.send(
        new StartExecutionCommand({ stateMachineArn, name }),
      );
      await ended(executionArn);
    }
    const listed = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: "SUCCEEDED" }),
    );
    expect(listed.executions?.map(({ name }) => name)).toEqual(["two", "one"]);
    const running = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" }),
    );
    expect(running.executions).toEqual([]);
  });
});

test("a caller in this process that asks without a pause leaves the engine its turn", async () => {
  const { sfn, start } = await startEngine();
  const executionArn = await start(only({ Type: "Wait", Seconds: 1 }));
  let asked = 0;
  for (let status = "RUNNING"; status === "RUNNING"; asked += 1) {
    const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    status = execution.status ?? "";
  }
  expect(asked).toBeGreaterThan(1);
});

describe("what is not there", () => {
  test.each([
    [
      "a machine",
      new StartExecutionCommand({ stateMachineArn: `${ACCOUNT}:stateMachine:none` }),
      "StateMachineDoesNotExist",
    ],
    [
      "an execution",
      new DescribeExecutionCommand({ executionArn: `${ACCOUNT}:execution:none:none` }),
      "ExecutionDoesNotExist",
    ],
    [
      "an activity",
      new GetActivityTaskCommand({ activityArn: `${ACCOUNT}:activity:none` }),
      "ActivityDoesNotExist",
    ],
    ["a token", new SendTaskSuccessCommand({ taskToken: "none", output: "{}" }), "InvalidToken"],
    ["an ARN", new DescribeExecutionCommand({ executionArn: "none" }), "InvalidArn"],
    [
      "an ARN of its kind",
      new DescribeExecutionCommand({ executionArn: `${ACCOUNT}:activity:none` }),
      "InvalidArn",
    ],
  ])("%s", async (_what, command, name) => {
    const { sfn } = await startEngine();
    // The client's commands have types of their own.
    expect(await refusal(sfn.send(command as DescribeExecutionCommand))).toMatchObject({ name });
  });
});

test("activities are idempotent by name", async () => {
  const { sfn } = await startEngine();
  const first = await sfn.send(new CreateActivityCommand({ name: "work" }));
  expect(await sfn.send(new CreateActivityCommand({ name: "work" }))).toMatchObject({
    activityArn: first.activityArn,
    creationDate: first.creationDate,
  });
});

test("a definition is validated without being created", async () => {
  const { sfn } = await startEngine();
  const validate = (definition: string) =>
    sfn.send(new ValidateStateMachineDefinitionCommand({ definition }));
  expect(await validate(JSON.stringify(PASS))).toMatchObject({ result: "OK", diagnostics: [] });
  const loop = { StartAt: "A", States: { A: { Type: "Pass", Next: "A" } } };
  expect((await validate(JSON.stringify(loop))).diagnostics).toEqual([
    { severity: "ERROR", code: "MISSING_END_STATE", message: "Workflow has no terminal state" },
  ]);
});
