import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { type LocalOptions, startLocal } from "sfn-task-tools/local";
import { expect, onTestFinished, test } from "vitest";

const roleArn = "arn:aws:iam::123456789012:role/any";

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "data-dir-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function open(dataDir: string, options: LocalOptions = {}) {
  const local = await startLocal({ dataDir, ...options });
  return {
    local,
    sfn: new SFNClient(local.clientConfig()),
    [Symbol.asyncDispose]: () => local.close(),
  };
}

test("smoke", async () => {
  const dataDir = await folder();
  let activityArn = "",
    executionArn = "",
    machineArn = "";
  {
    await using one = await open(dataDir);
    const { sfn } = one;
    activityArn =
      (
        await sfn.send(
          new CreateActivityCommand({
            name: "work",
            tags: [
              { key: "a", value: "1" },
              { key: "b", value: "2" },
            ],
          }),
        )
      ).activityArn ?? "";
    await sfn.send(new UntagResourceCommand({ resourceArn: activityArn, tagKeys: ["a"] }));
    const definition = {
      StartAt: "W",
      States: {
        W: {
          Type: "Map",
          ItemsPath: "$.items",
          MaxConcurrency: 3,
          ItemProcessor: {
            StartAt: "T",
            States: { T: { Type: "Task", Resource: activityArn, End: true } },
          },
          End: true,
        },
      },
    };
    machineArn =
      (
        await sfn.send(
          new CreateStateMachineCommand({
            name: "m",
            roleArn,
            definition: JSON.stringify(definition),
            publish: true,
          }),
        )
      ).stateMachineArn ?? "";
    await sfn.send(
      new UpdateStateMachineCommand({
        stateMachineArn: machineArn,
        definition: JSON.stringify({ ...definition, Comment: "2" }),
        publish: true,
      }),
    );
    executionArn =
      (
        await sfn.send(
          new StartExecutionCommand({
            stateMachineArn: machineArn,
            input: JSON.stringify({
              items: Array.from({ length: 30 }, (_, i) => ({ i, s: "x".repeat(i * 10) })),
            }),
          }),
        )
      ).executionArn ?? "";
    for (let i = 0; i < 5; i++) {
      const task = await sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "w" }));
      await sfn.send(new SendTaskSuccessCommand({ taskToken: task.taskToken, output: task.input }));
    }
    const db = new DynamoDBClient(one.local.clientConfig("dynamodb"));
    await db.send(
      new CreateTableCommand({
        TableName: "things",
        KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    await db.send(
      new UpdateTimeToLiveCommand({
        TableName: "things",
        TimeToLiveSpecification: { AttributeName: "e", Enabled: true },
      }),
    );
    await db.send(new PutItemCommand({ TableName: "things", Item: { k: { S: "1" } } }));
  }
  {
    await using two = await open(dataDir);
    const { sfn } = two;
    expect(
      (await sfn.send(new ListActivitiesCommand({}))).activities?.map(({ name }) => name),
    ).toEqual(["work"]);
    expect(
      (await sfn.send(new ListTagsForResourceCommand({ resourceArn: activityArn }))).tags,
    ).toEqual([{ key: "b", value: "2" }]);
    expect(
      (await sfn.send(new ListStateMachineVersionsCommand({ stateMachineArn: machineArn })))
        .stateMachineVersions?.length,
    ).toBe(2);
    expect(
      (await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn }))).definition,
    ).toContain('"Comment":"2"');
    const task = await sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "w" }));
    await sfn.send(new SendTaskSuccessCommand({ taskToken: task.taskToken, output: task.input }));
    for (let i = 6; i < 30; i++) {
      const task = await sfn.send(new GetActivityTaskCommand({ activityArn, workerName: "w" }));
      await sfn.send(new SendTaskSuccessCommand({ taskToken: task.taskToken, output: task.input }));
    }
    for (;;) {
      const d = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (d.status !== "RUNNING") {
        expect([d.status, JSON.parse(d.output ?? "").length]).toEqual(["SUCCEEDED", 30]);
        break;
      }
    }
    const db = new DynamoDBClient(two.local.clientConfig("dynamodb"));
    expect(
      (await db.send(new GetItemCommand({ TableName: "things", Key: { k: { S: "1" } } }))).Item,
    ).toEqual({ k: { S: "1" } });
    expect(
      (await db.send(new DescribeTimeToLiveCommand({ TableName: "things" }))).TimeToLiveDescription
        ?.AttributeName,
    ).toBe("e");
  }
  {
    await using three = await open(dataDir);
    const { sfn } = three;
    const { executions } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: machineArn }),
    );
    expect(executions?.map(({ status }) => status)).toEqual(["SUCCEEDED"]);
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
    );
    expect(events.map(({ id }) => id)).toEqual(events.map((_, i) => i + 1));
    expect(events.length).toBe(30 * 7 + 5);
    const { execa } = { execa: 1 };
    void execa;
  }
});
