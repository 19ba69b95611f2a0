import { writeFile } from "node:fs/promises";
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
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateActivityCommand,
  CreateStateMachineAliasCommand,
  DeleteStateMachineVersionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  GetActivityTaskCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListStateMachineVersionsCommand,
  ListTagsForResourceCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { ClassicLevel } from "classic-level";
import { LocalDataError, startLocal } from "sfn-task-tools/local";
import { expect, test } from "vitest";
import { folder, open } from "./data-dir-fixture.js";

const FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:work";

const pass = { StartAt: "P", States: { P: { Type: "Pass", End: true } } };
const task = { StartAt: "T", States: { T: { Type: "Task", Resource: FUNCTION, End: true } } };

test("machines, versions, aliases, activities and tags are there again", async () => {
  const dataDir = await folder();
  let machineArn: string;
  let activityArn = "";
  {
    await using first = await open(dataDir);
    const { sfn, create } = first;
    const activity = { name: "work", tags: ["a", "b"].map((key) => ({ key, value: key })) };
    activityArn = (await sfn.send(new CreateActivityCommand(activity))).activityArn ?? "";
    await sfn.send(new UntagResourceCommand({ resourceArn: activityArn, tagKeys: ["a"] }));
    machineArn = await create(pass, { publish: true, tags: [{ key: "k", value: "v" }] });
    for (const Comment of ["two", "three"]) {
      const definition = JSON.stringify({ ...pass, Comment });
      const update = { stateMachineArn: machineArn, definition, publish: true };
      await sfn.send(new UpdateStateMachineCommand(update));
    }
    const routes = [{ stateMachineVersionArn: `${machineArn}:2`, weight: 100 }];
    await sfn.send(
      new CreateStateMachineAliasCommand({ name: "live", routingConfiguration: routes }),
    );
    const version = { stateMachineVersionArn: `${machineArn}:1` };
    await sfn.send(new DeleteStateMachineVersionCommand(version));
  }
  await using second = await open(dataDir);
  const { sfn } = second;
  const { activities } = await sfn.send(new ListActivitiesCommand({}));
  expect(activities?.map(({ name }) => name)).toEqual(["work"]);
  const tagsOf = async (resourceArn: string) =>
    (await sfn.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
  expect(await tagsOf(activityArn)).toEqual([{ key: "b", value: "b" }]);
  expect(await tagsOf(machineArn)).toEqual([{ key: "k", value: "v" }]);
  const versions = await sfn.send(
    new ListStateMachineVersionsCommand({ stateMachineArn: machineArn }),
  );
  expect(
    versions.stateMachineVersions?.map(({ stateMachineVersionArn: arn }) => arn?.at(-1)),
  ).toEqual(["3", "2"]);
  const alias = { stateMachineAliasArn: `${machineArn}:live` };
  expect(
    (await sfn.send(new DescribeStateMachineAliasCommand(alias))).routingConfiguration,
  ).toEqual([{ stateMachineVersionArn: `${machineArn}:2`, weight: 100 }]);
  const machine = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn }));
  expect(machine.definition).toContain("three");
});

test("executions that have ended are told as before, and can be redriven", async () => {
  const dataDir = await folder();
  const input = `{ "text":  "${"as it was sent ".repeat(100)}" }`;
  let succeeded: string | undefined;
  let failed: string | undefined;
  let told: unknown;
  let history: unknown;
  {
    const functions = {
      work: () => {
        throw new Error("not today");
      },
    };
    await using first = await open(dataDir, { functions });
    const { sfn, create, ended, eventsOf } = first;
    const start = { stateMachineArn: await create(pass), input };
    succeeded = (await sfn.send(new StartExecutionCommand(start))).executionArn ?? "";
    const other = { stateMachineArn: await create(task, { name: "t" }), input };
    failed = (await sfn.send(new StartExecutionCommand(other))).executionArn ?? "";
    const { $metadata: _, ...described } = await ended(succeeded);
    told = described;
    history = await eventsOf(succeeded);
    await ended(failed);
  }
  await using second = await open(dataDir, { functions: { work: () => "today" } });
  const { sfn, ended, eventsOf } = second;
  const { $metadata: _, ...described } = await ended(succeeded);
  expect(described).toEqual(told);
  expect(described.input).toBe(input);
  expect(await eventsOf(succeeded)).toEqual(history);
  await sfn.send(new RedriveExecutionCommand({ executionArn: failed }));
  const { status, output } = await ended(failed);
  expect([status, output]).toEqual(["SUCCEEDED", '"today"']);
  const ids = (await eventsOf(failed)).map(({ id }) => id);
  expect(ids).toEqual(ids.map((_, at) => at + 1));
  const stateMachineArn = described.stateMachineArn ?? "";
  const listed = await sfn.send(new ListExecutionsCommand({ stateMachineArn }));
  expect(listed.executions?.map(({ executionArn }) => executionArn)).toEqual([succeeded]);
});

test("time that was skipped stays skipped, and what waits is due when it was", async () => {
  const dataDir = await folder();
  const DAY = 86_400;
  const waits = (Seconds: number, Next: object) => ({ Type: "Wait", Seconds, ...Next });
  const definition = {
    StartAt: "Long",
    States: {
      Long: waits(10 * DAY, { Next: "Hold" }),
      Hold: { Type: "Task", Resource: FUNCTION, Next: "Again" },
      Again: waits(DAY, { End: true }),
    },
  };
  let executionArn = "";
  let began = () => {};
  const held = new Promise<void>((resolve) => {
    began = resolve;
  });
  {
    const work = async () => {
      began();
      await new Promise(() => {});
    };
    await using first = await open(dataDir, { clock: "skip", functions: { work } });
    const stateMachineArn = await first.create(definition);
    const start = new StartExecutionCommand({ stateMachineArn });
    executionArn = (await first.sfn.send(start)).executionArn ?? "";
    await held;
  }
  await using second = await open(dataDir, { clock: "skip", functions: { work: () => 1 } });
  await second.ended(executionArn);
  const events = await second.eventsOf(executionArn);
  const times = events.map(({ timestamp }) => (timestamp?.getTime() ?? 0) / 1000);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(events.filter(({ type }) => type === "LambdaFunctionScheduled")).toHaveLength(1);
  expect(Math.round(((times.at(-1) ?? 0) - (times[0] ?? 0)) / DAY)).toBe(11);
});

test("an EXPRESS execution begins anew, and one that a client waits for does not", async () => {
  const dataDir = await folder();
  const runs: unknown[] = [];
  const machine = { type: "EXPRESS" as const };
  let hold = true;
  const work = async (event: unknown) => {
    runs.push(event);
    if (hold) await new Promise(() => {});
    return event;
  };
  {
    await using first = await open(dataDir, { functions: { work } });
    const stateMachineArn = await first.create(task, machine);
    await first.sfn.send(new StartExecutionCommand({ stateMachineArn, input: '"kept"' }));
    const waited = new StartSyncExecutionCommand({ stateMachineArn, input: '"waited for"' });
    void first.sfn.send(waited).catch(() => {});
    await expect.poll(() => runs.length).toBe(2);
  }
  hold = false;
  await using _second = await open(dataDir, { functions: { work } });
  await expect.poll(() => runs.length).toBe(3);
  expect(runs).toEqual(["kept", "waited for", "kept"]);
});

test("tables, their items and their settings are there again", async () => {
  const dataDir = await folder();
  {
    await using first = await open(dataDir);
    const dynamodb = new DynamoDBClient(first.local.clientConfig("dynamodb"));
    await dynamodb.send(
      new CreateTableCommand({
        TableName: "things",
        KeySchema: [{ AttributeName: "k", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "k", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
      }),
    );
    const TimeToLiveSpecification = { AttributeName: "e", Enabled: true };
    const setting = { TableName: "things", TimeToLiveSpecification };
    await dynamodb.send(new UpdateTimeToLiveCommand(setting));
    await dynamodb.send(new PutItemCommand({ TableName: "things", Item: { k: { S: "1" } } }));
  }
  await using second = await open(dataDir);
  const dynamodb = new DynamoDBClient(second.local.clientConfig("dynamodb"));
  const got = await dynamodb.send(
    new GetItemCommand({ TableName: "things", Key: { k: { S: "1" } } }),
  );
  expect(got.Item).toEqual({ k: { S: "1" } });
  const setting = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: "things" }));
  expect(setting.TimeToLiveDescription?.AttributeName).toBe("e");
});

test("buckets and their objects are there again", async () => {
  const dataDir = await folder();
  const Body = Buffer.from([0, 255, 10, 13]);
  const object = { Bucket: "things", Key: "a/b c", ContentType: "x/y", Metadata: { m: "1" } };
  {
    await using first = await open(dataDir);
    const s3 = new S3Client({ ...first.local.clientConfig("s3"), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: "things" }));
    await s3.send(new PutObjectCommand({ ...object, Body }));
  }
  await using second = await open(dataDir);
  const s3 = new S3Client({ ...second.local.clientConfig("s3"), forcePathStyle: true });
  const { Bucket, Key } = object;
  const got = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect([got.ContentType, got.Metadata]).toEqual(["x/y", { m: "1" }]);
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
  const listed = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(listed.Contents?.map((found) => found.Key)).toEqual([Key]);
});

test("a folder that is in use, of another format or of something else is refused", async () => {
  const dataDir = await folder();
  {
    await using _first = await open(dataDir);
    const refusal = await startLocal({ dataDir }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(LocalDataError);
    expect(String(refusal)).toMatch(/is in use by another process\. End that one/);
  }
  const level = new ClassicLevel(join(dataDir, "states"));
  await level.put("format", "2");
  await level.close();
  await expect(startLocal({ dataDir })).rejects.toThrow(
    /was written in format 2 .* reads format 1/,
  );

  const foreign = await folder();
  const other = new ClassicLevel(join(foreign, "states"));
  await other.put("something", "else");
  await other.close();
  await expect(startLocal({ dataDir: foreign })).rejects.toThrow(/something else/);

  const file = join(await folder(), "file");
  await writeFile(file, "");
  await expect(startLocal({ dataDir: file })).rejects.toThrow();
});

test("a record that cannot be read is named", async () => {
  const dataDir = await folder();
  {
    await using first = await open(dataDir);
    await first.create(pass);
  }
  const level = new ClassicLevel(join(dataDir, "states"));
  const [key = ""] = await level.keys({ gte: "record\u0000machine", limit: 1 }).all();
  await level.put(key, "{");
  await level.close();
  const refusal = await startLocal({ dataDir }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ key: expect.stringMatching(/^record \/ machine \/ arn:/) });
  expect(String(refusal)).toMatch(/cannot be read: .*Put back a copy/s);
});

test("what a worker or the holder of a token has stays theirs, and is not handed out again", async () => {
  const dataDir = await folder();
  const activityArn = "arn:aws:states:us-east-1:123456789012:activity:by-hand";
  const tokens: string[] = [];
  const ask = ({ token }: { token: string }) => {
    tokens.push(token);
  };
  const branch = (name: string, state: object) => ({
    StartAt: name,
    States: { [name]: { ...state, End: true } },
  });
  const definition = {
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        End: true,
        Branches: [
          branch("Worker", { Type: "Task", Resource: activityArn }),
          branch("Token", {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
            Parameters: { FunctionName: "ask", Payload: { "token.$": "$$.Task.Token" } },
          }),
        ],
      },
    },
  };
  let executionArn = "";
  let workersToken: string | undefined;
  {
    await using first = await open(dataDir, { functions: { ask } });
    await first.sfn.send(new CreateActivityCommand({ name: "by-hand" }));
    const stateMachineArn = await first.create(definition);
    const start = new StartExecutionCommand({ stateMachineArn });
    executionArn = (await first.sfn.send(start)).executionArn ?? "";
    const poll = new GetActivityTaskCommand({ activityArn });
    workersToken = (await first.sfn.send(poll)).taskToken;
    await expect
      .poll(async () => (await first.eventsOf(executionArn)).map(({ type }) => type))
      .toContain("TaskSubmitted");
  }
  await using second = await open(dataDir, { functions: { ask } });
  const { sfn, ended, eventsOf } = second;
  const poll = new GetActivityTaskCommand({ activityArn });
  const another = sfn.send(poll, { abortSignal: AbortSignal.timeout(200) });
  await expect(another).rejects.toThrow();
  expect(tokens).toHaveLength(1);
  for (const taskToken of [workersToken, tokens[0]]) {
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  }
  expect((await ended(executionArn)).output).toBe("[1,1]");
  const started = (await eventsOf(executionArn)).filter(({ type }) => type === "ActivityStarted");
  expect(started).toHaveLength(1);
});
