import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import type { LocalFunction } from "sfn-task-tools/local";
import { describe, expect, test } from "vitest";
import { only, ROLE, refusal, startEngine } from "./engine-fixture.js";

const LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:";
const WORK = only({ Type: "Task", Resource: `${LAMBDA}work` });

/** A function that fails as often as is said, then gives its event back. */
function failing(times: number): LocalFunction {
  let calls = 0;
  return (event) => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error(`call ${calls}`), { name: "Broken" });
    return event;
  };
}

/** An engine whose function `work` fails at first, and an execution that has failed by it. */
async function failed(times = 1) {
  const engine = await startEngine({ clock: "skip", functions: { work: failing(times) } });
  const executionArn = await engine.start(WORK, { a: 1 });
  await engine.ended(executionArn);
  const redrive = (clientToken?: string) =>
    engine.sfn.send(new RedriveExecutionCommand({ executionArn, clientToken }));
  const described = () => engine.sfn.send(new DescribeExecutionCommand({ executionArn }));
  return { ...engine, executionArn, redrive, described };
}

async function expectRefused(sent: Promise<unknown>, message: string) {
  expect(await refusal(sent)).toEqual({ name: "ExecutionNotRedrivable", message });
}

describe("a redriven execution", () => {
  test("goes on under its ARN with its input, and tells when and how often it was redriven", async () => {
    const { sfn, redrive, described, ended, executionArn } = await failed();
    const before = await described();
    expect(before).toMatchObject({ redriveCount: 0, redriveStatus: "REDRIVABLE" });
    expect(before.redriveDate).toBe(undefined);
    const { redriveDate } = await redrive();
    expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: { a: 1 } });
    const after = await described();
    expect(after).toMatchObject({
      startDate: before.startDate,
      redriveCount: 1,
      redriveDate,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    });
    expect([after.error, after.cause]).toEqual([undefined, undefined]);
    const { executions = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: after.stateMachineArn }),
    );
    expect(executions).toMatchObject([{ redriveCount: 1, redriveDate }]);
  });

  test("fails again, and is redriven again", async () => {
    const { redrive, ended, described, executionArn } = await failed(3);
    for (const count of [1, 2]) {
      await redrive();
      expect((await ended(executionArn)).error).toBe("Broken");
      expect((await described()).redriveCount).toBe(count);
    }
    await redrive();
    expect((await ended(executionArn)).status).toBe("SUCCEEDED");
  });

  test("is redriven once by one client token, for a quarter of an hour", async () => {
    const { redrive, ended, described, start, executionArn } = await failed(3);
    const first = await redrive("once");
    await ended(executionArn);
    expect(await redrive("once")).toMatchObject({ redriveDate: first.redriveDate });
    expect((await described()).redriveCount).toBe(1);
    await redrive("twice");
    await ended(executionArn);
    await ended(await start(only({ Type: "Wait", Seconds: 15 * 60 + 1 })));
    await redrive("once");
    expect((await ended(executionArn)).status).toBe("SUCCEEDED");
    expect((await described()).redriveCount).toBe(3);
  });

  test("keeps the definition and the version that it began with", async () => {
    const { sfn, ended } = await startEngine({ functions: { work: failing(1) } });
    const { stateMachineArn = "", stateMachineVersionArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: "kept",
        definition: JSON.stringify(WORK),
        roleArn: ROLE,
        publish: true,
      }),
    );
    const { executionArn = "" } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: stateMachineVersionArn, input: '"kept"' }),
    );
    await ended(executionArn);
    const definition = JSON.stringify(only({ Type: "Pass", Result: "another" }));
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect((await ended(executionArn)).output).toBe("kept");
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(described.stateMachineVersionArn).toBe(stateMachineVersionArn);
  });

  test("that was stopped while a worker had its task offers it again", async () => {
    const { sfn, start, ended, told } = await startEngine();
    const { activityArn = "" } = await sfn.send(new CreateActivityCommand({ name: "work" }));
    const executionArn = await start(only({ Type: "Task", Resource: activityArn }), "in");
    const take = () => sfn.send(new GetActivityTaskCommand({ activityArn }));
    const { taskToken: old } = await take();
    await told(executionArn, "ActivityStarted");
    await sfn.send(new StopExecutionCommand({ executionArn, error: "Stopped" }));
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    const { taskToken, input } = await take();
    expect(input).toBe('"in"');
    const send = (token: string | undefined) =>
      sfn.send(new SendTaskSuccessCommand({ taskToken: token, output: '"done"' }));
    expect((await refusal(send(old))).name).toBe("TaskTimedOut");
    await send(taskToken);
    expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: "done" });
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(
      events.map(({ id, previousEventId, type }) => `${id}<${previousEventId} ${type}`),
    ).toEqual([
      "1<0 ExecutionStarted",
      "2<0 TaskStateEntered",
      "3<2 ActivityScheduled",
      "4<3 ActivityStarted",
      "5<4 ExecutionAborted",
      "6<5 ExecutionRedriven",
      "7<2 ActivityScheduled",
      "8<7 ActivityStarted",
      "9<8 ActivitySucceeded",
      "10<9 TaskStateExited",
      "11<10 ExecutionSucceeded",
    ]);
  });

  test("redrives the execution that it waited for, and starts no other", async () => {
    const { sfn, create, start, ended } = await startEngine({ functions: { work: failing(1) } });
    const StateMachineArn = await create(WORK, { name: "inner" });
    const executionArn = await start(
      only({
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Parameters: { StateMachineArn, Name: "only-one", Input: { a: 1 } },
        OutputPath: "$['Name','Output','RedriveCount','RedriveStatus','RedriveStatusReason']",
      }),
    );
    expect((await ended(executionArn)).status).toBe("FAILED");
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect(await ended(executionArn)).toMatchObject({
      status: "SUCCEEDED",
      output: {
        Name: "only-one",
        Output: { a: 1 },
        RedriveCount: 1,
        RedriveStatus: "NOT_REDRIVABLE",
        RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
      },
    });
  });

  test("starts another execution in place of one that cannot be redriven", async () => {
    const { sfn, create, start, ended } = await startEngine({
      functions: { work: failing(1), more: failing(1) },
    });
    const StateMachineArn = await create(WORK, { name: "inner" });
    const executionArn = await start(
      only({
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Parameters: { StateMachineArn, Input: { a: 1 } },
        ResultSelector: { "count.$": "$.RedriveCount" },
      }),
    );
    await ended(executionArn);
    const { executions: [first] = [] } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: StateMachineArn }),
    );
    await sfn.send(new RedriveExecutionCommand({ executionArn: first?.executionArn }));
    await ended(first?.executionArn ?? "");
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect(await ended(executionArn)).toMatchObject({ status: "SUCCEEDED", output: { count: 0 } });
  });
});

describe("no redrive is there for", () => {
  test("an execution that runs, or has succeeded", async () => {
    const { sfn, start, ended } = await startEngine();
    const running = await start(only({ Type: "Wait", Seconds: 600 }));
    const succeeded = await start(only({ Type: "Pass" }));
    await ended(succeeded);
    for (const [executionArn, status] of [
      [running, "RUNNING"],
      [succeeded, "SUCCEEDED"],
    ] as const) {
      const reason = `Execution is ${status} and cannot be redriven`;
      await expectRefused(sfn.send(new RedriveExecutionCommand({ executionArn })), reason);
      const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      expect(described.redriveStatusReason).toBe(reason);
    }
  });

  test("one that ended more than 14 days ago", async () => {
    const { redrive, described, start, ended } = await failed();
    const days = (count: number) => only({ Type: "Wait", Seconds: count * 86_400 });
    await ended(await start(days(13)));
    expect((await described()).redriveStatus).toBe("REDRIVABLE");
    await ended(await start(days(2)));
    await expectRefused(redrive(), "Execution redrivable period exceeded");
    expect((await described()).redriveStatus).toBe("NOT_REDRIVABLE");
  });

  test("one that began more than a year ago", async () => {
    const { sfn, start, ended } = await startEngine({ clock: "skip" });
    const year = { Type: "Wait", Seconds: 366 * 86_400, End: true };
    const executionArn = await start({ StartAt: "Long", States: { Long: year } });
    expect((await ended(executionArn)).status).toBe("TIMED_OUT");
    await ended(await start(only({ Type: "Wait", Seconds: 60 })));
    await expectRefused(
      sfn.send(new RedriveExecutionCommand({ executionArn })),
      "Execution has exceeded the max execution time",
    );
  });

  test("one of a machine that is being deleted", async () => {
    const { sfn, redrive, described } = await failed();
    const { stateMachineArn } = await described();
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expectRefused(redrive(), "State machine is in DELETING status");
  });

  test("one whose history is full", async () => {
    const { sfn, start, ended } = await startEngine({ clock: "skip" });
    const executionArn = await start({
      StartAt: "Again",
      States: {
        Again: {
          Type: "Choice",
          Choices: [{ Variable: "$.end", IsPresent: true, Next: "End" }],
          Default: "Again",
        },
        End: { Type: "Succeed" },
      },
    });
    await ended(executionArn);
    await expectRefused(
      sfn.send(new RedriveExecutionCommand({ executionArn })),
      "Execution history event limit exceeded",
    );
  });

  test("one of an Express machine, one that is not there, and a token that is too long", async () => {
    const { sfn, redrive } = await failed();
    const arn = "arn:aws:states:us-east-1:123456789012";
    const send = (executionArn: string) => sfn.send(new RedriveExecutionCommand({ executionArn }));
    expect((await refusal(send(`${arn}:express:a:b:c`))).name).toBe("InvalidArn");
    expect((await refusal(send(`${arn}:execution:a:b`))).name).toBe("ExecutionDoesNotExist");
    expect((await refusal(redrive("t".repeat(65)))).name).toBe("ValidationException");
  });
});
