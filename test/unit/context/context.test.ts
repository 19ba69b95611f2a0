import { Context, ExecutionStoppedError, readEnvelope } from "sfn-task-tools";
import { describe, expect, test } from "vitest";

const ARN = "arn:aws:states:eu-west-1:123456789012:execution:machine:run-1";

const envelope = {
  input: { show: "Seinfeld" },
  context: {
    Execution: { Id: ARN, Name: "run-1", StartTime: "2026-01-01T00:00:00.000Z", RedriveCount: 2 },
    StateMachine: {
      Id: "arn:aws:states:eu-west-1:123456789012:stateMachine:machine",
      Name: "machine",
    },
    State: { Name: "Collect", EnteredTime: "2026-01-01T00:00:01.000Z", RetryCount: 1 },
    Map: { Item: { Index: 4 } },
    Task: { Token: "token" },
  },
};

/** Where an item of the key would go, which a missing table's error tells. */
async function placeOf(context: Context, key = "key"): Promise<string> {
  const pointer = await context.stateData.putItem(key, 1);
  return `${pointer.table_name} ${pointer.partition_key}`;
}

/** A DynamoDB that takes everything. */
const dynamodb = { send: async () => ({}) };

describe("readEnvelope", () => {
  test("takes an envelope apart", () => {
    expect(readEnvelope(envelope)).toEqual({
      input: { show: "Seinfeld" },
      execution: {
        arn: ARN,
        name: "run-1",
        type: "STANDARD",
        namespace: "machine/run-1",
        stateMachine: {
          name: "machine",
          arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:machine",
        },
        startTime: "2026-01-01T00:00:00.000Z",
        redriveCount: 2,
        state: { name: "Collect", enteredTime: "2026-01-01T00:00:01.000Z", retryCount: 1 },
        mapIndex: 4,
        taskToken: "token",
      },
    });
  });

  test.each([
    undefined,
    null,
    1,
    "text",
    [],
    {},
    { input: 1 },
    { input: 1, context: "x" },
    { context: { Execution: {} } },
  ])("%j is a flat event", (event) => {
    expect(readEnvelope(event)).toEqual({ input: event, execution: undefined });
  });

  test("an envelope with no input has undefined for input", () => {
    expect(readEnvelope({ context: envelope.context }).input).toBeUndefined();
  });

  test("an envelope whose execution is no ARN is an error, not a flat event", () => {
    expect(() => readEnvelope({ input: 1, context: { Execution: { Id: "run-1" } } })).toThrow(
      /Expected the ARN of an execution/,
    );
  });
});

describe("Context", () => {
  test("takes the namespace from the envelope and the table from the environment", async () => {
    const env = { SFN_DATA_TABLE: "from-env", SFN_DATA_S3_BUCKET: "", SFN_DATA_TTL_DAYS: "7" };
    const context = Context.fromEvent(envelope, { env, clients: { dynamodb } });
    expect(await placeOf(context)).toBe("from-env machine/run-1:key");
  });

  test("takes explicit options before either", async () => {
    const context = Context.fromEvent(envelope, {
      env: { SFN_DATA_TABLE: "from-env" },
      table: "given",
      namespace: "mine",
      clients: { dynamodb },
    });
    expect(await placeOf(context)).toBe("given mine:key");
  });

  test("keeps the runs of an EXPRESS machine apart, whose names may repeat", async () => {
    const context = new Context({
      table: "table",
      env: {},
      execution: "arn:aws:states:eu-west-1:123456789012:express:machine:run:0a-1b",
      clients: { dynamodb },
    });
    expect(await placeOf(context)).toBe("table machine/0a-1b:key");
  });

  test("names items by the execution alone for the Python original", async () => {
    const context = new Context({
      table: "table",
      execution: ARN,
      interop: "py2sfn",
      clients: { dynamodb },
    });
    expect(await placeOf(context)).toBe("table run-1:key");
  });

  test("with a flat event, local keys say which Parameters to paste", async () => {
    const context = Context.fromEvent({ show: "Seinfeld" }, { table: "table" });
    await expect(context.stateData.putItem("key", 1)).rejects.toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringContaining('"context.$": "$$"'),
    });
    await expect(context.stopExecution()).rejects.toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringContaining('"context.$": "$$"'),
    });
  });

  test("with no table, local keys say what to set", async () => {
    const context = Context.fromEvent(envelope, { env: {} });
    await expect(context.stateData.putItem("key", 1)).rejects.toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringContaining("SFN_DATA_TABLE"),
    });
  });

  test.each(["0", "-1", "a week", "NaN"])("SFN_DATA_TTL_DAYS=%s is refused", (days) => {
    expect(() => new Context({ env: { SFN_DATA_TTL_DAYS: days } })).toThrow(/SFN_DATA_TTL_DAYS/);
  });

  test("the signal aborts shortly before the Lambda's time is up", async () => {
    const context = new Context({ env: {}, lambda: { getRemainingTimeInMillis: () => 550 } });
    expect(context.signal.aborted).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(context.signal.aborted).toBe(true);
    const given = AbortSignal.abort(new Error("mine"));
    expect(new Context({ env: {}, signal: given }).signal.reason).toEqual(new Error("mine"));
  });

  test("stopExecution throws once the execution is stopped, so that no further code runs", async () => {
    const sent: string[] = [];
    const sfn = {
      async send(command: object) {
        sent.push(command.constructor.name);
        return { status: "ABORTED", stopDate: new Date(0) };
      },
    };
    const context = Context.fromEvent(envelope, { env: {}, clients: { sfn } });
    const stopping = context.stopExecution({ error: "FeatureDisabled", cause: "the flag is off" });
    await expect(stopping).rejects.toBeInstanceOf(ExecutionStoppedError);
    await expect(stopping).rejects.toMatchObject({
      name: "ExecutionStoppedError",
      executionArn: ARN,
      stopError: "FeatureDisabled",
      stopCause: "the flag is off",
      status: "ABORTED",
    });
    expect(sent).toEqual(["StopExecutionCommand", "DescribeExecutionCommand"]);
  });

  test("stopExecution waits no longer than the Lambda has", async () => {
    const sfn = { send: async () => ({ status: "RUNNING", stopDate: new Date(0) }) };
    const lambda = { getRemainingTimeInMillis: () => 600 };
    const context = Context.fromEvent(envelope, { env: {}, lambda, clients: { sfn } });
    const started = performance.now();
    await expect(context.stopExecution()).rejects.toMatchObject({ status: "RUNNING" });
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe("options", () => {
  test.each([
    [{ ttlDays: 0 }, /"ttlDays" option to be a positive number, got 0/],
    [{ overflowAbove: Number.NaN }, /"overflowAbove" option/],
    [{ concurrency: -1 }, /"concurrency" option/],
    [{ namespace: "a:b" }, /namespace to have no ":"/],
    [{ namespace: "" }, /namespace to be a string that is not empty/],
    [{ table: "" }, /"table" option/],
    [
      { compression: "lz4" as "gzip" },
      /"compression" option to be one of gzip, br,.* none, got "lz4"/,
    ],
    [{ compression: "gzip", interop: "py2sfn" }, /"compression" option to be "none"/],
    [{ interop: "python" as "py2sfn" }, /"interop" option to be "py2sfn"/],
  ] as const)("%j is refused with the option's name", (options, message) => {
    expect(() => new Context({ env: {}, ...options })).toThrow(message);
  });
});
