import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as sdk from "@aws-sdk/client-sfn";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { only, ROLE, refusal, startEngine } from "./engine-fixture.js";

type Sdk = Readonly<Record<string, new (input: object) => sdk.ListStateMachinesCommand>>;

/** All of the client's commands. */
const OPERATIONS = Object.keys(sdk)
  .filter((name) => /^[A-Z].*Command$/.test(name))
  .map((name) => name.slice(0, -"Command".length))
  .sort();

const MODELS = join(
  dirname(createRequire(import.meta.url).resolve("@aws-sdk/client-sfn/package.json")),
  "dist-types/models",
);

/** The members that the SDK's models declare without a question mark: those that are always there. */
function requiredMembers(): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const name of readdirSync(MODELS).filter((file) => file.endsWith(".d.ts"))) {
    const text = readFileSync(join(MODELS, name), "utf8");
    const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node)) return;
      const required = node.members.filter(
        (member) => ts.isPropertySignature(member) && member.questionToken === undefined,
      );
      members.set(
        node.name.text,
        required.map((member) => (member.name as ts.Identifier).text), // of a property signature
      );
    });
  }
  return members;
}

const MODELLED = requiredMembers();

describe("every operation of @aws-sdk/client-sfn", () => {
  test("is one of 37", () => {
    expect(OPERATIONS.length).toBe(37);
  });

  test.each(OPERATIONS)("%s is known", async (name) => {
    const { sfn } = await startEngine();
    const Command = (sdk as unknown as Sdk)[`${name}Command`]; // a command's class, by its name
    if (Command === undefined) throw new Error(`There is no ${name}Command`);
    const refused = await sfn.send(new Command({})).then(
      () => undefined,
      (error: Error) => error.name,
    );
    // Without what it needs an operation says so; those that need nothing answer.
    const known = [undefined, "ValidationException", "MissingRequiredParameter"];
    expect(known).toContain(refused);
  });

  test("answers what its model says is always there", async () => {
    const { sfn, ended, told } = await startEngine({
      functions: { fail: () => Promise.reject(new Error("always")) },
    });
    const answered = new Map<string, object>();
    const send: typeof sfn.send = async (command: object) => {
      const answer = await sfn.send(command as sdk.ListStateMachinesCommand); // any of them
      answered.set(command.constructor.name.replace(/Command$/, ""), answer);
      return answer as never; // what the caller's command gives
    };
    const definition = (state: object) => JSON.stringify(only(state));
    const base = { roleArn: ROLE, publish: true } as const;
    const lambda = "arn:aws:lambda:us-east-1:123456789012:function:fail";

    const { stateMachineArn, stateMachineVersionArn } = await send(
      new sdk.CreateStateMachineCommand({
        ...base,
        name: "fails",
        definition: definition({ Type: "Task", Resource: lambda }),
      }),
    );
    await send(new sdk.DescribeStateMachineCommand({ stateMachineArn }));
    await send(new sdk.ListStateMachinesCommand({}));
    await send(new sdk.ValidateStateMachineDefinitionCommand({ definition: "{}" }));
    await send(new sdk.TestStateCommand({ definition: '{"Type":"Succeed"}' }));
    await send(new sdk.ListStateMachineVersionsCommand({ stateMachineArn }));
    const { stateMachineAliasArn } = await send(
      new sdk.CreateStateMachineAliasCommand({
        name: "live",
        routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      }),
    );
    await send(new sdk.DescribeStateMachineAliasCommand({ stateMachineAliasArn }));
    await send(new sdk.UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: "d" }));
    await send(new sdk.ListStateMachineAliasesCommand({ stateMachineArn }));

    const { executionArn = "" } = await send(
      new sdk.StartExecutionCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    await ended(executionArn);
    await send(new sdk.DescribeExecutionCommand({ executionArn }));
    await send(new sdk.DescribeStateMachineForExecutionCommand({ executionArn }));
    await send(new sdk.GetExecutionHistoryCommand({ executionArn }));
    await send(new sdk.ListExecutionsCommand({ stateMachineArn }));
    await send(new sdk.RedriveExecutionCommand({ executionArn }));
    await ended(executionArn);
    await send(new sdk.StopExecutionCommand({ executionArn }));
    await send(new sdk.DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    await send(new sdk.DeleteStateMachineVersionCommand({ stateMachineVersionArn }));
    await send(
      new sdk.UpdateStateMachineCommand({
        stateMachineArn,
        definition: definition({ Type: "Pass" }),
      }),
    );
    await send(new sdk.PublishStateMachineVersionCommand({ stateMachineArn }));

    const tags = [{ key: "k", value: "v" }];
    await send(new sdk.TagResourceCommand({ resourceArn: stateMachineArn, tags }));
    await send(new sdk.ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    await send(new sdk.UntagResourceCommand({ resourceArn: stateMachineArn, tagKeys: ["k"] }));
    await send(new sdk.DeleteStateMachineCommand({ stateMachineArn }));

    const quick = await send(
      new sdk.CreateStateMachineCommand({
        ...base,
        name: "quick",
        type: "EXPRESS",
        definition: definition({ Type: "Pass" }),
      }),
    );
    await send(new sdk.StartSyncExecutionCommand({ stateMachineArn: quick.stateMachineArn ?? "" }));

    const { activityArn = "" } = await send(new sdk.CreateActivityCommand({ name: "work" }));
    await send(new sdk.DescribeActivityCommand({ activityArn }));
    await send(new sdk.ListActivitiesCommand({}));
    const worked = await send(
      new sdk.CreateStateMachineCommand({
        ...base,
        name: "worked",
        definition: definition({ Type: "Task", Resource: activityArn, HeartbeatSeconds: 60 }),
      }),
    );
    for (const end of ["SendTaskSuccess", "SendTaskFailure"]) {
      await send(new sdk.StartExecutionCommand({ stateMachineArn: worked.stateMachineArn ?? "" }));
      const { taskToken } = await send(new sdk.GetActivityTaskCommand({ activityArn }));
      await send(new sdk.SendTaskHeartbeatCommand({ taskToken }));
      if (end === "SendTaskFailure") await send(new sdk.SendTaskFailureCommand({ taskToken }));
      else await send(new sdk.SendTaskSuccessCommand({ taskToken, output: "{}" }));
    }
    await send(new sdk.DeleteActivityCommand({ activityArn }));

    const map = await send(
      new sdk.CreateStateMachineCommand({
        ...base,
        name: "map",
        definition: definition({
          Type: "Map",
          ItemProcessor: {
            ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
            StartAt: "Hold",
            States: { Hold: { Type: "Wait", Seconds: 60, End: true } },
          },
        }),
      }),
    );
    const running = await send(
      new sdk.StartExecutionCommand({
        stateMachineArn: map.stateMachineArn ?? "",
        input: "[1]",
      }),
    );
    await told(running.executionArn ?? "", "MapRunStarted");
    const { mapRuns = [] } = await send(
      new sdk.ListMapRunsCommand({ executionArn: running.executionArn }),
    );
    const { mapRunArn } = mapRuns[0] ?? {};
    await send(new sdk.DescribeMapRunCommand({ mapRunArn }));
    await send(new sdk.UpdateMapRunCommand({ mapRunArn, maxConcurrency: 1 }));

    expect([...answered.keys()].sort()).toEqual(OPERATIONS);
    for (const [name, answer] of answered) {
      const required = MODELLED.get(`${name}Output`) ?? [];
      const missing = required.filter((member) => (answer as Sdk)[member] === undefined); // by its name
      expect({ name, missing }).toEqual({ name, missing: [] });
    }
  });

  test("one that is not there is refused by its name", async () => {
    const { local } = await startEngine();
    const response = await fetch(local.endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": "AWSStepFunctions.MakeCoffee",
      },
      body: "{}",
    });
    expect(await response.json()).toMatchObject({ __type: "UnknownOperationException" });
  });
});

test("the models were read", async () => {
  expect(MODELLED.get("DescribeExecutionOutput")).toEqual([
    "executionArn",
    "stateMachineArn",
    "status",
    "startDate",
  ]);
  const { sfn } = await startEngine();
  expect(
    (await refusal(sfn.send(new sdk.DescribeActivityCommand({ activityArn: undefined })))).name,
  ).toBe("ValidationException");
});
