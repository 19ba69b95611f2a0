import { TestStateCommand, type TestStateCommandInput } from "@aws-sdk/client-sfn";
import type { LocalOptions } from "sfn-task-tools/local";
import { describe, expect, test } from "vitest";
import { ROLE, refusal, startEngine } from "./engine-fixture.js";

const LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:";

type Asked = Omit<TestStateCommandInput, "definition" | "input" | "variables"> & {
  readonly input?: unknown;
  readonly variables?: object;
};

/** Tests a state on an engine of its own; JSON texts of the answer are parsed. */
async function tested(definition: object, asked: Asked = {}, options: LocalOptions = {}) {
  const { sfn } = await startEngine({ clock: "skip", ...options });
  const { input, variables, ...rest } = asked;
  const {
    $metadata: _,
    output,
    inspectionData,
    ...answer
  } = await sfn.send(
    new TestStateCommand({
      definition: JSON.stringify(definition),
      roleArn: ROLE,
      ...(input === undefined ? {} : { input: JSON.stringify(input) }),
      ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }),
      ...rest,
    }),
  );
  const inspected = Object.entries(inspectionData ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? JSON.parse(value) : value,
  ]);
  return {
    ...answer,
    ...(output === undefined ? {} : { output: JSON.parse(output) }),
    ...(inspectionData === undefined ? {} : { inspectionData: Object.fromEntries(inspected) }),
  };
}

async function refused(definition: object, asked: Asked = {}) {
  return refusal(tested(definition, asked));
}

const task = (fields: object = {}) => ({
  Type: "Task",
  Resource: `${LAMBDA}work`,
  End: true,
  ...fields,
});

const iterator = {
  StartAt: "One",
  States: { One: { Type: "Pass", End: true } },
};

const distributed = { ...iterator, ProcessorConfig: { Mode: "DISTRIBUTED" } };

describe("a state without a mock", () => {
  test("tells at DEBUG what each of its fields made of the data", async () => {
    const definition = {
      Type: "Pass",
      InputPath: "$.in",
      Parameters: { "given.$": "$.value" },
      ResultPath: "$.out",
      OutputPath: "$.out",
      Next: "After",
    };
    const input = { in: { value: 1 }, other: true };
    expect(await tested(definition, { input, inspectionLevel: "DEBUG" })).toEqual({
      status: "SUCCEEDED",
      nextState: "After",
      output: { given: 1 },
      inspectionData: {
        input,
        afterInputPath: { value: 1 },
        afterParameters: { given: 1 },
        afterResultSelector: { given: 1 },
        afterResultPath: { ...input, out: { given: 1 } },
      },
    });
  });

  test("chooses by variables, and tells them as they are after it", async () => {
    const definition = {
      Type: "Choice",
      QueryLanguage: "JSONata",
      Choices: [{ Condition: "{% $limit > 5 %}", Next: "Many", Assign: { seen: "{% $limit %}" } }],
      Default: "Few",
    };
    const many = await tested(definition, { variables: { limit: 6 }, inspectionLevel: "DEBUG" });
    expect([many.nextState, many.inspectionData]).toEqual([
      "Many",
      { input: {}, variables: { limit: 6, seen: 6 } },
    ]);
    expect((await tested(definition, { variables: { limit: 5 } })).nextState).toBe("Few");
  });

  test("really calls its function", async () => {
    const answer = await tested(
      task({ ResultSelector: { "twice.$": "$.twice" } }),
      { input: { number: 21 }, inspectionLevel: "DEBUG" },
      { functions: { work: ({ number }: { number: number }) => ({ twice: 2 * number, more: 1 }) } },
    );
    expect(answer).toMatchObject({
      status: "SUCCEEDED",
      output: { twice: 42 },
      inspectionData: { result: { twice: 42, more: 1 }, afterResultSelector: { twice: 42 } },
    });
  });

  test("is to be retried when its function fails, and does not wait for it", async () => {
    let calls = 0;
    const work = () => {
      calls += 1;
      throw Object.assign(new Error("busy"), { name: "Busy" });
    };
    const definition = task({
      Retry: [
        { ErrorEquals: ["Other"] },
        { ErrorEquals: ["Busy"], IntervalSeconds: 100, MaxAttempts: 2 },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Recover", ResultPath: "$.error" }],
    });
    const options = { functions: { work }, clock: "real" } as const;
    const retry = await tested(definition, { inspectionLevel: "DEBUG" }, options);
    expect(retry).toMatchObject({
      status: "RETRIABLE",
      error: "Busy",
      inspectionData: { errorDetails: { retryIndex: 1, retryBackoffIntervalSeconds: 100 } },
    });
    const later = await tested(
      definition,
      { inspectionLevel: "DEBUG", stateConfiguration: { retrierRetryCount: 1 } },
      options,
    );
    expect(later.inspectionData?.errorDetails.retryBackoffIntervalSeconds).toBe(200);
    const last = await tested(
      definition,
      { inspectionLevel: "DEBUG", stateConfiguration: { retrierRetryCount: 2 } },
      options,
    );
    expect(last).toMatchObject({
      status: "CAUGHT_ERROR",
      error: "Busy",
      nextState: "Recover",
      output: { error: { Error: "Busy" } },
      inspectionData: { errorDetails: { catchIndex: 0 } },
    });
    expect(calls).toBe(3);
  });

  test("fails after five minutes", async () => {
    expect(await tested({ Type: "Wait", Seconds: 299, Next: "After" })).toMatchObject({
      status: "SUCCEEDED",
      nextState: "After",
    });
    expect(await tested({ Type: "Wait", Seconds: 301, Next: "After" })).toEqual({
      status: "FAILED",
      error: "States.Timeout",
    });
  });

  test("fails by what its expressions do", async () => {
    const answer = await tested({ Type: "Pass", Parameters: { "a.$": "$.none" }, End: true });
    expect(answer).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    expect(answer.cause).toContain("$.none");
  });

  test("is found by name in a machine, on any level, and speaks the machine's language", async () => {
    const machine = {
      QueryLanguage: "JSONata",
      StartAt: "Outer",
      States: {
        Outer: {
          Type: "Parallel",
          Branches: [
            {
              StartAt: "Inner",
              States: { Inner: { Type: "Pass", Output: "{% 1 + 1 %}", End: true } },
            },
          ],
          End: true,
        },
      },
    };
    expect(await tested(machine, { stateName: "Inner" })).toEqual({
      status: "SUCCEEDED",
      output: 2,
    });
    expect((await refused(machine, { stateName: "None" })).message).toMatch(/no state .* 'None'/);
  });

  test.each([
    ["a Map", { Type: "Map", ItemProcessor: iterator, End: true }, "State type 'Map'"],
    ["a Parallel", { Type: "Parallel", Branches: [iterator], End: true }, "State type 'Parallel'"],
    [
      "an activity",
      task({ Resource: "arn:aws:states:us-east-1:123456789012:activity:a" }),
      "An activity's task",
    ],
    [
      "a callback",
      task({ Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", Parameters: {} }),
      "The integration pattern '.waitForTaskToken'",
    ],
  ])("%s is refused, as it is on AWS", async (_what, definition, what) => {
    expect(await refused(definition)).toEqual({
      name: "ValidationException",
      message: `${what} is only supported when a mock is specified`,
    });
  });

  test("is refused when nothing here could do its work", async () => {
    const { name } = await refused(task({ Resource: `${LAMBDA}nobody` }));
    expect(name).toBe("InvalidDefinition");
  });
});

describe("a mocked state", () => {
  const mock = (result: unknown) => ({ result: JSON.stringify(result) });

  test("calls nobody, and goes on with what the mock gives", async () => {
    const work = () => {
      throw new Error("nobody should call");
    };
    const answer = await tested(
      task({ ResultPath: "$.result", Next: "After", End: undefined }),
      { input: { a: 1 }, mock: mock({ b: 2 }) },
      { functions: { work } },
    );
    expect(answer).toEqual({
      status: "SUCCEEDED",
      nextState: "After",
      output: { a: 1, result: { b: 2 } },
    });
  });

  test("needs neither a role, nor an activity that is there", async () => {
    const Resource = "arn:aws:states:us-east-1:123456789012:activity:none";
    const answer = await tested(task({ Resource }), { roleArn: undefined, mock: mock("done") });
    expect(answer.output).toBe("done");
  });

  test("of a callback sees the token of the context that is given", async () => {
    const definition = task({
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { QueueUrl: "q", MessageBody: { "token.$": "$$.Task.Token" } },
      ResultSelector: { "token.$": "$$.Task.Token", "result.$": "$" },
    });
    const answer = await tested(definition, {
      inspectionLevel: "DEBUG",
      context: JSON.stringify({ Task: { Token: "mine" }, Execution: { Name: "named" } }),
      mock: mock("answered"),
    });
    expect(answer).toMatchObject({
      output: { token: "mine", result: "answered" },
      inspectionData: { afterParameters: { MessageBody: { token: "mine" } } },
    });
  });

  test("Map tells its items by every field that makes them", async () => {
    const definition = {
      Type: "Map",
      ItemsPath: "$.list",
      ItemSelector: { "item.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index" },
      ItemBatcher: { MaxItemsPerBatch: 2 },
      ItemProcessor: distributed,
      MaxConcurrency: 3,
      ToleratedFailurePercentage: 50,
      End: true,
    };
    const { inspectionData } = await tested(definition, {
      input: { list: ["a", "b", "c"] },
      inspectionLevel: "DEBUG",
      mock: mock([1, 2]),
    });
    const selected = ["a", "b", "c"].map((item, index) => ({ item, index }));
    expect(inspectionData).toMatchObject({
      afterItemsPath: ["a", "b", "c"],
      afterItemSelector: selected,
      afterItemBatcher: [{ Items: selected.slice(0, 2) }, { Items: selected.slice(2) }],
      maxConcurrency: 3,
      toleratedFailurePercentage: 50,
      afterResultPath: [1, 2],
    });
  });

  test("Map reads its items out of the data that stand for an object", async () => {
    const reader = (InputType: string, more = {}) => ({
      Type: "Map",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType, ...more },
        Parameters: { Bucket: "none", Key: "none" },
      },
      ItemSelector: { "row.$": "$$.Map.Item.Value" },
      ItemProcessor: distributed,
      End: true,
    });
    const asked = (mapItemReaderData: string) => ({
      inspectionLevel: "DEBUG" as const,
      stateConfiguration: { mapItemReaderData },
      mock: mock(["done"]),
    });
    const csv = await tested(reader("CSV", { CSVHeaderLocation: "FIRST_ROW" }), asked("a,b\n1,2"));
    expect(csv).toMatchObject({
      status: "SUCCEEDED",
      inspectionData: { afterItemSelector: [{ row: { a: "1", b: "2" } }] },
    });
    const broken = await tested(reader("JSON"), asked("{}"));
    expect(broken).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
  });

  test("Map fails by its tolerated percentage of the iterations", async () => {
    const definition = {
      Type: "Map",
      ItemProcessor: distributed,
      ToleratedFailurePercentage: 50,
      End: true,
    };
    const failing = (mapIterationFailureCount: number) =>
      tested(definition, {
        input: [1, 2, 3, 4],
        stateConfiguration: { mapIterationFailureCount },
        mock: mock([1, 2, 3, 4]),
      });
    expect((await failing(2)).status).toBe("SUCCEEDED");
    expect(await failing(3)).toMatchObject({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
    });
  });

  test("whose error is a missed heartbeat is caught as a timeout", async () => {
    const definition = task({
      Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Late" }],
    });
    const answer = await tested(definition, {
      mock: { errorOutput: { error: "States.HeartbeatTimeout" } },
    });
    expect(answer).toMatchObject({ status: "CAUGHT_ERROR", nextState: "Late" });
  });

  test("whose catcher fails, fails by that", async () => {
    const definition = task({
      QueryLanguage: "JSONata",
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Late", Output: "{% $none.a + 1 %}" }],
    });
    const answer = await tested(definition, { mock: { errorOutput: { error: "Bad" } } });
    expect(answer).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  test("is not looked at where nobody wants it to be", async () => {
    const definition = task({
      Resource: "arn:aws:states:::dynamodb:getItem",
      Parameters: { TableName: "t", Key: {} },
    });
    const result = '{"Item":"not a map"}';
    const of = (fieldValidationMode?: "STRICT" | "PRESENT" | "NONE") => ({
      mock: { result, ...(fieldValidationMode === undefined ? {} : { fieldValidationMode }) },
    });
    for (const mode of [undefined, "STRICT", "PRESENT"] as const) {
      expect((await refused(definition, of(mode))).message).toBe(
        "Mock result schema validation error: Field 'Item' must be an object",
      );
    }
    expect((await tested(definition, of("NONE"))).output).toEqual({ Item: "not a map" });
  });

  test.each<[why: string, definition: object, asked: Asked, message: RegExp]>([
    ["neither result nor error", task(), { mock: {} }, /only one of/],
    ["an error without a name", task(), { mock: { errorOutput: { cause: "c" } } }, /'error'/],
    ["a context that is no object", task(), { mock: mock(1), context: "[]" }, /JSON object/],
    ["a context without a mock", task(), { context: "{}" }, /when a mock is specified/],
    [
      "a cause that is no state within",
      { Type: "Parallel", Branches: [iterator], End: true },
      {
        mock: { errorOutput: { error: "E" } },
        stateConfiguration: { errorCausedByState: "Two" },
      },
      /state within .* got 'Two'/,
    ],
    [
      "data of a reader that is not there",
      task(),
      { mock: mock(1), stateConfiguration: { mapItemReaderData: "[]" } },
      /ItemReader/,
    ],
    ["variables that are none", task(), { mock: mock(1), variables: [1] }, /JSON object/],
  ])("is refused for %s", async (_why, definition, asked, message) => {
    expect(await refused(definition, asked)).toEqual({
      name: "ValidationException",
      message: expect.stringMatching(message),
    });
  });
});
