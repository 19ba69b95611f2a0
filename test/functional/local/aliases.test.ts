import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import type { LocalOptions } from "sfn-task-tools/local";
import { describe, expect, test } from "vitest";
import { only, ROLE, refusal, startEngine } from "./engine-fixture.js";

/** A machine with two versions, that give 1 and 2, and an alias `live`. */
async function twoVersions(weights: [number, number?], options: LocalOptions = {}) {
  const engine = await startEngine(options);
  const { sfn } = engine;
  const version = (Result: number) => JSON.stringify(only({ Type: "Pass", Result }));
  const { stateMachineArn = "", stateMachineVersionArn: first = "" } = await sfn.send(
    new CreateStateMachineCommand({
      name: "two",
      definition: version(1),
      roleArn: ROLE,
      publish: true,
      versionDescription: "the first",
    }),
  );
  const { stateMachineVersionArn: second = "" } = await sfn.send(
    new UpdateStateMachineCommand({ stateMachineArn, definition: version(2), publish: true }),
  );
  const routingConfiguration = [first, second].flatMap((stateMachineVersionArn, index) => {
    const weight = weights[index];
    return weight === undefined ? [] : [{ stateMachineVersionArn, weight }];
  });
  const { stateMachineAliasArn: live = "" } = await sfn.send(
    new CreateStateMachineAliasCommand({ name: "live", routingConfiguration }),
  );
  return { ...engine, stateMachineArn, first, second, live };
}

describe("an alias", () => {
  test("sends executions to its versions by their weights, and executions say which", async () => {
    const draws = [0, 0.19999, 0.2, 0.99];
    const random = () => draws.shift() ?? 0;
    const { sfn, ended, live, first, second } = await twoVersions([20, 80], { random });
    const ran: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      const { executionArn = "" } = await sfn.send(
        new StartExecutionCommand({ stateMachineArn: live }),
      );
      const { output } = await ended(executionArn);
      const { stateMachineAliasArn, stateMachineVersionArn } = await sfn.send(
        new DescribeExecutionCommand({ executionArn }),
      );
      expect(stateMachineAliasArn).toBe(live);
      ran.push([output, stateMachineVersionArn]);
    }
    expect(ran).toEqual([
      [1, first],
      [1, first],
      [2, second],
      [2, second],
    ]);
  });

  test("of an Express machine is started synchronously too", async () => {
    const { sfn } = await startEngine();
    const { stateMachineVersionArn } = await sfn.send(
      new CreateStateMachineCommand({
        name: "quick",
        type: "EXPRESS",
        definition: JSON.stringify(only({ Type: "Pass", Result: "quick" })),
        roleArn: ROLE,
        publish: true,
      }),
    );
    const { stateMachineAliasArn } = await sfn.send(
      new CreateStateMachineAliasCommand({
        name: "live",
        routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      }),
    );
    const { output } = await sfn.send(
      new StartSyncExecutionCommand({ stateMachineArn: stateMachineAliasArn }),
    );
    expect(output).toBe('"quick"');
  });

  test("lists the executions that it started, and a version those that it ran", async () => {
    const { sfn, stateMachineArn, first, second, live } = await twoVersions([100]);
    const start = async (arn: string, name: string) =>
      sfn.send(new StartExecutionCommand({ stateMachineArn: arn, name }));
    await start(live, "by-alias");
    await start(first, "by-first");
    await start(second, "by-second");
    await start(stateMachineArn, "by-machine");
    const names = async (arn: string) => {
      const { executions = [] } = await sfn.send(
        new ListExecutionsCommand({ stateMachineArn: arn }),
      );
      return executions.map(({ name }) => name);
    };
    expect(await names(live)).toEqual(["by-alias"]);
    expect(await names(first)).toEqual(["by-first", "by-alias"]);
    expect(await names(second)).toEqual(["by-second"]);
    expect(await names(stateMachineArn)).toEqual([
      "by-machine",
      "by-second",
      "by-first",
      "by-alias",
    ]);
  });

  test("is moved to another version, and deleted, while executions keep what they began with", async () => {
    const { sfn, live, first, second } = await twoVersions([100]);
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn: live }));
    await sfn.send(
      new UpdateStateMachineAliasCommand({
        stateMachineAliasArn: live,
        routingConfiguration: [{ stateMachineVersionArn: second, weight: 100 }],
      }),
    );
    const alias = await sfn.send(
      new DescribeStateMachineAliasCommand({ stateMachineAliasArn: live }),
    );
    expect(alias.routingConfiguration).toEqual([{ stateMachineVersionArn: second, weight: 100 }]);
    expect(alias.name).toBe("live");
    await sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: live }));
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(described.stateMachineVersionArn).toBe(first);
    for (const command of [
      new DescribeStateMachineAliasCommand({ stateMachineAliasArn: live }),
      new DeleteStateMachineAliasCommand({ stateMachineAliasArn: live }),
      new UpdateStateMachineAliasCommand({ stateMachineAliasArn: live, description: "gone" }),
    ]) {
      const sent = sfn.send(command as DeleteStateMachineAliasCommand); // any of the three
      expect((await refusal(sent)).name).toBe("ResourceNotFound");
    }
    expect(
      (await refusal(sfn.send(new StartExecutionCommand({ stateMachineArn: live })))).name,
    ).toBe("StateMachineDoesNotExist");
  });

  test("keeps its versions from being deleted, until it no longer uses them", async () => {
    const { sfn, live, first, second } = await twoVersions([50, 50]);
    const remove = (stateMachineVersionArn: string) =>
      sfn.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn }));
    expect(await refusal(remove(first))).toEqual({
      name: "ConflictException",
      message:
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]",
    });
    await sfn.send(
      new UpdateStateMachineAliasCommand({
        stateMachineAliasArn: live,
        routingConfiguration: [{ stateMachineVersionArn: second, weight: 100 }],
      }),
    );
    await remove(first);
    expect(
      (await refusal(sfn.send(new StartExecutionCommand({ stateMachineArn: first })))).name,
    ).toBe("StateMachineDoesNotExist");
  });

  test("is listed under its machine, and under the versions that it uses", async () => {
    const { sfn, stateMachineArn, first, second, live } = await twoVersions([100]);
    const arns = async (arn: string) => {
      const { stateMachineAliases = [] } = await sfn.send(
        new ListStateMachineAliasesCommand({ stateMachineArn: arn }),
      );
      return stateMachineAliases.map(({ stateMachineAliasArn }) => stateMachineAliasArn);
    };
    expect(await arns(stateMachineArn)).toEqual([live]);
    expect(await arns(first)).toEqual([live]);
    expect(await arns(second)).toEqual([]);
  });

  test("goes with its machine", async () => {
    const { sfn, stateMachineArn, live } = await twoVersions([100]);
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    expect(
      (
        await refusal(
          sfn.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn: live })),
        )
      ).name,
    ).toBe("ResourceNotFound");
  });

  test("is the same when it is created again the same, and no machine has more than a hundred", async () => {
    const { sfn, first, live } = await twoVersions([100]);
    const create = (name: string) =>
      sfn.send(
        new CreateStateMachineAliasCommand({
          name,
          routingConfiguration: [{ stateMachineVersionArn: first, weight: 100 }],
        }),
      );
    expect((await create("live")).stateMachineAliasArn).toBe(live);
    for (let count = 1; count < 100; count += 1) await create(`alias-${count}`);
    expect((await refusal(create("one-too-many"))).name).toBe("ServiceQuotaExceededException");
  });

  test.each<[why: string, weights: [string, number][], name: string, message: RegExp]>([
    [
      "weights that do not add up",
      [
        ["1", 50],
        ["2", 40],
      ],
      "ValidationException",
      /must equal 100/,
    ],
    [
      "one version twice",
      [
        ["1", 50],
        ["1", 50],
      ],
      "ValidationException",
      /distinct/,
    ],
    [
      "three versions",
      [
        ["1", 50],
        ["2", 25],
        ["3", 25],
      ],
      "ValidationException",
      /length less than or equal to 2/,
    ],
    ["no version", [], "ValidationException", /length greater than or equal to 1/],
    ["a version that is not there", [["7", 100]], "ResourceNotFound", /does not exist/],
    ["another alias", [["live", 100]], "ValidationException", /version ARNs/],
    ["a weight beyond 100", [["1", 101]], "ValidationException", /less than or equal to 100/],
  ])("is refused for %s", async (_why, weights, name, message) => {
    const { sfn, stateMachineArn } = await twoVersions([100]);
    const routingConfiguration = weights.map(([version, weight]) => ({
      stateMachineVersionArn: `${stateMachineArn}:${version}`,
      weight,
    }));
    const refused = await refusal(
      sfn.send(new CreateStateMachineAliasCommand({ name: "other", routingConfiguration })),
    );
    expect(refused).toEqual({ name, message: expect.stringMatching(message) });
  });

  test("is refused for versions of two machines", async () => {
    const { sfn, first } = await twoVersions([100]);
    const { stateMachineVersionArn: other } = await sfn.send(
      new CreateStateMachineCommand({
        name: "other",
        definition: JSON.stringify(only({ Type: "Pass" })),
        roleArn: ROLE,
        publish: true,
      }),
    );
    const refused = await refusal(
      sfn.send(
        new CreateStateMachineAliasCommand({
          name: "both",
          routingConfiguration: [
            { stateMachineVersionArn: first, weight: 50 },
            { stateMachineVersionArn: other, weight: 50 },
          ],
        }),
      ),
    );
    expect(refused.message).toMatch(/versions of one state machine/);
  });
});

test("a version of an old revision is not published", async () => {
  const { sfn, stateMachineArn } = await twoVersions([100]);
  const publish = (revisionId: string) =>
    sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn, revisionId }));
  expect((await refusal(publish("INITIAL"))).name).toBe("ConflictException");
});
