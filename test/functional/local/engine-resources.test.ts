import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startLocal } from "sfn-task-tools/local";
import { describe, expect, onTestFinished, test } from "vitest";
import { only, refusal, startEngine } from "./engine-fixture.js";
import { standIn } from "./http-stand-in.js";

const task = (resource: string, parameters: object = {}, more: object = {}) =>
  only({
    Type: "Task",
    Resource: resource.startsWith("arn:") ? resource : `arn:aws:states:::${resource}`,
    Parameters: parameters,
    ...more,
  });
const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";
const ON_AWS = { region: "us-east-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } };

describe("handlers", () => {
  test("a message that is sent gets the whole answer of SQS, where the handler gives none", async () => {
    const sent: unknown[] = [];
    const { start, ended } = await startEngine({
      handlers: { "sqs:sendMessage": (parameters) => void sent.push(parameters) },
    });
    const parameters = { QueueUrl: "q", MessageBody: { a: 1 } };
    const { output } = await ended(await start(task("sqs:sendMessage", parameters)));
    expect(sent).toEqual([parameters]);
    expect(output).toMatchObject({
      MD5OfMessageBody: "bb6cb5c68df4652941caf652a366f2d8", // of {"a":1}
      MessageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  test("a callback over SQS: the handler has the message and the token, and the SDK sends it back", async () => {
    const { sfn, start, ended, told } = await startEngine({
      clock: "skip",
      handlers: {
        "sqs:sendMessage": (message, { taskToken, state, stateMachineName, retryCount }) => {
          const output = JSON.stringify({ message, state, stateMachineName, retryCount });
          setImmediate(() => void sfn.send(new SendTaskSuccessCommand({ taskToken, output })));
          return { MessageId: "m1" };
        },
      },
    });
    const body = { "Token.$": "$$.Task.Token", text: "hello" };
    const parameters = { QueueUrl: "q", MessageBody: body };
    const executionArn = await start(
      task("sqs:sendMessage.waitForTaskToken", parameters, { TimeoutSeconds: 60 }),
    );
    expect(await ended(executionArn)).toMatchObject({
      status: "SUCCEEDED",
      output: {
        message: { QueueUrl: "q", MessageBody: { text: "hello" } },
        state: "Only",
        stateMachineName: "machine-1",
        retryCount: 0,
      },
    });
    const events = await told(executionArn, "TaskSubmitted");
    const submitted = events.find(({ type }) => type === "TaskSubmitted");
    expect(JSON.parse(submitted?.taskSubmittedEventDetails?.output ?? "")).toMatchObject({
      MessageId: "m1",
    });
  });

  test("a handler has a copy: what it does to it changes nothing in the execution", async () => {
    const { start, ended } = await startEngine({
      handlers: {
        "sns:publish": (parameters) => void Object.assign(parameters as object, { Message: "b" }),
      },
    });
    const publish = { Type: "Task", Resource: "arn:aws:states:::sns:publish", ResultPath: null };
    expect((await ended(await start(only(publish), { Message: "a" }))).output).toEqual({
      Message: "a",
    });
  });

  test("a task without a token gets none, and knows how often it was tried", async () => {
    const calls: unknown[] = [];
    const { start, ended } = await startEngine({
      clock: "skip",
      handlers: {
        "sns:publish": (_message, { taskToken, retryCount }) => {
          calls.push([taskToken, retryCount]);
          if (calls.length < 3) throw Object.assign(new Error("no"), { name: "SNS.Down" });
        },
      },
    });
    const retry = { Retry: [{ ErrorEquals: ["SNS.Down"] }] };
    const { status } = await ended(await start(task("sns:publish", { Message: "m" }, retry)));
    expect([status, calls]).toEqual([
      "SUCCEEDED",
      [
        [undefined, 0],
        [undefined, 1],
        [undefined, 2],
      ],
    ]);
  });

  test("events that are not taken fail the task as EventBridge's do", async () => {
    const refused = { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
    const { start, ended } = await startEngine({
      handlers: {
        "events:putEvents": (parameters) => {
          const { Entries } = parameters as { Entries: { Detail: unknown }[] };
          if (Entries[0]?.Detail !== "bad") return undefined;
          return { Entries: [refused], FailedEntryCount: 1 };
        },
      },
    });
    const put = (detail: unknown) => task("events:putEvents", { Entries: [{ Detail: detail }] });
    expect((await ended(await start(put({ fine: true })))).output).toEqual({
      Entries: [{ EventId: expect.any(String) }],
      FailedEntryCount: 0,
    });
    const { error, cause } = await ended(await start(put("bad")));
    expect(error).toBe("EventBridge.FailedEntry");
    expect(JSON.parse(cause ?? "")).toEqual({ Entries: [refused], FailedEntryCount: 1 });
  });

  test.each([
    ["http:invoke", { StatusCode: 404, ResponseBody: "gone" }, "States.Http.StatusCode.404"],
    ["apigateway:invoke", { StatusCode: 403, ResponseBody: { message: "no" } }, "ApiGateway.403"],
  ])("%s fails by the status that its handler answers", async (resource, answer, error) => {
    const { start, ended } = await startEngine({ handlers: { [resource]: () => answer } });
    const parameters = { ApiEndpoint: "https://a", Method: "GET" };
    expect(await ended(await start(task(resource, parameters)))).toMatchObject({ error });
  });

  test("http:invoke answers a 200 where its handler says nothing, else what it says", async () => {
    let answer: unknown;
    const { start, ended } = await startEngine({ handlers: { "http:invoke": () => answer } });
    const http = task("http:invoke", { ApiEndpoint: "https://a", Method: "GET" });
    const well = { Headers: {}, ResponseBody: {}, StatusCode: 200, StatusText: "OK" };
    expect((await ended(await start(http))).output).toEqual(well);
    answer = { StatusCode: 201, ResponseBody: "made" };
    expect((await ended(await start(http))).output).toEqual(answer);
  });

  test("without a handler nothing goes out: an HTTP task is refused with the way out", async () => {
    const { create } = await startEngine({ routes: { "*": "aws" } });
    const bare = await startEngine();
    const http = task("http:invoke", { ApiEndpoint: "https://a", Method: "GET" });
    for (const refused of [create(http), bare.create(http)]) {
      expect((await refusal(refused)).message).toContain('give a handler for "http:invoke"');
    }
    const queue = task("sqs:sendMessage.waitForTaskToken", {
      QueueUrl: "q",
      "MessageBody.$": "$$.Task.Token",
    });
    expect((await refusal(bare.create(queue))).message).toContain(
      'give a handler for "sqs:sendMessage.waitForTaskToken" in the "handlers" option, or name where it is done in the "routes" option',
    );
  });

  test("a job is submitted, and done when its handler is", async () => {
    const { start, told, ended } = await startEngine({
      handlers: {
        "glue:startJobRun": async (_parameters, { submitted }) => {
          submitted({ JobRunId: "jr_1" });
          submitted({ JobRunId: "twice" });
          return { JobRunState: "SUCCEEDED" };
        },
        "batch:submitJob": () => ({ Status: "SUCCEEDED" }),
        "states:startExecution": () => ({ Status: "SUCCEEDED" }),
        "ecs:runTask": () => {
          throw Object.assign(new Error("no such cluster"), { name: "ECS.ClusterNotFound" });
        },
      },
    });
    const machine = "arn:aws:states:us-east-1:123456789012:stateMachine:Child";
    const run = async (resource: string) => {
      const executionArn = await start(task(resource, { StateMachineArn: machine }));
      const { output, error } = await ended(executionArn);
      const events = await told(executionArn, "ExecutionStarted");
      const types = events.map(({ type }) => type);
      const submitted = events.find(({ type }) => type === "TaskSubmitted");
      return { output, error, types, told: submitted?.taskSubmittedEventDetails?.output };
    };
    const glue = await run("glue:startJobRun.sync");
    expect(glue).toMatchObject({
      output: { JobRunState: "SUCCEEDED" },
      told: '{"JobRunId":"jr_1"}',
    });
    expect(glue.types.slice(2, 6)).toEqual([
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
    ]);
    expect(await run("batch:submitJob.sync")).toMatchObject({ told: "{}" });
    const nested = await run("states:startExecution.sync");
    expect(nested.output).toEqual({ Status: "SUCCEEDED" });
    expect(JSON.parse(nested.told ?? "")).toMatchObject({
      ExecutionArn: expect.stringMatching(
        /^arn:aws:states:us-east-1:123456789012:execution:Child:[0-9a-f-]{36}$/,
      ),
      StartDate: expect.any(Number),
    });
    const failed = await run("ecs:runTask.sync");
    expect(failed).toMatchObject({ error: "ECS.ClusterNotFound", told: undefined });
  });

  test("an error of the SDK within a handler is told as the integration tells it", async () => {
    const sqs = await standIn(() => ({
      status: 400,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: JSON.stringify({
        __type: "com.amazonaws.sqs#QueueDoesNotExist",
        message: "The specified queue does not exist.",
      }),
    }));
    const client = new SQSClient({ ...ON_AWS, endpoint: sqs.url });
    onTestFinished(() => client.destroy());
    const send = (input: unknown) =>
      client.send(new SendMessageCommand(input as { QueueUrl: string; MessageBody: string }));
    const { start, ended } = await startEngine({
      handlers: { "sqs:sendMessage": send, "aws-sdk:sqs:sendMessage": send },
    });
    const parameters = { QueueUrl: `${sqs.url}/1/q`, MessageBody: "m" };
    const optimized = await ended(await start(task("sqs:sendMessage", parameters)));
    expect(optimized).toMatchObject({
      error: "SQS.QueueDoesNotExistException",
      cause: expect.stringContaining("(Service: AmazonSQS; Status Code: 400;"),
    });
    const sdk = await ended(await start(task("aws-sdk:sqs:sendMessage", parameters)));
    expect(sdk).toMatchObject({
      error: "Sqs.QueueDoesNotExistException",
      cause: expect.stringContaining("(Service: Sqs, Status Code: 400,"),
    });
  });

  test("an error within a handler of an SDK integration is told by the service of its class", async () => {
    class SecretsManagerServiceException extends Error {
      override readonly name = "InvalidName";
      readonly $metadata = { httpStatusCode: 400 };
    }
    const { start, ended } = await startEngine({
      handlers: {
        "aws-sdk:secretsmanager:createSecret": () => {
          throw new SecretsManagerServiceException("no such name");
        },
      },
    });
    const create = task("aws-sdk:secretsmanager:createSecret", { Name: "a b" });
    expect(await ended(await start(create))).toMatchObject({
      error: "SecretsManager.SecretsManagerException",
      cause: expect.stringMatching(/^no such name \(Service: SecretsManager, Status Code: 400,/),
    });
  });

  test("an error that the model of a service does not name is told by the service's name", async () => {
    const sqs = await standIn(() => ({
      status: 400,
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: JSON.stringify({ __type: "MissingParameter", message: "MessageBody is missing." }),
    }));
    const routes = { "*sqs:*": { endpoint: sqs.url } };
    const { start, ended } = await startEngine({ routes });
    const parameters = { QueueUrl: `${sqs.url}/1/q`, MessageBody: "m" };
    expect(await ended(await start(task("sqs:sendMessage", parameters)))).toMatchObject({
      error: "SQS.AmazonSQSException",
      cause: expect.stringContaining("Error Code: MissingParameter;"),
    });
    expect(await ended(await start(task("aws-sdk:sqs:sendMessage", parameters)))).toMatchObject({
      error: "Sqs.SqsException",
    });
  });

  test("what an API is asked with has lists of values in its headers, or the task does not begin", async () => {
    const asked: unknown[] = [];
    const { start, ended, told } = await startEngine({
      handlers: { "apigateway:invoke": (parameters) => void asked.push(parameters) },
    });
    const invoke = (more: object) =>
      task("apigateway:invoke", { ApiEndpoint: "a", Method: "GET", ...more });
    const lists = { Headers: { a: ["1"] }, QueryParameters: { b: ["2", "3"] } };
    expect(await ended(await start(invoke(lists)))).toMatchObject({ status: "SUCCEEDED" });
    for (const [fault, names] of [
      [{ Headers: { a: "1" } }, ["Headers"]],
      [{ QueryParameters: "b=2" }, ["QueryParameters"]],
      [{ Headers: [], QueryParameters: { b: 2 } }, ["Headers", "QueryParameters"]],
    ] as const) {
      const executionArn = await start(invoke(fault));
      const faults = names.map((name) => `The value of the field '${name}' has an invalid format`);
      expect(await ended(executionArn)).toMatchObject({
        error: "States.Runtime",
        cause: expect.stringContaining(
          `could not be used to start the Task: [${faults.join(", ")}]`,
        ),
      });
      const types = (await told(executionArn, "ExecutionFailed")).map(({ type }) => type);
      expect(types).not.toContain("TaskScheduled");
    }
    expect(asked).toHaveLength(1);
  });
});

describe("routes", () => {
  test("a function that is not given is run where its route leads; one that is given stays here", async () => {
    const lambda = await standIn(({ path, body }) =>
      path.includes("broken/")
        ? {
            headers: { "x-amz-function-error": "Unhandled" },
            body: '{"errorType":"Broken","errorMessage":"it is"}',
          }
        : { body: JSON.stringify({ path, event: JSON.parse(body) }) },
    );
    const { start, ended } = await startEngine({
      functions: { here: () => "here" },
      routes: { "lambda:*": { endpoint: lambda.url } },
    });
    const byArn = (name: string) => only({ Type: "Task", Resource: FUNCTION + name });
    expect((await ended(await start(byArn("here")))).output).toBe("here");
    expect(lambda.seen).toEqual([]);
    expect((await ended(await start(byArn("there"), { a: 1 }))).output).toEqual({
      path: expect.stringContaining("there/invocations"),
      event: { a: 1 },
    });
    const invoked = task("lambda:invoke", { FunctionName: "there:live", Payload: { b: 2 } });
    expect((await ended(await start(invoked))).output).toMatchObject({
      Payload: { event: { b: 2 } },
      StatusCode: 200,
    });
    expect(await ended(await start(byArn("broken")))).toMatchObject({
      status: "FAILED",
      error: "Broken",
      cause: '{"errorType":"Broken","errorMessage":"it is"}',
    });
    expect(lambda.seen).toHaveLength(3);
  });

  test("the store of another engine is reached by its endpoint, by both kinds of integration", async () => {
    const other = await startLocal();
    onTestFinished(() => other.close());
    const client = new DynamoDBClient(other.clientConfig("dynamodb"));
    onTestFinished(() => client.destroy());
    await client.send(
      new CreateTableCommand({
        TableName: "items",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      }),
    );
    const { start, ended } = await startEngine({
      routes: { "*dynamodb:*": { endpoint: other.dynamodb } },
    });
    const item = { id: { S: "a" }, camelCase: { M: { inner: { N: "1" } } } };
    const put = task("dynamodb:putItem", { TableName: "items", Item: item });
    expect((await ended(await start(put))).output).toMatchObject({
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
    const get = task("aws-sdk:dynamodb:getItem", { TableName: "items", Key: { id: { S: "a" } } });
    expect((await ended(await start(get))).output).toEqual({ Item: item });
    const none = { TableName: "none", Key: { id: { S: "a" } } };
    expect(await ended(await start(task("aws-sdk:dynamodb:getItem", none)))).toMatchObject({
      error: "DynamoDb.ResourceNotFoundException",
    });
    expect(await ended(await start(task("dynamodb:getItem", none)))).toMatchObject({
      error: "DynamoDB.ResourceNotFoundException",
      cause: expect.stringContaining("(Service: AmazonDynamoDBv2; Status Code: 400;"),
    });
  });

  test("members are spelt as the service spells them, and told as an integration does", async () => {
    const other = await startEngine();
    await other.create(only({ Type: "Pass" }), { name: "there" });
    const { start, ended } = await startEngine({
      routes: { "aws-sdk:sfn:*": { endpoint: other.local.endpoint } },
    });
    const listed = task("aws-sdk:sfn:listStateMachines", { MaxResults: 5 });
    expect((await ended(await start(listed))).output).toEqual({
      StateMachines: [
        {
          CreationDate: expect.stringMatching(/^\d{4}-/),
          Name: "there",
          StateMachineArn: expect.any(String),
          Type: "STANDARD",
        },
      ],
    });
  });

  test("an endpoint that does not answer is a failure of the client", async () => {
    const nowhere = { endpoint: "http://127.0.0.1:1" };
    const { start, ended } = await startEngine({
      routes: { "lambda:*": nowhere, "aws-sdk:sqs:*": nowhere, "sqs:*": nowhere },
    });
    const errors = [];
    for (const resource of ["lambda:invoke", "sqs:sendMessage", "aws-sdk:sqs:sendMessage"]) {
      const parameters =
        resource === "lambda:invoke" ? { FunctionName: "f" } : { QueueUrl: "q", MessageBody: "m" };
      errors.push((await ended(await start(task(resource, parameters)))).error);
    }
    expect(errors).toEqual([
      "Lambda.SdkClientException",
      "SQS.SdkClientException",
      "Sqs.SdkClientException",
    ]);
  });

  test("the input of an execution takes JSON, on the way to an endpoint", async () => {
    const other = await startEngine();
    const stateMachineArn = await other.create(only({ Type: "Pass" }), { name: "there" });
    const { start, ended } = await startEngine({
      routes: { "states:startExecution": { endpoint: other.local.endpoint } },
    });
    const parameters = { StateMachineArn: stateMachineArn, Input: { a: 1 }, Name: "first" };
    const { output } = await ended(await start(task("states:startExecution", parameters)));
    const { ExecutionArn } = output as { ExecutionArn: string };
    expect(await other.ended(ExecutionArn)).toMatchObject({ output: { a: 1 } });
  });

  test("texts of SQS take JSON, on the way to an endpoint", async () => {
    const sqs = await standIn(() => ({
      headers: { "content-type": "application/x-amz-json-1.0" },
      body: '{"MessageId":"m1","MD5OfMessageBody":"bb6cb5c68df4652941caf652a366f2d8"}',
    }));
    const { start, ended } = await startEngine({ routes: { "sqs:*": { endpoint: sqs.url } } });
    const parameters = { QueueUrl: `${sqs.url}/1/q`, MessageBody: { a: 1 } };
    const { output } = await ended(await start(task("sqs:sendMessage", parameters)));
    expect(output).toMatchObject({ MessageId: "m1", SdkHttpMetadata: { HttpStatusCode: 200 } });
    expect(JSON.parse(sqs.seen[0]?.body ?? "")).toMatchObject({ MessageBody: '{"a":1}' });
  });

  test("what a route cannot do is refused when the machine is created", async () => {
    const { create } = await startEngine({ routes: { "*": { endpoint: "http://127.0.0.1:1" } } });
    const kms = await refusal(create(task("aws-sdk:kms:encrypt")));
    expect(kms.message).toContain("npm install --save-dev @aws-sdk/client-kms");
    const secret = await refusal(create(task("aws-sdk:secretsmanager:getSecretValue")));
    expect(secret.message).toContain("npm install --save-dev @aws-sdk/client-secrets-manager");
    const job = await refusal(create(task("glue:startJobRun.sync")));
    expect(job.message).toContain('give a handler for "glue:startJobRun.sync"');
  });

  test.each([
    [{ a: "AWS" }, 'routes["a"]'],
    [{ a: { endpoint: "here" } }, 'routes["a"].endpoint'],
    [{ a: { url: "http://127.0.0.1:1" } }, "endpoint, region and profile"],
  ])("%j is no route", async (routes, message) => {
    await expect(startLocal({ routes: routes as never })).rejects.toThrow(message);
  });
});
