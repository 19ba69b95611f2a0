import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  DescribeActivityCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  StartExecutionCommand,
  TagResourceCommand,
} from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { only, ROLE, refusal, startEngine } from "./engine-fixture.js";

const PASS = only({ Type: "Pass" });

describe("pages", () => {
  test("stay in place while newer executions come before them", async () => {
    const { sfn, create } = await startEngine();
    const stateMachineArn = await create(PASS);
    const start = (name: string) => sfn.send(new StartExecutionCommand({ stateMachineArn, name }));
    for (const name of ["a", "b", "c"]) await start(name);
    const page = async (nextToken?: string) => {
      const { executions = [], ...rest } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken }),
      );
      return { names: executions.map(({ name }) => name), nextToken: rest.nextToken };
    };
    const first = await page();
    await start("d");
    const second = await page(first.nextToken);
    expect([first.names, second.names, second.nextToken]).toEqual([["c", "b"], ["a"], undefined]);
  });

  test("of a history go both ways, of any size, and may change it on the way", async () => {
    const { sfn, start, ended } = await startEngine();
    const executionArn = await start(PASS);
    await ended(executionArn);
    for (const reverseOrder of [false, true]) {
      const ids: (number | undefined)[] = [];
      let nextToken: string | undefined;
      for (const maxResults of [1, 2, 1000]) {
        const { events = [], ...rest } = await sfn.send(
          new GetExecutionHistoryCommand({ executionArn, reverseOrder, maxResults, nextToken }),
        );
        ids.push(...events.map(({ id }) => id));
        nextToken = rest.nextToken;
      }
      expect([ids, nextToken]).toEqual([reverseOrder ? [4, 3, 2, 1] : [1, 2, 3, 4], undefined]);
    }
    const { events = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 0 }),
    );
    expect(events.length).toBe(4);
  });

  test("refuse a token that was tampered with, or given for another request", async () => {
    const { sfn, create } = await startEngine();
    const stateMachineArn = await create(PASS);
    const other = await create(PASS);
    for (const name of ["a", "b"]) {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name }));
    }
    const { nextToken = "" } = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }),
    );
    const [start, ...rest] = JSON.parse(Buffer.from(nextToken, "base64").toString()) as [
      number,
      ...unknown[],
    ];
    const tampered = Buffer.from(JSON.stringify([start + 1, ...rest])).toString("base64");
    for (const command of [
      new ListExecutionsCommand({ stateMachineArn, nextToken: tampered }),
      new ListExecutionsCommand({ stateMachineArn: other, nextToken }),
      new ListExecutionsCommand({ stateMachineArn, statusFilter: "FAILED", nextToken }),
      new ListStateMachinesCommand({ nextToken }),
      new ListActivitiesCommand({ nextToken: "bm90aGluZw==" }),
    ]) {
      const sent = sfn.send(command as ListExecutionsCommand); // any of the lists
      expect(await refusal(sent)).toEqual({
        name: "InvalidToken",
        message: "Invalid Token: 'Invalid token'",
      });
    }
  });

  test("are not mixed up between operations that ask for nothing else", async () => {
    const { sfn, create } = await startEngine();
    await create(PASS);
    await create(PASS);
    const { nextToken } = await sfn.send(new ListStateMachinesCommand({ maxResults: 1 }));
    expect(
      (await sfn.send(new ListStateMachinesCommand({ nextToken }))).stateMachines?.length,
    ).toBe(1);
    const refused = await refusal(sfn.send(new ListActivitiesCommand({ nextToken })));
    expect(refused.name).toBe("InvalidToken");
  });

  test("hold a thousand at most", async () => {
    const { sfn } = await startEngine();
    const refused = await refusal(sfn.send(new ListStateMachinesCommand({ maxResults: 1001 })));
    expect(refused).toEqual({
      name: "ValidationException",
      message:
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    });
  });
});

describe("tags", () => {
  const tags = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `key-${index}`, value: "" }));

  test("are fifty at most, and one too many leaves those that are there", async () => {
    const { sfn, create } = await startEngine();
    const resourceArn = await create(PASS);
    await sfn.send(new TagResourceCommand({ resourceArn, tags: tags(50) }));
    const more = sfn.send(
      new TagResourceCommand({ resourceArn, tags: [{ key: "one-too-many", value: "" }] }),
    );
    expect((await refusal(more)).name).toBe("TooManyTags");
    const listed = await sfn.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(listed.tags).toEqual(tags(50));
  });

  test("too many of them create nothing", async () => {
    const { sfn } = await startEngine();
    const machine = new CreateStateMachineCommand({
      name: "tagged",
      definition: JSON.stringify(PASS),
      roleArn: ROLE,
      tags: tags(51),
    });
    expect((await refusal(sfn.send(machine))).name).toBe("TooManyTags");
    const activity = new CreateActivityCommand({ name: "tagged", tags: tags(51) });
    expect((await refusal(sfn.send(activity))).name).toBe("TooManyTags");
    expect((await sfn.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
    expect((await sfn.send(new ListActivitiesCommand({}))).activities).toEqual([]);
  });

  test("of what was there before are not changed by creating it again", async () => {
    const { sfn } = await startEngine();
    const create = (tag: string) =>
      sfn.send(new CreateActivityCommand({ name: "again", tags: [{ key: tag, value: tag }] }));
    const { activityArn } = await create("first");
    await create("second");
    const listed = await sfn.send(new ListTagsForResourceCommand({ resourceArn: activityArn }));
    expect(listed.tags).toEqual([{ key: "first", value: "first" }]);
  });

  test.each([
    ["a key of AWS", { key: "aws:owner", value: "" }, /reserved for AWS/],
    ["a key of 129 characters", { key: "k".repeat(129), value: "" }, /tags\.1\.member\.key.*128/],
    ["a value of 257 characters", { key: "k", value: "v".repeat(257) }, /value.*256/],
    ["a character that no tag has", { key: "k", value: "a<b" }, /regular expression/],
    ["no key", { value: "v" }, /Member must not be null/],
  ])("refuse %s", async (_what, tag, message) => {
    const { sfn, create } = await startEngine();
    const resourceArn = await create(PASS);
    const refused = await refusal(sfn.send(new TagResourceCommand({ resourceArn, tags: [tag] })));
    expect(refused).toEqual({
      name: "ValidationException",
      message: expect.stringMatching(message),
    });
  });
});

describe("encryption", () => {
  const KEY = "arn:aws:kms:us-east-1:123456789012:key/any";

  test("is kept and answered, and metadata alone are told without data", async () => {
    const { sfn, ended } = await startEngine();
    const encryptionConfiguration = { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: KEY } as const;
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: "secret",
        definition: JSON.stringify(PASS),
        roleArn: ROLE,
        encryptionConfiguration,
      }),
    );
    const machine = await sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn, includedData: "METADATA_ONLY" }),
    );
    expect([machine.definition, machine.encryptionConfiguration]).toEqual([
      "{}",
      { ...encryptionConfiguration, kmsDataKeyReusePeriodSeconds: 300 },
    ]);
    const { executionArn = "" } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, input: '{"secret":1}' }),
    );
    await ended(executionArn);
    const { input, output, inputDetails, outputDetails } = await sfn.send(
      new DescribeExecutionCommand({ executionArn, includedData: "METADATA_ONLY" }),
    );
    expect({ input, output, inputDetails, outputDetails }).toEqual({
      inputDetails: { included: false },
      outputDetails: { included: false },
    });
  });

  test("tells an activity from one of the same name", async () => {
    const { sfn } = await startEngine();
    const create = (kmsKeyId: string) =>
      sfn.send(
        new CreateActivityCommand({
          name: "secret",
          encryptionConfiguration: { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId },
        }),
      );
    const { activityArn } = await create(KEY);
    const described = await sfn.send(new DescribeActivityCommand({ activityArn }));
    expect(described.encryptionConfiguration?.kmsKeyId).toBe(KEY);
    expect((await refusal(create("another"))).name).toBe("ActivityAlreadyExists");
  });

  test.each([
    ["no key", { type: "CUSTOMER_MANAGED_KMS_KEY" }],
    ["a key of nobody's", { type: "AWS_OWNED_KEY", kmsKeyId: KEY }],
    [
      "a period of 59 seconds",
      { type: "CUSTOMER_MANAGED_KMS_KEY", kmsKeyId: KEY, kmsDataKeyReusePeriodSeconds: 59 },
    ],
  ] as const)("is refused for %s", async (_why, encryptionConfiguration) => {
    const { sfn } = await startEngine();
    const activity = new CreateActivityCommand({ name: "a", encryptionConfiguration });
    expect((await refusal(sfn.send(activity))).name).toBe("InvalidEncryptionConfiguration");
  });
});
