import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateStateMachineCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  type StateMachineType,
} from "@aws-sdk/client-sfn";
import { type LogEvent, type LogTarget, startLocal } from "sfn-task-tools/local";
import { describe, expect, onTestFinished, test } from "vitest";
import { only, ROLE, refusal, startEngine } from "./engine-fixture.js";

const GROUP = { cloudWatchLogsLogGroup: { logGroupArn: "arn:aws:logs:us-east-1:1:log-group:g:*" } };

interface Logged {
  readonly level: "ALL" | "ERROR" | "FATAL" | "OFF";
  readonly includeExecutionData?: boolean;
  readonly type?: StateMachineType;
  readonly definition?: object;
}

/** An engine that logs to a function, and a machine that logs. */
async function logging({ level, includeExecutionData = false, type, definition }: Logged) {
  const events: LogEvent[] = [];
  let calls = 0;
  const fail = () => {
    calls += 1;
    if (calls === 1) throw Object.assign(new Error("once"), { name: "Once" });
    return calls;
  };
  const engine = await startEngine({
    clock: "skip",
    logs: (event) => void events.push(event),
    functions: { fail },
  });
  const { stateMachineArn } = await engine.sfn.send(
    new CreateStateMachineCommand({
      name: "logs",
      definition: JSON.stringify(definition ?? only({ Type: "Pass", Result: "out" })),
      roleArn: ROLE,
      ...(type === undefined ? {} : { type }),
      loggingConfiguration: {
        level,
        includeExecutionData,
        ...(level === "OFF" ? {} : { destinations: [GROUP] }),
      },
    }),
  );
  return { ...engine, events, stateMachineArn };
}

const FAILS = only({
  Type: "Task",
  Resource: "arn:aws:lambda:us-east-1:123456789012:function:fail",
});

describe("logs", () => {
  test("tell events as they are sent to CloudWatch Logs", async () => {
    const { sfn, events, stateMachineArn, ended } = await logging({
      level: "ALL",
      includeExecutionData: true,
    });
    const { executionArn = "" } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: '{"in":1}' }),
    );
    await ended(executionArn);
    expect(events.map(({ id, type }) => `${id} ${type}`)).toEqual([
      "1 ExecutionStarted",
      "2 PassStateEntered",
      "3 PassStateExited",
      "4 ExecutionSucceeded",
    ]);
    expect(events[1]).toEqual({
      id: "2",
      type: "PassStateEntered",
      details: { name: "Only", input: '{"in":1}', inputDetails: { truncated: false } },
      previous_event_id: "0",
      event_timestamp: expect.stringMatching(/^\d{13}$/),
      execution_arn: executionArn,
      redrive_count: "0",
    });
  });

  test("leave the data out, unless the machine includes them", async () => {
    const { sfn, events, stateMachineArn, ended } = await logging({ level: "ALL" });
    const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await ended(executionArn);
    expect(events.map(({ details }) => details)).toEqual([
      { roleArn: ROLE },
      { name: "Only" },
      { name: "Only" },
      {},
    ]);
  });

  test("give an Express execution a history", async () => {
    const { sfn, events, stateMachineArn } = await logging({ level: "ALL", type: "EXPRESS" });
    const { executionArn } = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
    expect(events.map(({ id, previous_event_id, type }) => [id, previous_event_id, type])).toEqual([
      ["1", "0", "ExecutionStarted"],
      ["2", "0", "PassStateEntered"],
      ["3", "2", "PassStateExited"],
      ["4", "3", "ExecutionSucceeded"],
    ]);
    expect(new Set(events.map(({ execution_arn }) => execution_arn))).toEqual(
      new Set([executionArn]),
    );
  });

  test.each([
    ["ERROR", ["LambdaFunctionFailed", "ExecutionFailed"]],
    ["FATAL", ["ExecutionFailed"]],
    ["OFF", []],
  ] as const)("of level %s tell that much", async (level, types) => {
    const { sfn, events, stateMachineArn, ended } = await logging({ level, definition: FAILS });
    const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await ended(executionArn);
    expect(events.map(({ type }) => type)).toEqual(types);
  });

  test("of level ERROR tell of a Fail as it is entered", async () => {
    const { sfn, events, stateMachineArn, ended } = await logging({
      level: "ERROR",
      definition: { StartAt: "Stop", States: { Stop: { Type: "Fail", Error: "Stopped" } } },
    });
    const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await ended(executionArn);
    expect(events.map(({ type }) => type)).toEqual(["FailStateEntered", "ExecutionFailed"]);
  });

  test("count redrives", async () => {
    const { sfn, events, stateMachineArn, ended } = await logging({
      level: "ALL",
      definition: FAILS,
    });
    const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await ended(executionArn);
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    await ended(executionArn);
    const at = events.findIndex(({ type }) => type === "ExecutionRedriven");
    expect(events[at - 1]).toMatchObject({ type: "ExecutionFailed", redrive_count: "0" });
    expect(events[at]).toMatchObject({ details: { redriveCount: 1 }, redrive_count: "1" });
    expect(events.at(-1)).toMatchObject({ type: "ExecutionSucceeded", redrive_count: "1" });
  });

  test("cut what is too long for CloudWatch Logs", async () => {
    const { sfn, events, stateMachineArn, ended } = await logging({
      level: "ALL",
      includeExecutionData: true,
    });
    // Each quote takes a backslash more in the log, and one more for being text within text.
    const input = JSON.stringify('"'.repeat(80_000));
    const { executionArn = "" } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input }),
    );
    await ended(executionArn);
    const { input: logged, inputDetails } = events[0]?.details ?? {};
    expect(inputDetails).toEqual({ truncated: true });
    expect(JSON.stringify(logged).length).toBeLessThanOrEqual(248 * 1024);
    expect(input.startsWith(String(logged))).toBe(true);
    expect(events[3]?.details).toMatchObject({ outputDetails: { truncated: false } });
  });
});

describe("a file of logs", () => {
  test("takes a line of JSON for each event, after those that are there", async () => {
    const folder = await mkdtemp(join(tmpdir(), "logs-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const logs = join(folder, "engine.log");
    for (let count = 0; count < 2; count += 1) {
      const { sfn, local, ended } = await startEngine({ logs });
      const { stateMachineArn } = await sfn.send(
        new CreateStateMachineCommand({
          name: "logs",
          definition: JSON.stringify(only({ Type: "Pass" })),
          roleArn: ROLE,
          loggingConfiguration: { level: "ALL", destinations: [GROUP] },
        }),
      );
      const { executionArn = "" } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
      await ended(executionArn);
      await local.close();
    }
    const lines = (await readFile(logs, "utf8")).trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as LogEvent).id)).toEqual([
      ...["1", "2", "3", "4"],
      ...["1", "2", "3", "4"],
    ]);
  });

  test("that cannot be written is told at once", async () => {
    const logs: LogTarget = join(tmpdir(), "no-such-folder", "engine.log");
    const { name, message } = await refusal(startLocal({ logs }));
    expect(name).toBe("InvalidArgumentError");
    expect(message).toMatch(/"logs" option .*no-such-folder.*ENOENT/);
  });
});
