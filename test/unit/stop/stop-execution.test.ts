import { SFNClient, type SFNClientConfig } from "@aws-sdk/client-sfn";
import { stopExecution } from "sfn-task-tools/stop";
import { describe, expect, test } from "vitest";

const STANDARD = "arn:aws-cn:states:cn-north-1:123456789012:execution:machine:run-1";
const EXPRESS = "arn:aws:states:eu-west-1:123456789012:express:machine:run-1:0a-1b";

interface Sent {
  readonly name: string;
  readonly input: Record<string, unknown>;
}

/** Step Functions, as far as a stop needs it; `statuses` are what it answers one after the other. */
function service(statuses: (string | Error)[]) {
  const sent: Sent[] = [];
  return {
    sent,
    async send(command: object) {
      const { input } = command as { input: Record<string, unknown> };
      const name = command.constructor.name;
      sent.push({ name, input });
      if (name === "StopExecutionCommand") return { stopDate: new Date(1_000) };
      const status = statuses.length > 1 ? statuses.shift() : statuses[0];
      if (status instanceof Error) throw status;
      return { status };
    },
  };
}

function denied(): Error {
  const error = new Error("not authorized to perform: states:DescribeExecution");
  error.name = "AccessDeniedException";
  return error;
}

describe("stopExecution", () => {
  test("stops, then waits until the execution is not RUNNING", async () => {
    const sfn = service(["RUNNING", "RUNNING", "ABORTED"]);
    expect(await stopExecution(sfn, STANDARD, { error: "E", cause: "C" })).toEqual({
      status: "ABORTED",
      stopDate: new Date(1_000),
    });
    expect(sfn.sent.map(({ name }) => name)).toEqual([
      "StopExecutionCommand",
      "DescribeExecutionCommand",
      "DescribeExecutionCommand",
      "DescribeExecutionCommand",
    ]);
    expect(sfn.sent[0]?.input).toEqual({ executionArn: STANDARD, error: "E", cause: "C" });
  });

  test("does not wait where that is not wished, nor longer than the limit", async () => {
    const sfn = service(["RUNNING"]);
    expect((await stopExecution(sfn, STANDARD, { wait: false })).status).toBeUndefined();
    expect(sfn.sent).toHaveLength(1);
    expect((await stopExecution(sfn, STANDARD, { waitLimit: 150 })).status).toBe("RUNNING");
    expect(sfn.sent.length).toBeLessThan(6);
  });

  test("a run that ended by itself in the meantime is no failure", async () => {
    expect((await stopExecution(service(["SUCCEEDED"]), STANDARD)).status).toBe("SUCCEEDED");
  });

  test("not being allowed to look on is no failure", async () => {
    const stopped = await stopExecution(service([denied()]), STANDARD);
    expect(stopped).toEqual({ status: undefined, stopDate: new Date(1_000) });
  });

  test("texts are cut to the API's limits, and not within a character", async () => {
    const sfn = service(["ABORTED"]);
    await stopExecution(sfn, STANDARD, { error: "😀".repeat(200), cause: "x".repeat(40_000) });
    const input = sfn.sent[0]?.input ?? {};
    expect(String(input.error).length).toBeLessThanOrEqual(256);
    expect(String(input.error).isWellFormed()).toBe(true);
    expect(input.cause).toHaveLength(32_768);
  });

  test("an EXPRESS execution is refused before anything is sent", async () => {
    const sfn = service(["ABORTED"]);
    await expect(stopExecution(sfn, EXPRESS)).rejects.toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringContaining("EXPRESS"),
    });
    expect(sfn.sent).toEqual([]);
  });

  test("what the service refuses comes out as it is", async () => {
    const refusing = {
      send: async () => {
        throw Object.assign(new Error("gone"), { name: "ExecutionDoesNotExist" });
      },
    };
    await expect(stopExecution(refusing, STANDARD)).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
    });
  });

  test("a signal ends the wait", async () => {
    const signal = AbortSignal.timeout(50);
    await expect(stopExecution(service(["RUNNING"]), STANDARD, { signal })).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  test("the SDK's own client fits, and so does its configuration", () => {
    const config: SFNClientConfig = { region: "eu-west-1" };
    expect(() =>
      stopExecution(new SFNClient(config), EXPRESS).catch(() => undefined),
    ).not.toThrow();
  });
});
