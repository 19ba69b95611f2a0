import {
  type AnyState,
  LambdaFunction,
  Map as MapState,
  NestedExecution,
  Parallel,
  Pass,
  ServiceIntegration,
  StateMachine,
  type StateMachineOptions,
  Task,
} from "sfn-task-tools/workflow";
import { describe, expect, test } from "vitest";

const place = { region: "eu-west-1", account: "123456789012" };
const written = (state: AnyState, options: StateMachineOptions = {}, arns: object = place) =>
  new StateMachine("m", state, options).definition(arns).States.a;

const context = {
  Execution: {
    "Id.$": "$$.Execution.Id",
    "Name.$": "$$.Execution.Name",
    "StartTime.$": "$$.Execution.StartTime",
    "RedriveCount.$": "$$.Execution.RedriveCount",
  },
  StateMachine: { "Id.$": "$$.StateMachine.Id", "Name.$": "$$.StateMachine.Name" },
  State: {
    "Name.$": "$$.State.Name",
    "EnteredTime.$": "$$.State.EnteredTime",
    "RetryCount.$": "$$.State.RetryCount",
  },
};

describe("a Lambda function", () => {
  test("of task() gets the envelope", () => {
    expect(written(new Task("a", new LambdaFunction("collect")))).toEqual({
      Type: "Task",
      Resource: "arn:aws:lambda:eu-west-1:123456789012:function:collect",
      Parameters: { "input.$": "$", context },
      End: true,
    });
  });

  test("gets it in JSONata, too", () => {
    const task = new Task("a", new LambdaFunction("collect"));
    const own = new Task("a", new LambdaFunction("collect"), { queryLanguage: "JSONata" });
    const expected = {
      input: "{% $states.input %}",
      context: {
        Execution: {
          Id: "{% $states.context.Execution.Id %}",
          Name: "{% $states.context.Execution.Name %}",
          StartTime: "{% $states.context.Execution.StartTime %}",
          RedriveCount: "{% $states.context.Execution.RedriveCount %}",
        },
        StateMachine: {
          Id: "{% $states.context.StateMachine.Id %}",
          Name: "{% $states.context.StateMachine.Name %}",
        },
        State: {
          Name: "{% $states.context.State.Name %}",
          EnteredTime: "{% $states.context.State.EnteredTime %}",
          RetryCount: "{% $states.context.State.RetryCount %}",
        },
      },
    };
    expect(written(task, { queryLanguage: "JSONata" })).toHaveProperty("Arguments", expected);
    expect(written(own)).toHaveProperty("Arguments", expected);
  });

  test("gets what parameters or arguments make in place of the input", () => {
    const run = new LambdaFunction("collect");
    expect(written(new Task("a", run, { parameters: { "show.$": "$.title" } }))).toHaveProperty(
      "Parameters",
      { input: { "show.$": "$.title" }, context },
    );
    const made = new Task("a", run, { arguments: { show: 1 } });
    expect(written(made, { queryLanguage: "JSONata" })).toHaveProperty("Arguments.input", {
      show: 1,
    });
  });

  test("learns the item in an inline Map alone, and in the branches there", () => {
    const inMap = (mode?: "inline" | "distributed") => {
      const item = new Task("item", new LambdaFunction("collect"));
      const map = new MapState("a", new Parallel("p", [item]), { mode });
      return JSON.stringify(new StateMachine("m", map).definition(place)).includes(
        "Map.Item.Index",
      );
    };
    expect([inMap(), inMap("inline"), inMap("distributed")]).toEqual([true, true, false]);
    const nested = new MapState(
      "out",
      new MapState("in", new Task("item", new LambdaFunction("collect")), { mode: "distributed" }),
    );
    const text = JSON.stringify(new StateMachine("m", nested).definition(place));
    expect(text).not.toContain("Map.Item.Index");
  });

  test("gets its input alone where it wants no envelope", () => {
    const plain = new LambdaFunction<(event: object) => void>("plain", { envelope: false });
    expect(written(new Task("a", plain))).toEqual({
      Type: "Task",
      Resource: "arn:aws:lambda:eu-west-1:123456789012:function:plain",
      End: true,
    });
  });

  test("is called by lambda:invoke, which takes the name where the account is not known", () => {
    const run = new LambdaFunction("collect:live", { integration: "invoke" });
    const task = new Task("a", run);
    expect(written(task, {}, {})).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: "collect:live", Payload: { "input.$": "$", context } },
      OutputPath: "$.Payload",
      End: true,
    });
    expect(written(task)).toHaveProperty(
      "Parameters.FunctionName",
      "arn:aws:lambda:eu-west-1:123456789012:function:collect:live",
    );
    expect(written(task, { queryLanguage: "JSONata" })).toHaveProperty(
      "Output",
      "{% $states.result.Payload %}",
    );
    const stated = new Task("a", run, { resultPath: "$.answer" });
    expect(written(stated)).not.toHaveProperty("OutputPath");
    const plain = new LambdaFunction<(event: object) => void, "invoke">("plain", {
      integration: "invoke",
      envelope: false,
    });
    expect(written(new Task("a", plain))).toHaveProperty("Parameters", {
      FunctionName: "arn:aws:lambda:eu-west-1:123456789012:function:plain",
      "Payload.$": "$",
    });
  });

  test("gets its task token where it has one", () => {
    const ask = new LambdaFunction("ask", { integration: "invoke.waitForTaskToken" });
    const state = written(new Task("a", ask));
    expect(state).toHaveProperty("Resource", "arn:aws:states:::lambda:invoke.waitForTaskToken");
    expect(state).toHaveProperty("Parameters.Payload.context", {
      ...context,
      Task: { "Token.$": "$$.Task.Token" },
    });
    expect(state).not.toHaveProperty("OutputPath");
  });

  test.each([
    ["collect", { ...place, partition: "aws-iso" }, "arn:aws-iso:lambda:eu-west-1:123456789012:"],
    ["collect", { region: "cn-north-1", account: "1" }, "arn:aws-cn:lambda:cn-north-1:1:"],
    ["collect", { region: "us-gov-west-1", account: "1" }, "arn:aws-us-gov:lambda:"],
    ["arn:aws:lambda:us-east-1:1:function:other", {}, "arn:aws:lambda:us-east-1:1:function:other"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of CloudFormation
    ["${CollectFunctionArn}", {}, "${CollectFunctionArn}"],
    [
      "collect",
      { arnOf: ({ kind, name }: { kind: string; name: string }) => `\${${kind}-${name}}` },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of CloudFormation
      "${lambda-collect}",
    ],
  ])("%s is found by its name, ARN or placeholder", (name, arns, expected) => {
    const { Resource } = written(new Task("a", new LambdaFunction(name)), {}, arns) as {
      Resource: string;
    };
    expect(Resource.startsWith(expected)).toBe(true);
  });

  test("without a region or account is told", () => {
    const machine = new StateMachine("m", new Task("a", new LambdaFunction("collect")));
    expect(() => machine.definition()).toThrow(
      'Expected the region and account of the lambda "collect", got no region. Give definition({ region, account }), or arnOf, or name the lambda by its ARN.',
    );
    expect(() => machine.definition({ region: "eu-west-1" })).toThrow("got no account");
  });
});

describe("an activity", () => {
  test("has its heartbeat, unless the Task has one or ends sooner", () => {
    const add = { kind: "activity", name: "add", heartbeatSeconds: 20 } as const;
    expect(written(new Task("a", add))).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:eu-west-1:123456789012:activity:add",
      HeartbeatSeconds: 20,
      End: true,
    });
    expect(written(new Task("a", add, { heartbeatSeconds: 5 }))).toHaveProperty(
      "HeartbeatSeconds",
      5,
    );
    expect(written(new Task("a", add, { heartbeatSeconds: undefined }))).toHaveProperty(
      "HeartbeatSeconds",
      20,
    );
    expect(written(new Task("a", add, { timeoutSeconds: 10 }))).not.toHaveProperty(
      "HeartbeatSeconds",
    );
    expect(written(new Task("a", add, { heartbeatSecondsPath: "$.b" }))).not.toHaveProperty(
      "HeartbeatSeconds",
    );
  });

  test("gets the envelope where it wants it, and may have an ARN", () => {
    const add = { kind: "activity", name: "add", arn: "arn:aws:states:x:1:activity:add" } as const;
    expect(written(new Task("a", { ...add, envelope: true }))).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:x:1:activity:add",
      Parameters: { "input.$": "$", context },
      End: true,
    });
  });
});

describe("a nested execution", () => {
  const inner = new StateMachine("inner", new Pass("b"));

  test("gives the output of the machine", () => {
    expect(written(new Task("a", new NestedExecution(inner)))).toEqual({
      Type: "Task",
      Resource: "arn:aws:states:::states:startExecution.sync:2",
      Parameters: {
        StateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:inner",
        "Input.$": "$",
      },
      OutputPath: "$.Output",
      End: true,
    });
  });

  test("waits as its pattern says", () => {
    const resource = (pattern: "none" | "sync" | "waitForTaskToken") =>
      written(
        new Task("a", new NestedExecution("inner", { pattern }), { parameters: { b: 1 } }),
      ) as { Resource: string; Parameters: unknown; OutputPath?: string };
    expect(resource("none").Resource).toMatch(/:startExecution$/);
    expect(resource("sync").Resource).toMatch(/:startExecution\.sync$/);
    expect(resource("waitForTaskToken").Resource).toMatch(/:startExecution\.waitForTaskToken$/);
    expect(resource("none").Parameters).toHaveProperty("Input", { b: 1 });
    expect(resource("sync").OutputPath).toBeUndefined();
  });

  test("of no machine is told", () => {
    expect(() => new NestedExecution("")).toThrow(/Expected a state machine, its name or its ARN/);
  });
});

test("any service is called with the Task's own parameters", () => {
  const send = new ServiceIntegration("sqs:sendMessage", "waitForTaskToken");
  const parameters = { "MessageBody.$": "$", "Token.$": "$$.Task.Token" };
  expect(written(new Task("a", send, { parameters }), {}, { partition: "aws-cn" })).toEqual({
    Type: "Task",
    Resource: "arn:aws-cn:states:::sqs:sendMessage.waitForTaskToken",
    Parameters: parameters,
    End: true,
  });
});
