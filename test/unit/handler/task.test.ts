import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import {
  type AwsClient,
  type Context,
  ExecutionStoppedError,
  type LambdaContext,
  StateDataNotFoundError,
  task,
} from "sfn-task-tools";
import { describe, expect, test } from "vitest";

const EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:machine:run";
const envelope = <T>(input: T, more: object = {}) => ({
  input,
  context: { Execution: { Id: EXECUTION }, ...more },
});

/** Records what is sent, and answers with what it is given. */
function sfnClient(answers: Readonly<Record<string, object>> = {}) {
  const commands: { name: string; input: unknown }[] = [];
  const client: AwsClient = {
    async send(command) {
      const { name } = command.constructor;
      commands.push({ name, input: (command as { input: unknown }).input });
      const answer = answers[name] ?? {};
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { client, commands };
}

async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    (result) => expect.fail(`It resolved to ${JSON.stringify(result)}.`),
    (error: Error) => error,
  );
}

describe("the input", () => {
  const input = task((given: unknown) => given);

  test("is the envelope's, or all of a flat event", async () => {
    expect(await input(envelope({ a: 1 }))).toEqual({ a: 1 });
    expect(await input({ a: 1 })).toEqual({ a: 1 });
    expect(await input(null)).toBeNull();
    expect(await input({ input: 1, context: "mine" })).toEqual({ input: 1, context: "mine" });
  });

  test.each([
    [{ Execution: { Name: "run" }, StateMachine: { Id: "arn" } }],
    [{ Execution: { Id: 1 } }],
    [{ State: { Name: "Collect" } }],
  ])(
    "of an older definition's envelope, whose context is %j, is an error with the way out",
    async (context) => {
      const error = await rejectionOf(input({ input: 1, context }));
      expect(error.name).toBe("InvalidArgumentError");
      expect(error.message).toContain('"context.$": "$$"');
    },
  );

  test("of an older definition that sends less of the context is understood", async () => {
    const seen = task((_: unknown, { execution }: Context) => ({ ...execution }));
    expect(await seen(envelope(1))).toMatchObject({ name: "run", namespace: "machine/run" });
  });

  test("is not touched where its prototype's names are used as data", async () => {
    const event = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}');
    expect(JSON.stringify(await input(event))).toBe(
      '{"__proto__":{"polluted":true},"constructor":1}',
    );
    expect({}).not.toHaveProperty("polluted");
  });
});

describe("the Context of a task", () => {
  test("has Lambda's own, and a signal that aborts before its time is up", async () => {
    const lambda: LambdaContext = { getRemainingTimeInMillis: () => 600, awsRequestId: "id" };
    const wait = task(async (_: unknown, context: Context) => {
      await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
      return context.lambda?.awsRequestId;
    });
    expect(await wait({}, lambda)).toBe("id");
  });

  test("does without Lambda's, and with less of it, as tests hand it in", async () => {
    const id = task((_: unknown, { lambda }: Context) => lambda?.awsRequestId ?? "none");
    expect(await id({})).toBe("none");
    expect(await id({}, { awsRequestId: "mine" } as LambdaContext)).toBe("mine");
  });
});

describe("the result", () => {
  const returning = (result: unknown) => task(() => result)({});

  test.each([[undefined], [null], [0], [""], [false], [[]], [{}]])("%j goes on", async (result) => {
    expect(await returning(result)).toEqual(result);
  });

  test("of a class goes on as its properties, as JSON has them", async () => {
    class Report {
      readonly lines = ["a"];
      readonly at = new Date(0);
      get length() {
        return 1;
      }
    }
    const result = await returning(new Report());
    expect(JSON.stringify(result)).toBe('{"lines":["a"],"at":"1970-01-01T00:00:00.000Z"}');
  });

  test.each([
    ["a stream", Readable.from(["a"]), /got a stream\. Read it first/],
    ["a web stream", new Blob(["a"]).stream(), /got a stream/],
    ["an async generator", (async function* () {})(), /got a stream/],
    ["a Map", { a: new Map() }, /at \$\.a, got a Map/],
    ["a Promise that nobody awaited", { a: [Promise.resolve(1)] }, /at \$\.a\[0\], got a Promise/],
    ["an Error", new Error("lost"), /at \$, got a Error/],
    ["NaN", { a: Number.NaN }, /at \$\.a, got NaN/],
    ["a function", () => 1, /at \$, got a function/],
    ["a bigint", [1n], /at \$\[0\], got 1n/],
  ])("that is %s is an error that says where, and what to do", async (_, result, message) => {
    const error = await rejectionOf(returning(result));
    expect(error.name).toBe("InvalidArgumentError");
    expect(error.message).toMatch(/^(Expected )?the result of the task/i);
    expect(error.message).toMatch(message);
  });
});

describe("what the task throws", () => {
  const throwing = (thrown: unknown) =>
    rejectionOf(
      task(() => {
        throw thrown;
      })({}),
    );

  test("goes on as it is, whatever its class", async () => {
    const own = Object.assign(new Error("mine"), { name: "OwnError" });
    const ours = new StateDataNotFoundError("gone", { place: { table: "t", partitionKey: "p" } });
    expect(await throwing(own)).toBe(own);
    expect(await throwing(ours)).toBe(ours);
    const foreign: unknown = runInNewContext(`new TypeError("of another realm")`);
    expect(await throwing(foreign)).toBe(foreign);
  });

  test.each([
    ["a text", "a text (string)"],
    [undefined, "undefined (undefined)"],
    [null, "null (null)"],
    [{ code: 7 }, '{"code":7} (object)'],
    [1n, "1 (bigint)"],
    ["x".repeat(5_000), `${"x".repeat(1_000)}… (string)`],
  ])("is an Error with a name to catch where it was none: %o", async (thrown, told) => {
    const error = await throwing(thrown);
    expect(error.name).toBe("ThrownValueError");
    expect(error.message).toBe(
      `The task threw ${told}, which is no Error. Throw an Error with a name of its own.`,
    );
    expect(error.cause).toBe(thrown);
  });

  test("is what a rejection has, too", async () => {
    const error = await rejectionOf(task(() => Promise.reject("later"))({}));
    expect(error.name).toBe("ThrownValueError");
  });
});

describe("a task that stops its execution", () => {
  test("ends quietly, without further code of its own", async () => {
    const { client, commands } = sfnClient({ DescribeExecutionCommand: { status: "ABORTED" } });
    let went = "on";
    const stop = task(
      async (_: unknown, context: Context) => {
        went = "as far as the stop";
        await context.stopExecution({ error: "Enough", cause: "for today" });
        went = "too far";
      },
      { clients: { sfn: client } },
    );
    expect(await stop(envelope({}))).toBeUndefined();
    expect(went).toBe("as far as the stop");
    expect(commands[0]).toEqual({
      name: "StopExecutionCommand",
      input: { executionArn: EXECUTION, error: "Enough", cause: "for today" },
    });
  });

  test("ends as quietly where its role may not describe executions", async () => {
    const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const { client } = sfnClient({ DescribeExecutionCommand: denied });
    const stop = task((_: unknown, context: Context) => context.stopExecution(), {
      clients: { sfn: client },
    });
    expect(await stop(envelope({}))).toBeUndefined();
  });

  test("fails where it may not stop it, and where it does not know which", async () => {
    const denied = Object.assign(new Error("no"), { name: "AccessDeniedException" });
    const { client } = sfnClient({ StopExecutionCommand: denied });
    const stop = task((_: unknown, context: Context) => context.stopExecution(), {
      clients: { sfn: client },
    });
    expect(await rejectionOf(stop(envelope({})))).toBe(denied);
    expect((await rejectionOf(stop({}))).message).toContain("Which execution to stop");
  });

  test("may look at what was stopped before it ends", async () => {
    const { client } = sfnClient({ DescribeExecutionCommand: { status: "ABORTED" } });
    let seen: unknown;
    const stop = task(
      async (_: unknown, context: Context) => {
        await context.stopExecution({ error: "Enough" }).catch((error: unknown) => {
          seen = error;
          throw error;
        });
      },
      { clients: { sfn: client } },
    );
    await stop(envelope({}));
    expect(seen).toBeInstanceOf(ExecutionStoppedError);
  });
});

describe("a task with a token", () => {
  const event = envelope({ id: 1 }, { Task: { Token: "token" } });
  const calls = async (
    run: (context: Context) => Promise<void>,
    { given = event as unknown, ...options }: object & { given?: unknown } = {},
  ) => {
    const { client, commands } = sfnClient();
    await task((_: unknown, context: Context) => run(context), {
      clients: { sfn: client },
      ...options,
    })(given);
    return commands;
  };

  test("sends its success, with null where there is no output", async () => {
    const run = async (context: Context) => {
      await context.sendTaskHeartbeat();
      await context.sendTaskSuccess({ a: [1] });
      await context.sendTaskSuccess();
    };
    expect(await calls(run)).toEqual([
      { name: "SendTaskHeartbeatCommand", input: { taskToken: "token" } },
      { name: "SendTaskSuccessCommand", input: { taskToken: "token", output: '{"a":[1]}' } },
      { name: "SendTaskSuccessCommand", input: { taskToken: "token", output: "null" } },
    ]);
  });

  test("sends its failure, of an error or in words, cut to what the API takes", async () => {
    const run = async (context: Context) => {
      await context.sendTaskFailure(new RangeError("too far"));
      await context.sendTaskFailure({ error: "e".repeat(300), cause: "c".repeat(40_000) });
      await context.sendTaskFailure();
    };
    const [first, second, third] = await calls(run);
    expect(first?.input).toEqual({ taskToken: "token", error: "RangeError", cause: "too far" });
    expect(second?.input).toEqual({
      taskToken: "token",
      error: `${"e".repeat(255)}…`,
      cause: `${"c".repeat(32_767)}…`,
    });
    expect(third?.input).toEqual({ taskToken: "token", error: undefined, cause: undefined });
  });

  test("guards what it sends as it does a result", async () => {
    const send = (context: Context) => context.sendTaskSuccess("x".repeat(300_000));
    expect((await rejectionOf(calls(send))).name).toBe("PayloadTooLargeError");
    const nan = (context: Context) => context.sendTaskSuccess({ a: Number.NaN });
    expect((await rejectionOf(calls(nan))).message).toContain("at $.a, got NaN");
  });

  test("says what the state must be where there is none", async () => {
    const error = await rejectionOf(
      calls((context) => context.sendTaskSuccess(), { given: envelope({}) }),
    );
    expect(error.name).toBe("InvalidArgumentError");
    expect(error.message).toContain(".waitForTaskToken");
  });

  test("is told by the SDK's own error that nobody waits any more", async () => {
    const late = Object.assign(new Error("late"), { name: "TaskTimedOut" });
    const { client } = sfnClient({ SendTaskHeartbeatCommand: late });
    const beat = task((_: unknown, context: Context) => context.sendTaskHeartbeat(), {
      clients: { sfn: client },
    });
    expect(await rejectionOf(beat(event))).toBe(late);
  });
});

describe("wrong options", () => {
  test("a task that is no function is refused at once", () => {
    expect(() => task("run" as never)).toThrow(/Expected the task to be a function/);
  });

  test.each([
    [{ offload: "pages" as never }, /"offload" option to be true, false or a list/],
    [{ offload: [1] as never }, /"offload" option/],
    [{ maxResultBytes: 0 }, /"maxResultBytes" option to be a positive number, got 0/],
    [{ maxResultBytes: Number.NaN }, /"maxResultBytes" option/],
    [{ ttlDays: -1 }, /"ttlDays" option/],
  ])("%j is refused at the first call", async (options, message) => {
    expect((await rejectionOf(task(() => 1, options)({}))).message).toMatch(message);
  });
});
